/// The parameters of a token exchange but for what it asks for (RFC 8693 section 2.1).
struct TokenExchangeForm: Sendable {
    /// What a token is, by its use or by its form (RFC 8693 section 3).
    enum TokenType: String, Sendable {
        case accessToken = "urn:ietf:params:oauth:token-type:access_token"
        case jwt = "urn:ietf:params:oauth:token-type:jwt"
    }

    /// The token to be exchanged. A secret.
    let subjectToken: String
    /// What the answer says of the token that it brings: as was asked, an access token where nothing was.
    let issuedTokenType: TokenType

    /// Reads them.
    ///
    /// - Throws: ``OAuthError`` `invalid_request`, which names the parameter.
    init(_ form: FormBody) throws(OAuthError) {
        guard let token = form["subject_token"] else {
            throw OAuthError(
                .invalidRequest, reason: "subject_token_missing",
                "The parameter subject_token is missing. Send the access token that your service received.")
        }
        guard form["actor_token"] == nil, form["actor_token_type"] == nil else {
            throw OAuthError(
                .invalidRequest, reason: "actor_token_unsupported",
                "An actor_token is not supported: who acts is the client that asks. Leave actor_token out.")
        }
        subjectToken = token
        guard try Self.type("subject_token_type", form) != nil else {
            throw OAuthError(
                .invalidRequest, reason: "subject_token_type_missing",
                "The parameter subject_token_type is missing. Send \(TokenType.accessToken.rawValue).")
        }
        issuedTokenType = try Self.type("requested_token_type", form) ?? .accessToken
    }

    private static func type(_ parameter: String, _ form: FormBody) throws(OAuthError) -> TokenType? {
        guard let text = form[parameter] else { return nil }
        guard let type = TokenType(rawValue: text) else {
            throw OAuthError(
                .invalidRequest, reason: "token_type_unsupported",
                "The \(parameter) '\(EchoedInput.safe(text))' is not supported. Send "
                    + "\(TokenType.accessToken.rawValue).")
        }
        return type
    }
}
