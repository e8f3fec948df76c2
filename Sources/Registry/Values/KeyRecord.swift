package import Cryptography
package import JOSE
package import Timekeeping

/// What a realm's keys are used for.
package enum KeyUse: String, Sendable, CaseIterable {
    /// Sealing and opening of opaque access tokens.
    case sealedToken = "sealed-token"
    /// Signing by ES256.
    case signES256 = "sign-es256"
    /// Signing by EdDSA with Ed25519.
    case signEdDSA = "sign-eddsa"
    /// Signing by RS256.
    case signRS256 = "sign-rs256"

    /// The uses that a realm has keys of from its beginning. A key for RS256 takes long to make and few need one; it is
    /// made when the first token or answer is to be signed by it.
    package static let fromTheBeginning: [KeyUse] = [.sealedToken, .signES256, .signEdDSA]

    /// The algorithm of the signatures; `nil` for the use that signs nothing.
    package var algorithm: SigningAlgorithm? {
        switch self {
        case .sealedToken: nil
        case .signES256: .es256
        case .signEdDSA: .edDSA
        case .signRS256: .rs256
        }
    }
}

/// A key of a realm's key ring as the store keeps it: wrapped by the root key, destroyed keys without their material.
package struct KeyRecord: Hashable, Sendable {
    /// The identifier.
    package let identifier: String
    /// The realm.
    package let realm: RealmIdentifier
    /// What it is for.
    package let use: KeyUse
    /// `staged`, `active`, `retired` or `destroyed`.
    package var state: KeyState
    /// The wrapped material; empty once destroyed.
    package var wrapped: [UInt8]
    /// When it was made.
    package let createdAt: Timestamp
    /// When it began to seal.
    package var activatedAt: Timestamp?
    /// When another one took its place.
    package var retiredAt: Timestamp?
    /// When its material was destroyed.
    package var destroyedAt: Timestamp?

    /// A key as stored.
    package init(
        identifier: String, realm: RealmIdentifier, use: KeyUse, state: KeyState, wrapped: [UInt8],
        createdAt: Timestamp, activatedAt: Timestamp?, retiredAt: Timestamp?, destroyedAt: Timestamp?
    ) {
        self.identifier = identifier
        self.realm = realm
        self.use = use
        self.state = state
        self.wrapped = wrapped
        self.createdAt = createdAt
        self.activatedAt = activatedAt
        self.retiredAt = retiredAt
        self.destroyedAt = destroyedAt
    }
}
