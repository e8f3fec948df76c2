import ExternalAPI
import Testing

struct JSONValueTests {
    @Test(arguments: [
        (JSONValue.null, "null"), (JSONValue.bool(true), "true"), (.integer(-12), "-12"), (.number(148.5), "148.5"),
        (.number(66), "66"), (.number(.infinity), "null"), (JSONValue.array([]), "[]"), (JSONValue.object([]), "{}"),
        (JSONValue.object([.init("b", 1), .init("a", [nil])]), #"{"b":1,"a":[null]}"#),
    ])
    func `a value is written compactly with its members in order`(value: JSONValue, text: String) {
        #expect(String(decoding: value.encoded, as: UTF8.self) == text)
    }

    @Test(arguments: [
        "plain", "a \"quote\" and a \\", "line\nbreak\ttab\rreturn", "\u{0}\u{1}\u{8}\u{C}\u{1F}\u{7F}",
        "Núñez 😀 \u{2028}",
        "</script>", "",
    ])
    func `a text is read back by another reader as it was`(text: String) throws {
        let written = String(decoding: JSONValue.text(text).encoded, as: UTF8.self)
        #expect(try JSONText.value(of: written) as? String == text)
    }

    @Test func `members can be asked for by name`() {
        let value: JSONValue = ["b": 1, "a": 2]
        #expect(value["a"] == 2 && value["c"] == nil && value.names == ["b", "a"])
        #expect(value.adding(["c": 3]).names == ["b", "a", "c"])
    }
}
