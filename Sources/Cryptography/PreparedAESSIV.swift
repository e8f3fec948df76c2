import Crypto
import CryptoExtras
import FoundationEssentials

/// ``AESSIV`` with its associated data worked in: the state of S2V (RFC 5297 section 2.4) before the last string,
/// which is the plaintext.
public struct PreparedAESSIV: Sendable {
    let authentication: CMACKey
    let encryption: SymmetricKey
    let state: Block128

    /// The synthetic initialization vector (16 bytes) followed by the ciphertext.
    public func seal(_ plaintext: [UInt8]) -> [UInt8] {
        let vector = syntheticVector(of: plaintext).withUnsafeBytes { Block128($0) }
        var sealed: [UInt8] = []
        sealed.reserveCapacity(16 + plaintext.count)
        vector.withBytes { sealed.append(contentsOf: $0) }
        sealed.append(contentsOf: keystreamApplied(to: plaintext, vector: vector))
        return sealed
    }

    /// The plaintext, or `nil` when `sealed` is not authentic. The comparison takes the same time wherever it differs.
    public func open(_ sealed: [UInt8]) -> [UInt8]? {
        guard sealed.count >= 16 else { return nil }
        let claimed = sealed[..<16]
        let vector = sealed.withUnsafeBytes { Block128(UnsafeRawBufferPointer(rebasing: $0[..<16])) }
        let plaintext = [UInt8](keystreamApplied(to: Array(sealed[16...]), vector: vector))
        // This `==` is swift-crypto's comparison of a message authentication code: constant time.
        return syntheticVector(of: plaintext) == claimed ? plaintext : nil
    }

    private func syntheticVector(of plaintext: [UInt8]) -> AES.CMAC.MAC {
        plaintext.withUnsafeBytes { bytes in
            guard bytes.count >= 16 else {
                let none = UnsafeRawBufferPointer(start: nil, count: 0)
                return authentication.code(prefix: none, last: state.doubled ^ Block128(padding: bytes))
            }
            let end = bytes.count - 16
            let last = Block128(UnsafeRawBufferPointer(rebasing: bytes[end...]))
            return authentication.code(prefix: UnsafeRawBufferPointer(rebasing: bytes[..<end]), last: state ^ last)
        }
    }

    private func keystreamApplied(to bytes: [UInt8], vector: Block128) -> Data {
        guard !bytes.isEmpty else { return Data() }
        // Two bits are cleared so that no implementation's 32- or 64-bit counter ever carries (RFC 5297 section 2.5).
        let counter = Block128(high: vector.high, low: vector.low & 0x7FFF_FFFF_7FFF_FFFF)
        do {
            let nonce = try counter.withBytes { try AES._CTR.Nonce(nonceBytes: $0) }
            return try AES._CTR.encrypt(bytes, using: encryption, nonce: nonce)
        } catch {
            // Only a wrong size of key or counter is refused there: the key's was checked in `AESSIV.init`, and a
            // block has 16 bytes.
            preconditionFailure("AES-CTR refused a key and a counter of checked sizes")
        }
    }
}
