import Crypto
import CryptoExtras

/// AES-CMAC (RFC 4493) under one key, whose schedule is computed once and copied for each message.
struct CMACKey: Sendable {
    private let start: AES.CMAC

    /// Throws when the key is not one of AES.
    init(_ key: SymmetricKey) throws {
        start = try AES.CMAC(key: key)
    }

    /// The code of `message`.
    func code(_ message: [UInt8]) -> Block128 {
        var code = start
        // The empty array may have no address, which the C code below is not to be given.
        if !message.isEmpty { message.withUnsafeBytes { code.update(bufferPointer: $0) } }
        return code.finalize().withUnsafeBytes { Block128($0) }
    }

    /// The code of `prefix` followed by `last`.
    func code(prefix: UnsafeRawBufferPointer, last: Block128) -> AES.CMAC.MAC {
        var code = start
        if !prefix.isEmpty { code.update(bufferPointer: prefix) }
        last.withBytes { code.update(bufferPointer: $0) }
        return code.finalize()
    }
}
