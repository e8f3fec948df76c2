package import Cryptography
import JOSE

/// A key that was just made and is in no ring yet.
package struct FreshKey: Sendable {
    /// What it is for.
    package let use: KeyUse
    /// Its identifier; for a signing key the `kid`, which is its thumbprint (RFC 7638).
    package let identifier: String
    fileprivate let material: Redacted<[UInt8]>

    /// Makes a key.
    ///
    /// One for RS256 takes from tens of milliseconds to seconds of computing: make it neither on the cooperative pool
    /// nor inside a transaction. The others take microseconds. Signing keys come from the cryptographic library's own
    /// generator, not from `random`.
    ///
    /// - Throws: ``RegistryError/storage(_:)`` when the cryptographic library refuses.
    package static func make(_ use: KeyUse, random: RandomSource) throws(RegistryError) -> FreshKey {
        guard let algorithm = use.algorithm else {
            return FreshKey(
                use: use, identifier: "key_" + CrockfordBase32.random(length: 20, from: random),
                material: Redacted(random.bytes(RegistryLimits.sealingKeyBytes)))
        }
        do throws(JOSEError) {
            let key = try SigningKey.generate(algorithm)
            return FreshKey(use: use, identifier: key.publicKey.thumbprint, material: key.privateBytes)
        } catch {
            throw .storage("No key could be made: \(error)")
        }
    }
}

extension OperationContext {
    /// Makes a key for a realm, wrapped.
    package func makeKey(for realm: RealmIdentifier, use: KeyUse = .sealedToken, state: KeyState) throws -> KeyRecord {
        try wrapped(try FreshKey.make(use, random: random), for: realm, state: state)
    }

    /// Wraps a key that was made before.
    package func wrapped(_ key: FreshKey, for realm: RealmIdentifier, state: KeyState) throws -> KeyRecord {
        let label = WrapLabel(realm: realm.description, use: key.use.rawValue, keyIdentifier: key.identifier)
        return KeyRecord(
            identifier: key.identifier, realm: realm, use: key.use, state: state,
            wrapped: try rootKey.wrap(key.material.exposed, label: label, random: random), createdAt: now,
            activatedAt: state == .active ? now : nil, retiredAt: nil, destroyedAt: nil)
    }
}
