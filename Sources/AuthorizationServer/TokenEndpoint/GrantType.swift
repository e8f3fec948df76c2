/// The grants by which programs get tokens here.
enum GrantType: String, CaseIterable, Sendable {
    /// RFC 6749 section 4.4.
    case clientCredentials = "client_credentials"
    /// RFC 8693 section 2.1.
    case tokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange"

    /// The grant that a token request asks for.
    ///
    /// - Throws: ``OAuthError`` `invalid_request` or `unsupported_grant_type`.
    static func asked(_ form: FormBody) throws(OAuthError) -> GrantType {
        guard let text = form["grant_type"] else {
            throw OAuthError(
                .invalidRequest, reason: "grant_type_missing",
                "The parameter grant_type is missing. Send grant_type=client_credentials.")
        }
        guard let type = GrantType(rawValue: text) else {
            throw OAuthError(
                .unsupportedGrantType, reason: "grant_type_unsupported",
                "This server gives tokens to programs: send grant_type=client_credentials, or the grant type of token "
                    + "exchange (RFC 8693).")
        }
        return type
    }
}
