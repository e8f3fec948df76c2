package import JOSE

/// A set of rules that a client, or a whole realm, is held to.
package enum SecurityProfile: String, Hashable, Sendable, CaseIterable {
    /// OAuth 2.0 as it stands in the RFCs.
    case standard
    /// FAPI 2.0 Security Profile: no client secrets, and bound tokens only.
    case fapi2
    /// SMART Backend Services: private_key_jwt only, tokens of at most 300 s.
    case smartBackendServices = "smart-backend-services"

    /// Whether clients that are held to it may authenticate by a method.
    package func allows(_ method: ClientAuthenticationMethod) -> Bool {
        switch self {
        case .standard: true
        case .fapi2: !ClientAuthenticationMethod.bySecret.contains(method)
        case .smartBackendServices: method == .privateKeyJWT
        }
    }

    /// The algorithms of FAPI 2.0 (Security Profile section 5.4.1), for whatever is signed.
    private static let fapi2Algorithms: Set<SigningAlgorithm> = [.ps256, .es256, .edDSA]

    /// Whether what is signed by an algorithm is made and accepted under it: tokens and introspection answers, client
    /// assertions, DPoP proofs.
    package func allows(_ algorithm: SigningAlgorithm) -> Bool {
        self != .fapi2 || Self.fapi2Algorithms.contains(algorithm)
    }

    /// Whether it allows the signature of tokens of a form; one that is not signed is allowed.
    package func allows(_ format: TokenFormat) -> Bool {
        format.keyUse.algorithm.map { allows($0) } ?? true
    }

    /// Refuses a form of tokens that it does not allow.
    ///
    /// - Throws: ``RegistryError`` that names the field and what to give instead.
    func require(_ format: TokenFormat?) throws(RegistryError) {
        guard let format, !allows(format) else { return }
        throw .invalid(
            field: "token_format",
            "FAPI 2.0 allows no tokens that are signed \(format.rawValue). Give ES256 or EdDSA.")
    }
}
