/// Wanted settings of a client as they were typed; what is `nil` stays as it is.
package struct ClientSettingsChange: Hashable, Sendable {
    /// The methods of authentication.
    package var authenticationMethods: Set<ClientAuthenticationMethod>?
    /// A JWK set as JSON text.
    package var keySet: String?
    /// The URL of a JWK set.
    package var keySetURI: String?
    /// `KIND=NAME`.
    package var certificateSubject: String?
    /// The form of its tokens; `.some(nil)` for that of the resource.
    package var tokenFormat: TokenFormat??
    /// Whether tokens are bound.
    package var tokenBinding: TokenBinding?
    /// The rules.
    package var profile: SecurityProfile?
    /// The scopes of a request that names none; empty for all.
    package var defaultScopes: [String]?
    /// A resource's identifier or `external`; the empty text for none.
    package var introspects: String?
    /// Resources by identifier or `external`; empty for none.
    package var exchangeTargets: [String]?
    /// Networks in CIDR form, or single addresses; empty for any.
    package var allowedNetworks: [String]?

    /// No change.
    package init() {}

    /// The settings after the change, checked against each other and against what the realm has.
    ///
    /// - Parameter client: the client as it will be, with its scopes and lifetime; its settings are those before.
    /// - Throws: ``RegistryError`` that names the field.
    func applied(to client: Client, in registry: any RegistryReading) throws -> ClientSettings {
        let settings = try changed(client, in: registry)
        try ClientSettingsRules.require(settings, of: client)
        return settings
    }

    /// The same without a look at what goes together.
    func changed(_ client: Client, in registry: any RegistryReading) throws -> ClientSettings {
        var settings = client.settings
        if let authenticationMethods { settings.authenticationMethods = authenticationMethods }
        if let keys = try keys { settings.keys = keys }
        if let certificateSubject { settings.certificateSubject = try CertificateSubject(text: certificateSubject) }
        if let tokenFormat {
            // Only what is newly chosen: what was chosen before the realm was held to the profile is passed over.
            try registry.findRealmSettings(client.realm).profile.require(tokenFormat)
            settings.tokenFormat = tokenFormat
        }
        if let tokenBinding { settings.tokenBinding = tokenBinding }
        if let profile { settings.profile = profile }
        if let defaultScopes { settings.defaultScopes = try defaultScopes.map { try ScopeName($0) }.sorted() }
        if let introspects {
            settings.introspects =
                introspects.isEmpty ? nil : try registry.requireResource(introspects, in: client.realm).identifier
        }
        if let exchangeTargets {
            settings.exchangeTargets = try exchangeTargets.map {
                try registry.requireResource($0, in: client.realm).identifier
            }.sorted()
        }
        if let allowedNetworks { settings.allowedNetworks = try Self.networks(allowedNetworks) }
        return settings
    }

    /// Each wanted setting by itself with its name, as far as one can be wrong without the others. The keys have two
    /// names, and tell by themselves which is wrong.
    var parts: [(name: String?, change: ClientSettingsChange)] {
        func part(_ name: String?, _ set: (inout ClientSettingsChange) -> Void) -> (String?, ClientSettingsChange) {
            var part = ClientSettingsChange()
            set(&part)
            return (name, part)
        }
        return [
            part(nil) {
                $0.keySet = keySet
                $0.keySetURI = keySetURI
            },
            part("certificate_subject") { $0.certificateSubject = certificateSubject },
            part("token_format") { $0.tokenFormat = tokenFormat },
            part("default_scopes") { $0.defaultScopes = defaultScopes },
            part("introspects") { $0.introspects = introspects },
            part("exchange_targets") { $0.exchangeTargets = exchangeTargets },
            part("allowed_networks") { $0.allowedNetworks = allowedNetworks },
        ]
    }

    private static func networks(_ texts: [String]) throws(RegistryError) -> [AddressRange] {
        let texts = Set(texts).sorted()
        guard texts.count <= RegistryLimits.networksPerClient else {
            throw .invalid(
                field: "allowed_networks",
                "\(texts.count) networks are more than the \(RegistryLimits.networksPerClient) that a client can have. "
                    + "Give fewer and larger ones.")
        }
        var ranges: [AddressRange] = []
        for text in texts {
            guard let range = AddressRange(text) else {
                throw .invalid(
                    field: "allowed_networks",
                    "“\(text.forMessage)” is no network. Give an address, or a network such as 192.0.2.0/24 or "
                        + "2001:db8::/32.")
            }
            guard !range.isInexact else {
                throw .invalid(
                    field: "allowed_networks",
                    "“\(text.forMessage)” is an address inside a network. Give the network's first address with the "
                        + "length of its prefix, or the address alone.")
            }
            ranges.append(range)
        }
        return ranges
    }

    private var keys: ClientKeys? {
        get throws(RegistryError) {
            switch (keySet, keySetURI) {
            case (nil, nil): return nil
            case (let text?, nil): return try ClientKeys.checkedSet(text)
            case (nil, let uri?): return try ClientKeys.checkedURI(uri)
            default:
                throw .invalid(
                    field: "jwks",
                    "A client has either a registered JWK set or a jwks_uri (RFC 7591 section 2). Give one of them.")
            }
        }
    }
}

extension SecurityProfile? {
    /// The lifetime of a client that was given none, in seconds.
    var defaultTokenLifetimeSeconds: Int {
        self == .smartBackendServices
            ? RegistryLimits.smartTokenLifetimeSeconds : RegistryLimits.defaultTokenLifetimeSeconds
    }
}
