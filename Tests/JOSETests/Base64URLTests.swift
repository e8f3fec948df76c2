import JOSE
import Testing

struct Base64URLTests {
    /// RFC 4648 section 10 without the padding, and the two characters in which base64url differs from base64.
    static let pairs: [([UInt8], String)] = [
        ([], ""), (Array("f".utf8), "Zg"), (Array("fo".utf8), "Zm8"), (Array("foo".utf8), "Zm9v"),
        (Array("foob".utf8), "Zm9vYg"), (Array("fooba".utf8), "Zm9vYmE"), (Array("foobar".utf8), "Zm9vYmFy"),
        ([0xFB, 0xFF, 0xBF], "-_-_"),
    ]

    @Test(arguments: pairs)
    func `bytes have one written form`(bytes: [UInt8], text: String) {
        #expect(Base64URL.encode(bytes) == text)
        #expect(Base64URL.decode(text.utf8) == bytes)
        #expect(Base64URL.encodedCount(bytes.count) == text.utf8.count)
    }

    static let foreign: [String] = [
        "Zg==", "Zm8=", "Zm9v ", " Zm9v", "Zm\n9v", "Z", "Zm9vY", "-+-_", "-/-_", "Zh", "Zm9", "Zm9vYh", "Zm9vYmF\u{0}",
        "Zm9vé",
    ]

    @Test(arguments: foreign)
    func `padding, white space, foreign characters, impossible lengths and stray bits are refused`(text: String) {
        #expect(Base64URL.decode(text.utf8) == nil)
    }
}
