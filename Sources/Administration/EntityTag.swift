import Crypto
import Cryptography

/// The digest of a representation.
enum EntityTag {
    /// 32 lower-case hex digits of SHA-256.
    static func digest(of text: String) -> String {
        Hexadecimal.encodeLowercase(Array(SHA256.hash(data: Array(text.utf8))).prefix(16))
    }
}
