import Registry
import ResourceServer

/// A client whose tokens must be bound gets no others (RFC 9449 section 5.2 `dpop_bound_access_tokens`, RFC 8705
/// section 3.4 `tls_client_certificate_bound_access_tokens`).
enum TokenBindingRule {
    /// Refuses a grant without the binding that the client's tokens must have.
    ///
    /// - Throws: ``OAuthError`` `invalid_request`.
    static func require(_ grant: TokenGrant, of client: AuthenticatedClient) throws(OAuthError) {
        if grant.exchange?.isOfBoundToken == true, grant.confirmation == nil {
            throw missing(
                "The subject_token is bound to a key, so the token for it is bound too. Send a DPoP proof, or ask over "
                    + "mutual TLS.")
        }
        switch (client.tokenBinding, grant.confirmation) {
        case (.none, _), (.dpop, .keyThumbprint), (.certificate, .certificateThumbprint), (.either, .some): return
        case (.dpop, _):
            throw missing("This client's tokens must be bound by DPoP. Send a DPoP proof with the request (RFC 9449).")
        case (.certificate, _):
            throw missing(
                "This client's tokens must be bound to its certificate. Ask for them over mutual TLS (RFC 8705).")
        case (.either, nil):
            throw missing("This client's tokens must be bound. Send a DPoP proof, or ask for them over mutual TLS.")
        }
    }

    private static func missing(_ description: String) -> OAuthError {
        OAuthError(.invalidRequest, reason: "token_binding_missing", description)
    }
}
