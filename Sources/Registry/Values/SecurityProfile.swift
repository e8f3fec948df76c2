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
}
