import JOSE
import Testing

struct StrictJSONTests {
    private func read(_ text: String, depth: Int = JOSELimits.jsonDepthMaximum) throws(JOSEError) -> JSONValue {
        try StrictJSON.value(Array(text.utf8), depthMaximum: depth)
    }

    @Test
    func `every kind of value is read`() throws {
        let text =
            #" { "s" : "a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é" , "i":-12,"d":1.5e2, "t":true,"f":false,"#
            + #""n":null, "l":[1, [], {}], "big": 18446744073709551616, "zero": 0, "empty":""}"#
        let object = try StrictJSON.object(Array(text.utf8))
        #expect(try object.string("s") == "a\"\\/\u{8}\u{C}\n\r\té😀é")
        #expect(try object.integer("i") == -12)
        #expect(object["d"] == .decimal(150))
        #expect(try object.flag("t"))
        #expect(try object.flag("f") == false)
        #expect(try object.flag("missing") == false)
        #expect(object["n"] == .null)
        #expect(try object.array("l")?.count == 3)
        #expect(object["big"] == .decimal(18_446_744_073_709_551_616))
        #expect(try object.integer("zero") == 0)
        #expect(try object.string("empty") == "")
        #expect(object.names.count == 10)
    }

    static let faults: [(String, JSONFault)] = [
        ("", .syntax), ("{", .syntax), ("{\"a\":1", .syntax), ("{\"a\" 1}", .syntax), ("{\"a\":}", .syntax),
        ("{a:1}", .syntax), ("{'a':1}", .syntax), ("{\"a\":1,}", .syntax), ("[1,]", .syntax), ("[,1]", .syntax),
        ("[1 2]", .syntax), ("/* */{}", .syntax), ("\u{FEFF}{}", .syntax), ("tru", .syntax), ("nulls", .trailingBytes),
        ("{}{}", .trailingBytes), ("{} x", .trailingBytes), ("{}\u{0}", .trailingBytes), ("\"a", .syntax),
        ("\"a\nb\"", .syntax), ("\"\\x41\"", .syntax), ("\"\\u12\"", .syntax), ("\"\\u12g4\"", .syntax),
        ("\"\\ud83d\"", .syntax), ("\"\\ude00\"", .syntax), ("\"\\ud83d\\u0041\"", .syntax), ("\"\\", .syntax),
        ("01", .trailingBytes), ("1.", .syntax), (".5", .syntax), ("+1", .syntax), ("1e", .syntax), ("-", .syntax),
        ("1e400", .number), ("NaN", .syntax), ("Infinity", .syntax), ("0x10", .trailingBytes),
        ("{\"a\":1,\"a\":1}", .duplicateMember), ("{\"a\":1,\"\\u0061\":2}", .duplicateMember),
        ("{\"x\":[{\"b\":{\"a\":1,\"c\":2,\"a\":3}}]}", .duplicateMember),
    ]

    @Test(arguments: faults)
    func `what is not strict JSON is refused with its fault`(text: String, fault: JSONFault) {
        #expect(throws: JOSEError.json(fault)) { try read(text) }
    }

    @Test
    func `repeated members are all told of with their pointers, and the first of each stands`() throws {
        let text = #"{"a":[{"x":1,"x":2},{"y~/":{"z":1,"z":2,"z":3}}],"b":1,"b":{"c":1,"c":2}}"#
        let reading = try StrictJSON.reading(Array(text.utf8), limitBytes: 1_000)
        #expect(reading.repeatedMembers == ["/a/0/x", "/a/1/y~0~1/z", "/a/1/y~0~1/z", "/b/c", "/b"])
        guard case .object(let object) = reading.value else { throw JOSEError.json(.notObject) }
        #expect(object["b"] == .integer(1))
    }

    @Test(arguments: [(#"{"a":1,}"#, 7), ("[1 2]", 3), (#"{"a":1e999}"#, 10), ("{} x", 3)])
    func `a fault is told of with its place`(text: String, offset: Int) throws {
        let fault = #expect(throws: LocatedJSONFault.self) {
            try StrictJSON.reading(Array(text.utf8), limitBytes: 1_000)
        }
        #expect(fault?.offsetBytes == offset)
    }

    @Test
    func `depth is counted from the outermost value`() throws {
        let eight = String(repeating: "[", count: 8) + String(repeating: "]", count: 8)
        #expect(throws: Never.self) { try read(eight) }
        #expect(throws: JOSEError.json(.tooDeep)) { try read("[" + eight + "]") }
        // Far deeper than any stack: refused before it is walked.
        #expect(throws: JOSEError.json(.tooDeep)) { try read(String(repeating: "[", count: 60_000)) }
        #expect(throws: JOSEError.json(.tooDeep)) {
            try read(String(repeating: "{\"a\":", count: 9) + "1" + String(repeating: "}", count: 9))
        }
    }

    @Test
    func `bytes that are no UTF-8 are refused`() {
        for bytes: [UInt8] in [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]] {
            #expect(throws: JOSEError.json(.notUTF8)) { try StrictJSON.value(bytes) }
        }
    }

    @Test
    func `length and outermost form are held`() {
        let long = Array("\"".utf8) + [UInt8](repeating: UInt8(ascii: "a"), count: JOSELimits.jsonBytes)
        #expect(throws: JOSEError.json(.tooLong)) { try StrictJSON.value(long) }
        #expect(throws: JOSEError.json(.tooLong)) { try StrictJSON.object(Array("{ }".utf8), limitBytes: 2) }
        #expect(throws: JOSEError.json(.notObject)) { try StrictJSON.object(Array("[]".utf8)) }
    }

    @Test
    func `a member of the wrong type is named`() throws {
        let object = try StrictJSON.object(Array(#"{"a":null,"l":["x",1],"d":1.5}"#.utf8))
        #expect(throws: JOSEError.memberForm("a", wanted: "a string")) { try object.string("a") }
        #expect(throws: JOSEError.memberMissing("b")) { try object.requiredString("b") }
        #expect(throws: JOSEError.memberForm("d", wanted: "a whole number")) { try object.integer("d") }
        #expect(throws: JOSEError.memberForm("a", wanted: "true or false")) { try object.flag("a") }
        #expect(throws: JOSEError.memberForm("l", wanted: "a string or a list of strings")) { try object.strings("l") }
        #expect(throws: JOSEError.memberForm("l", wanted: "an object")) { try object.object("l") }
        #expect(throws: JOSEError.memberForm("a", wanted: "an array")) { try object.array("a") }
        #expect(try object.string("missing") == nil)
    }

    @Test
    func `what is written is read back`() throws {
        var inner = JSONObjectWriter()
        inner.add("jkt", "x\"\\\n\u{1}é")
        var writer = JSONObjectWriter()
        writer.add("s", "é😀\u{7F}")
        writer.add("i", Int64.min)
        writer.add("b", true)
        writer.add("l", ["a", "b"])
        writer.add("none", [String]())
        writer.add("o", inner)
        writer.add("os", [inner, JSONObjectWriter()])
        let object = try StrictJSON.object(writer.bytes)
        #expect(try object.string("s") == "é😀\u{7F}")
        #expect(try object.integer("i") == Int64.min)
        #expect(try object.flag("b"))
        #expect(try object.strings("l") == ["a", "b"])
        #expect(try object.strings("none") == [])
        #expect(try object.object("o")?.string("jkt") == "x\"\\\n\u{1}é")
        #expect(try object.array("os")?.count == 2)
        #expect(String(decoding: JSONObjectWriter().bytes, as: UTF8.self) == "{}")
    }
}
