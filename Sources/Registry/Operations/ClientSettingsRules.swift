/// What settings of a client go together.
enum ClientSettingsRules {
    /// Checks the settings that a client is to have.
    ///
    /// - Throws: ``RegistryError`` that names the field and says what to do.
    static func require(_ settings: ClientSettings, of client: Client) throws(RegistryError) {
        let methods = settings.authenticationMethods
        guard !methods.isEmpty else {
            throw .invalid(field: "authentication", "A client needs a method of authentication. Give at least one.")
        }
        guard settings.keys != nil || methods.isDisjoint(with: [.privateKeyJWT, .selfSignedTLSClientAuth]) else {
            throw .invalid(
                field: "jwks",
                "private_key_jwt and self_signed_tls_client_auth need the client's public keys. Give its JWK set or "
                    + "its jwks_uri.")
        }
        guard settings.certificateSubject != nil || !methods.contains(.tlsClientAuth) else {
            throw .invalid(
                field: "certificate_subject",
                "tls_client_auth needs the name that the client's certificate has. Give the certificate subject.")
        }
        if let foreign = settings.defaultScopes.first(where: { !client.scopes.contains($0) }) {
            throw .invalid(
                field: "default_scope", "The default scope “\(foreign)” is not one of the client's scopes.")
        }
        guard settings.exchangeTargets.isEmpty || settings.introspects != nil else {
            throw .invalid(
                field: "exchange_target",
                "Only the client of a resource server exchanges tokens: those that the resource server received. Say "
                    + "which resource's tokens it introspects.")
        }
        try require(settings.profile, settings, lifetimeSeconds: client.tokenLifetimeSeconds)
    }

    private static func require(
        _ profile: SecurityProfile, _ settings: ClientSettings, lifetimeSeconds: Int
    ) throws(RegistryError) {
        switch profile {
        case .standard: break
        case .fapi2:
            guard !settings.usesSecrets else {
                throw .invalid(
                    field: "authentication",
                    "FAPI 2.0 allows no client secrets. Give private_key_jwt, tls_client_auth or "
                        + "self_signed_tls_client_auth only.")
            }
            guard settings.tokenBinding != .none else {
                throw .invalid(
                    field: "token_binding",
                    "FAPI 2.0 asks for tokens that are bound to a key. Give dpop, certificate or either.")
            }
            try profile.require(settings.tokenFormat)
        case .smartBackendServices:
            guard settings.authenticationMethods == [.privateKeyJWT] else {
                throw .invalid(
                    field: "authentication", "SMART Backend Services clients authenticate by private_key_jwt only.")
            }
            guard lifetimeSeconds <= RegistryLimits.smartTokenLifetimeSeconds else {
                throw .invalid(
                    field: "token_lifetime",
                    "Tokens of SMART Backend Services clients live \(RegistryLimits.smartTokenLifetimeSeconds) s at "
                        + "most.")
            }
        }
    }
}
