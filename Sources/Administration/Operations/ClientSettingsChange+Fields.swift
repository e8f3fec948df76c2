import JOSE
import Registry

extension ClientSettingsChange {
    /// The words for the form of a client's tokens.
    static let tokenFormatWords = ["resource"] + TokenFormat.allCases.map(\.rawValue)

    /// The members of a body that change settings.
    static let fields: [AdminField] = [
        AdminField(
            "authentication", .texts,
            "How it may authenticate: "
                + ClientAuthenticationMethod.allCases.map(\.rawValue).joined(separator: ", ") + "."),
        AdminField("jwks", .object, "Its public keys, a JWK set (RFC 7517 section 5)."),
        AdminField(
            "jwks_uri", .text(maximumCharacters: RegistryLimits.keysURICharacters),
            "Where its public keys are fetched: an https URL of a JWK set."),
        AdminField(
            "certificate_subject", .text(maximumCharacters: RegistryLimits.certificateSubjectCharacters),
            "The name of its certificate: KIND=NAME, KIND being subject_dn, san_dns, san_uri, san_ip or san_email."),
        AdminField(
            "token_format", .word(tokenFormatWords), "The form of its tokens; `resource` for that of the resource."),
        AdminField("token_binding", .word(of: TokenBinding.self), "Whether they are bound to a key."),
        AdminField("profile", .word(of: SecurityProfile.self), "The rules that it is held to."),
        AdminField("default_scopes", .texts, "The scopes of requests that name none; empty for all."),
        AdminField(
            "introspects", .text(maximumCharacters: RegistryLimits.resourceIdentifierBytes),
            "The resource whose tokens it may introspect; `external` for the External API, null for none.",
            nullable: true),
        AdminField("exchange_targets", .texts, "The resources for which it may exchange tokens; empty for none."),
        AdminField(
            "allowed_networks", .texts,
            "The networks that its requests may come from, such as 192.0.2.0/24, or addresses; empty for any."),
    ]

    /// Reads what a body wants changed.
    ///
    /// - Throws: ``RegistryError`` that names the member.
    init(_ body: [String: JSONValue]) throws(RegistryError) {
        self.init()
        authenticationMethods = try body.texts("authentication").map { names throws(RegistryError) in
            Set(try names.map { name throws(RegistryError) in try Self.method(name) })
        }
        if case .object = body["jwks"], let value = body["jwks"] { keySet = JSONDocument(value)?.jsonText ?? "" }
        keySetURI = body.text("jwks_uri")
        certificateSubject = body.text("certificate_subject")
        tokenFormat = body.text("token_format").map(TokenFormat.init(rawValue:))
        tokenBinding = body.text("token_binding").flatMap(TokenBinding.init(rawValue:))
        profile = body.text("profile").flatMap(SecurityProfile.init(rawValue:))
        defaultScopes = body.texts("default_scopes")
        introspects = body.isNull("introspects") ? "" : body.text("introspects")
        exchangeTargets = body.texts("exchange_targets")
        allowedNetworks = body.texts("allowed_networks")
    }

    private static func method(_ name: String) throws(RegistryError) -> ClientAuthenticationMethod {
        guard let method = ClientAuthenticationMethod(rawValue: name) else {
            throw .invalid(
                field: "authentication",
                "“\(name.forMessage)” is no method of authentication. There are: "
                    + ClientAuthenticationMethod.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
        return method
    }
}
