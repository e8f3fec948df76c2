import Journal
import Testing
import Timekeeping

private let noon = Timestamp(millisecondsSince1970: 1_795_559_858_120)

@Suite struct JournalEncodingTests {
    @Test func `an entry is written as one compact object in a fixed order`() {
        let entry = JournalEntry(
            at: noon, kind: .tokenIssued, realm: "demo/sandbox",
            fields: [
                .text("client_id", "cf_test_1"), .texts("scopes", ["a", "b"]), .integer("lifetime_seconds", 1_200),
                .text("secret_id", ifPresent: nil), JournalField("before", .fields([.text("name", "x")])),
            ], changeNumber: 7)
        let expected =
            #"{"at":"2026-11-24T22:37:38.120Z","kind":"token.issued","realm":"demo/sandbox","client_id":"cf_test_1","#
            + #""scopes":["a","b"],"lifetime_seconds":1200,"secret_id":null,"before":{"name":"x"},"change_number":7}"#
        #expect(String(decoding: JournalEncoding.body(of: entry), as: UTF8.self) == expected)
    }

    @Test(arguments: [
        ("plain", #""plain""#), ("quote \" and \\", #""quote \" and \\""#), ("\n\t\r", #""\u000a\u0009\u000d""#),
        ("\u{0}\u{1F}\u{7F}", "\"\\u0000\\u001f\u{7F}\""), ("é€😀\u{2028}", "\"é€😀\u{2028}\""), ("/", #""/""#),
        ("", #""""#),
    ])
    func `a text has one written form`(text: String, expected: String) {
        let entry = JournalEntry(at: noon, kind: .serverStarted, realm: nil, fields: [.text("t", text)])
        let body = String(decoding: JournalEncoding.body(of: entry), as: UTF8.self)
        #expect(body == #"{"at":"2026-11-24T22:37:38.120Z","kind":"server.started","t":"# + expected + "}")
    }

    @Test func `a field cannot pass for a member of the form itself`() throws {
        let entry = JournalEntry(
            at: noon, kind: .serverStarted, realm: nil,
            fields: [.text("realm", "other"), .integer("change_number", 9)])
        let read = try JournalDecoding.entry(of: JournalEncoding.body(of: entry))
        #expect(read.realm == nil)
        #expect(read.changeNumber == nil)
        #expect(read["realm_"] == .text("other"))
        #expect(read["change_number_"] == .integer(9))
    }

    @Test(arguments: [
        JournalEntry(at: noon, kind: .serverStarted, realm: nil),
        JournalEntry(at: noon, kind: JournalKind(rawValue: "later.kind"), realm: "r", fields: [], changeNumber: .max),
        JournalEntry(
            at: Timestamp(millisecondsSince1970: -1), kind: .tokenIssued, realm: "\"",
            fields: [
                .texts("none", []), .integer("least", .min), .text("control", "\u{0}\u{1}\n"),
                JournalField("deep", .fields([JournalField("er", .fields([])), .texts("list", ["x", "é"])])),
            ]),
    ])
    func `what is written is read back`(entry: JournalEntry) throws {
        #expect(try JournalDecoding.entry(of: JournalEncoding.body(of: entry)) == entry)
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"kind":"a","at":"2026-11-24T22:37:38.120Z"}"#,
        #"{"at":"2026-11-24T22:37:38.120Z"}"#, #"{"at":"2026-02-30T22:37:38.120Z","kind":"a"}"#,
        #"{"at":"2026-11-24T22:37:38.120Z","kind":"a"} "#, #"{"at":"2026-11-24T22:37:38.120Z", "kind":"a"}"#,
        #"{"at":"2026-11-24T22:37:38.120Z","kind":"a","n":01}"#,
        #"{"at":"2026-11-24T22:37:38.120Z","kind":"a","n":1.5}"#,
        #"{"at":"2026-11-24T22:37:38.120Z","kind":"a","n":-0}"#,
        #"{"at":"2026-11-24T22:37:38.120Z","kind":"a","n":99999999999999999999}"#,
        #"{"at":"2026-11-24T22:37:38.120Z","kind":"a","t":"\u0041"}"#,
        #"{"at":"2026-11-24T22:37:38.120Z","kind":"a","t":"\n"}"#,
        "{\"at\":\"2026-11-24T22:37:38.120Z\",\"kind\":\"a\",\"t\":\"\n\"}",
        #"{"at":"2026-11-24T22:37:38.120Z","kind":"a","t":true}"#,
        #"{"at":"2026-11-24T22:37:38.120Z","kind":"a","t":"open"#, #"{"at":"2026-11-24T22:37:38.120Z","kind":"a","#,
        #"{"at":"2026-11-24T22:37:38.120Z","kind":"a","realm":""}"#,
        #"{"at":"2026-11-24T22:37:38.120Z","kind":"a","l":[1]}"#,
    ])
    func `what no journal writes is refused`(body: String) {
        #expect(throws: JournalDecodingError.self) { try JournalDecoding.entry(of: Array(body.utf8)) }
    }

    @Test func `a body nested without end is refused`() {
        let body = #"{"at":"2026-11-24T22:37:38.120Z","kind":"a""# + String(repeating: #","x":{"y":0"#, count: 10_000)
        #expect(throws: JournalDecodingError.self) { try JournalDecoding.entry(of: Array(body.utf8)) }
    }

    @Test func `invalid UTF-8 is refused`() {
        let body = Array(#"{"at":"2026-11-24T22:37:38.120Z","kind":""#.utf8) + [0xC3] + Array(#""}"#.utf8)
        #expect(throws: JournalDecodingError.self) { try JournalDecoding.entry(of: body) }
    }

    @Test func `whole seconds are written as another formatter writes them`() {
        var milliseconds: Int64 = 0
        while milliseconds < 253_402_300_800_000 {
            let moment = Timestamp(millisecondsSince1970: milliseconds)
            #expect(JournalEncoding.text(of: moment) == moment.description)
            milliseconds += 259_199_983_000
        }
    }

    @Test(
        arguments: [
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"), (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func `a moment on the edge is written right`(milliseconds: Int64, expected: String) {
        #expect(JournalEncoding.text(of: Timestamp(millisecondsSince1970: milliseconds)) == expected)
    }

    @Test func `a moment that has no written form is moved to the nearest that has`() {
        let entry = JournalEntry(at: Timestamp(millisecondsSince1970: .max), kind: .serverStarted, realm: nil)
        #expect(JournalEncoding.text(of: entry.at) == "9999-12-31T23:59:59.999Z")
    }
}
