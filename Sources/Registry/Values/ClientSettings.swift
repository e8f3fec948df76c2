/// How a client authenticates, and what tokens it gets: what has a default for every client.
package struct ClientSettings: Hashable, Sendable {
    /// The methods by which it may authenticate; at least one.
    package var authenticationMethods: Set<ClientAuthenticationMethod>
    /// Its public keys, for `private_key_jwt` and `self_signed_tls_client_auth`.
    package var keys: ClientKeys?
    /// The name that its certificate must have, for `tls_client_auth`.
    package var certificateSubject: CertificateSubject?
    /// The form of its tokens; that of the resource when `nil`.
    package var tokenFormat: TokenFormat?
    /// Whether its tokens must be bound to a key.
    package var tokenBinding: TokenBinding
    /// The rules it is held to, beside those of its realm.
    package var profile: SecurityProfile
    /// The scopes of a request that names none; all that it may have when empty.
    package var defaultScopes: [ScopeName]
    /// The identifier of the resource whose tokens it may introspect (RFC 7662); `nil` for none. A resource server's
    /// client has one.
    package var introspects: String?
    /// The identifiers of the resources for which it may exchange tokens (RFC 8693) that it received as the resource
    /// server of ``introspects``; it may not exchange any when empty.
    package var exchangeTargets: [String]
    /// The networks that its requests must come from; any when empty.
    package var allowedNetworks: [AddressRange]

    /// Settings; what is left out is as it is for a client of which nothing was said.
    package init(
        authenticationMethods: Set<ClientAuthenticationMethod> = ClientAuthenticationMethod.bySecret,
        keys: ClientKeys? = nil, certificateSubject: CertificateSubject? = nil, tokenFormat: TokenFormat? = nil,
        tokenBinding: TokenBinding = .none, profile: SecurityProfile = .standard, defaultScopes: [ScopeName] = [],
        introspects: String? = nil, exchangeTargets: [String] = [], allowedNetworks: [AddressRange] = []
    ) {
        self.authenticationMethods = authenticationMethods
        self.keys = keys
        self.certificateSubject = certificateSubject
        self.tokenFormat = tokenFormat
        self.tokenBinding = tokenBinding
        self.profile = profile
        self.defaultScopes = defaultScopes
        self.introspects = introspects
        self.exchangeTargets = exchangeTargets
        self.allowedNetworks = allowedNetworks
    }

    /// Whether the client has client secrets.
    package var usesSecrets: Bool {
        !authenticationMethods.isDisjoint(with: ClientAuthenticationMethod.bySecret)
    }

    /// Whether a request from an address is let in.
    package func allows(address: String) -> Bool {
        allowedNetworks.isEmpty || allowedNetworks.contains { $0.contains(address) }
    }

    /// What the change table says of the settings: those that are not the default.
    var facts: [String: String] {
        let standard = ClientSettings()
        var facts: [String: String] = [:]
        if authenticationMethods != standard.authenticationMethods {
            facts["authentication"] = authenticationMethods.map(\.rawValue).sorted().joined(separator: " ")
        }
        switch keys {
        case nil: break
        case .registered: facts["jwks"] = "registered"
        case .fetched(let uri): facts["jwks_uri"] = uri
        }
        facts["certificate_subject"] = certificateSubject?.text
        facts["token_format"] = tokenFormat?.rawValue
        if tokenBinding != .none { facts["token_binding"] = tokenBinding.rawValue }
        if profile != .standard { facts["profile"] = profile.rawValue }
        if !defaultScopes.isEmpty { facts["default_scopes"] = defaultScopes.map(\.text).joined(separator: " ") }
        facts["introspects"] = introspects
        if !exchangeTargets.isEmpty { facts["exchange_targets"] = exchangeTargets.joined(separator: " ") }
        if !allowedNetworks.isEmpty {
            facts["allowed_networks"] = allowedNetworks.map(\.description).joined(separator: " ")
        }
        return facts
    }
}
