import Cryptography
import HTTPTypes
import Registry

/// The credentials that a request presents; nothing of them is verified. There is one method to a request
/// (RFC 6749 section 2.3): what is decided on is what was verified, never something that stood beside it.
enum PresentedCredentials: Sendable {
    /// A client secret.
    case secret(PresentedSecret)
    /// An assertion (RFC 7521 section 4.2).
    case assertion(PresentedAssertion)
    /// A name, and the certificate of the connection (RFC 8705 section 2).
    case certificate(clientID: Redacted<String>)

    /// Finds the credentials.
    ///
    /// - Parameter hasCertificate: whether a certificate came, even one that cannot be used. It counts as credentials
    ///   only where there are no others: tokens are bound to certificates of clients that authenticate otherwise, too.
    /// - Throws: ``OAuthError`` `invalid_request` for two methods, `invalid_client` for none or malformed ones.
    init(headers: HTTPFields, form: FormBody, hasCertificate: Bool) throws(OAuthError) {
        let authorization = headers[values: .authorization]
        guard authorization.count <= 1 else {
            throw OAuthError(
                .invalidRequest, reason: "authorization_repeated",
                "The request has more than one Authorization header field; send exactly one.")
        }
        let hasAssertion = form["client_assertion"] != nil || form["client_assertion_type"] != nil
        let methods = [!authorization.isEmpty, form["client_secret"] != nil, hasAssertion].count { $0 }
        guard methods <= 1 else { throw Self.twoMethods(hasAssertion: hasAssertion) }
        if let header = authorization.first {
            self = .secret(try PresentedSecret(basic: header, form: form))
        } else if hasAssertion {
            self = .assertion(try PresentedAssertion(form: form))
        } else if form["client_secret"] == nil, hasCertificate, let clientID = form["client_id"] {
            self = .certificate(clientID: Redacted(clientID))
        } else {
            self = .secret(try PresentedSecret(form: form))
        }
    }

    private static func twoMethods(hasAssertion: Bool) -> OAuthError {
        let what =
            hasAssertion
            ? "The request has a client assertion and a client secret or an Authorization header field. Send one of "
                + "them only (RFC 6749 section 2.3)."
            : "The request has client credentials both in the Authorization header field and in the body. "
                + "Send them in one place only (RFC 6749 section 2.3)."
        return OAuthError(.invalidRequest, reason: "two_authentication_methods", what)
    }
}
