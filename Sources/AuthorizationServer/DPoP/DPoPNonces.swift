import Crypto
package import Cryptography
import JOSE
package import Registry
package import Timekeeping

/// The nonces that this server puts into DPoP proofs (RFC 9449 section 8): a proof with one of them cannot have been
/// made long before it is used.
///
/// Nothing is remembered: a nonce is the number of a span of time and a code over it and the realm. Every server that
/// has the same root key makes and accepts the same ones, and so does one that was started again.
package struct DPoPNonces: Sendable {
    /// How long one nonce is given out, in seconds. It is accepted as long again.
    package static let slotSeconds: Int64 = 120

    private let key: SymmetricKey

    /// Takes a key of 32 bytes, which is for this use alone.
    package init(key: Redacted<[UInt8]>) {
        self.key = SymmetricKey(data: key.exposed)
    }

    /// The nonce to give out now.
    package func current(in realm: RealmIdentifier, at now: Timestamp) -> String {
        nonce(slot: now.secondsSince1970 / Self.slotSeconds, in: realm)
    }

    /// Whether a nonce is the one given out now or the one before.
    package func accepts(_ nonce: String, in realm: RealmIdentifier, at now: Timestamp) -> Bool {
        let slot = now.secondsSince1970 / Self.slotSeconds
        let sent = Array(nonce.utf8)
        return [slot, slot - 1].contains { constantTimeEquals(Array(self.nonce(slot: $0, in: realm).utf8), sent) }
    }

    private func nonce(slot: Int64, in realm: RealmIdentifier) -> String {
        let message = Array("\(realm) \(slot)".utf8)
        let code = HMAC<SHA256>.authenticationCode(for: message, using: key)
        return Base64URL.encode(Array(code).prefix(16))
    }
}
