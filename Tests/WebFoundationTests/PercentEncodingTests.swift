import Testing
import WebFoundation

struct PercentEncodingTests {
    @Test(arguments: [
        ("", ""), ("abc", "abc"), ("a%20b", "a b"), ("%41%5a%5A", "AZZ"), ("%C3%A9", "é"), ("é", "é"),
        ("%f0%9f%98%80", "\u{1F600}"), ("100%25", "100%"), ("a%2Fb", "a/b"), ("%26%3D", "&="),
    ])
    func `escapes become the bytes they stand for`(text: String, decoded: String) {
        #expect(PercentEncoding.decode(text, plusIsSpace: false) == decoded)
        #expect(PercentEncoding.decode(text, plusIsSpace: true) == decoded)
    }

    @Test func `a plus is a space in forms only`() {
        #expect(PercentEncoding.decode("a+b%2B", plusIsSpace: true) == "a b+")
        #expect(PercentEncoding.decode("a+b%2B", plusIsSpace: false) == "a+b+")
    }

    @Test(arguments: ["%", "%4", "%4g", "%g4", "%%41", "abc%", "% 41", "%+1", "%-1", "%0x", "%é"])
    func `a broken escape is refused`(text: String) {
        #expect(PercentEncoding.decode(text, plusIsSpace: true) == nil)
    }

    @Test(arguments: ["%FF", "%C3", "%C0%80", "%ED%A0%80", "%F5%80%80%80", "%80", "a%C3%28"])
    func `bytes that are not UTF-8 are refused`(text: String) {
        #expect(PercentEncoding.decode(text, plusIsSpace: false) == nil)
    }

    @Test(arguments: ["%00", "a%00b", "\u{0}"])
    func `NUL is refused`(text: String) {
        #expect(PercentEncoding.decode(text, plusIsSpace: false) == nil)
    }

    @Test func `raw bytes are held to the same rules`() {
        #expect(PercentEncoding.decode([0x61, 0x25, 0x34, 0x31] as [UInt8], plusIsSpace: false) == "aA")
        #expect(PercentEncoding.decode([0xFF] as [UInt8], plusIsSpace: false) == nil)
        #expect(PercentEncoding.decode([0x00] as [UInt8], plusIsSpace: false) == nil)
    }
}
