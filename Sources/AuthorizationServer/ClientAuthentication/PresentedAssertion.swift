import Cryptography
import HTTPTypes

/// A client assertion as a request presents it (RFC 7521 section 4.2); nothing of it is verified.
struct PresentedAssertion: Sendable {
    /// The one type of assertion that is known here (RFC 7523 section 2.2).
    static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    /// The assertion. Until it expires, who has it is the client: do not log it.
    let text: Redacted<String>
    /// The `client_id` beside it, which need not be there.
    let clientID: Redacted<String>?

    /// Reads the parameters of an assertion.
    ///
    /// - Throws: ``OAuthError`` `invalid_client` when one is missing or the type is not known.
    init(form: FormBody) throws(OAuthError) {
        guard let text = form["client_assertion"] else {
            throw OAuthError(
                .invalidClient, .unauthorized, reason: "client_assertion_missing",
                "The parameter client_assertion is missing beside client_assertion_type. Send the signed JWT in it.")
        }
        guard form["client_assertion_type"] == Self.type else {
            throw OAuthError(
                .invalidClient, .unauthorized, reason: "client_assertion_type_unsupported",
                "The parameter client_assertion_type must be \(Self.type) (RFC 7523 section 2.2).")
        }
        self.text = Redacted(text)
        clientID = form["client_id"].map { Redacted($0) }
    }
}
