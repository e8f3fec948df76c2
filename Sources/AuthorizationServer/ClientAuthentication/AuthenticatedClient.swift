import JOSE
import Registry

/// A client whose credentials were verified, and which may get tokens at this moment.
struct AuthenticatedClient: Sendable {
    /// The client and all that goes with it.
    let entry: ClientEntry
    /// The rules that all clients of the realm are held to.
    let realmProfile: SecurityProfile
    /// How it authenticated.
    let method: ClientAuthenticationMethod
    /// What it authenticated with.
    let credential: ProvenCredential

    /// The secret that it used, where it used one.
    var secret: SecretIdentifier? {
        guard case .secret(let id) = credential else { return nil }
        return id
    }

    /// Whether the client itself or its whole realm is held to a set of rules.
    func isHeld(to profile: SecurityProfile) -> Bool {
        entry.client.settings.profile == profile || realmProfile == profile
    }

    /// Whether what is signed by an algorithm is accepted of it and made for it.
    func allows(_ algorithm: SigningAlgorithm) -> Bool {
        entry.client.settings.profile.allows(algorithm) && realmProfile.allows(algorithm)
    }

    /// The form in which what is signed for it is signed: the one chosen, if that is a signed one that the rules it is
    /// held to allow, and ES256 otherwise. What was chosen before it or its realm was held to them is passed over.
    func signedFormat(_ chosen: TokenFormat?) -> TokenFormat {
        guard let chosen, let algorithm = chosen.keyUse.algorithm, allows(algorithm) else { return .defaultJWT }
        return chosen
    }
}

/// What a client has authenticated with, by names that are not secret.
enum ProvenCredential: Hashable, Sendable {
    /// A client secret.
    case secret(SecretIdentifier)
    /// A key that signed an assertion, by its thumbprint (RFC 7638).
    case key(thumbprint: String)
    /// A certificate, by its `x5t#S256` (RFC 8705 section 3.1).
    case certificate(thumbprint: String)
}
