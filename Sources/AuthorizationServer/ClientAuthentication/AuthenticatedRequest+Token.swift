extension AuthenticatedRequest {
    /// The token that the request is about: the parameter `token` of RFC 7009 section 2.1 and RFC 7662 section 2.1.
    /// `token_type_hint` is not looked at, since there is one type of token here.
    ///
    /// - Returns: the token exactly as it was sent; whatever it is, it is a secret.
    /// - Throws: ``OAuthError`` `invalid_request` when it is missing.
    func requiredToken() throws(OAuthError) -> String {
        guard let token = form["token"] else {
            throw OAuthError(
                .invalidRequest, reason: "token_missing",
                "The parameter token is missing. Send token= and the access token in the form body.")
        }
        return token
    }
}
