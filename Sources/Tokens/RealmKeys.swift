import Cryptography
import JOSE
package import Registry

/// The live keys of one realm at one moment, of every use.
package struct RealmKeys: Sendable {
    /// What seals and opens sealed tokens.
    package let sealing: OpeningKeys
    /// What signs.
    package let signing: RealmSigningKeys

    /// Unwraps the keys of a realm as the store keeps them.
    ///
    /// - Throws: ``RegistryError/storage(_:)`` when there is no active key that seals, or the root key is another one.
    init(_ records: [KeyRecord], realm: RealmIdentifier, rootKey: RootKey) throws(RegistryError) {
        sealing = try OpeningKeys(records, realm: realm, rootKey: rootKey)
        signing = try RealmSigningKeys(records, rootKey: rootKey)
    }
}

/// The live signing keys of one realm. One object, so that a request holds all of them by one reference.
package final class RealmSigningKeys: Sendable {
    /// The JWK set (RFC 7517 section 5): all keys that may have signed something that is still good, and the staged
    /// ones, which will sign. JSON.
    package let keySetJSON: [UInt8]

    private let activeByUse: [KeyUse: RealmSigningKey]
    private let liveByID: [String: RealmSigningKey]

    init(_ records: [KeyRecord], rootKey: RootKey) throws(RegistryError) {
        var active: [KeyUse: RealmSigningKey] = [:]
        var live: [RealmSigningKey] = []
        for record in records where record.state != .destroyed {
            guard let algorithm = record.use.algorithm else { continue }
            let key = try RealmSigningKey(
                record, algorithm: algorithm, material: try record.unwrapped(with: rootKey))
            if record.state == .active { active[record.use] = key }
            live.append(key)
        }
        activeByUse = active
        liveByID = Dictionary(live.map { ($0.keyID, $0) }, uniquingKeysWith: { first, _ in first })
        keySetJSON = JSONWebKeySet(keys: live.map(\.publicKey)).json.bytes
    }

    /// The key that signs now, if there is one of this use.
    package func active(_ use: KeyUse) -> RealmSigningKey? { activeByUse[use] }

    /// The live key of a `kid`.
    package func find(_ keyID: String) -> RealmSigningKey? { liveByID[keyID] }
}

extension KeyRecord {
    /// The material.
    ///
    /// - Throws: ``RegistryError/storage(_:)`` when it was wrapped by another root key.
    func unwrapped(with rootKey: RootKey) throws(RegistryError) -> Redacted<[UInt8]> {
        let label = WrapLabel(realm: realm.description, use: use.rawValue, keyIdentifier: identifier)
        do {
            return try rootKey.unwrap(wrapped, label: label)
        } catch {
            throw .storage(
                "The key \(identifier) of \(realm) cannot be unwrapped: the root key is not the one that this data was "
                    + "made with. Put the right root key in place.")
        }
    }
}
