import Cryptography
import FoundationEssentials
import HTTPTypes
import Registry
import WebFoundation

/// A client secret as a request presents it (RFC 6749 section 2.3.1); nothing of it is verified.
struct PresentedSecret: Sendable {
    /// How it was presented.
    let method: ClientAuthenticationMethod
    /// What was sent as the client's identifier. It may be anything, also a secret in the wrong place: do not log it.
    let clientID: Redacted<String>
    /// What was sent as the secret.
    let secret: Redacted<String>

    private init(method: ClientAuthenticationMethod, clientID: String, secret: String) {
        self.method = method
        self.clientID = Redacted(clientID)
        self.secret = Redacted(secret)
    }

    /// Reads the credentials of the form body.
    ///
    /// - Throws: ``OAuthError`` `invalid_client` when they are missing.
    init(form: FormBody) throws(OAuthError) {
        guard let clientID = form["client_id"], let secret = form["client_secret"] else {
            let missing = form["client_id"] == nil && form["client_secret"] == nil ? "" : " One of the two is missing."
            throw OAuthError(
                .invalidClient, .unauthorized, reason: "no_client_credentials",
                "The request has no client credentials.\(missing) Send them by HTTP Basic (Authorization: Basic, then "
                    + "base64 of client_id:client_secret) or as client_id and client_secret in the form body.")
        }
        self.init(method: .clientSecretPost, clientID: clientID, secret: secret)
    }

    /// Reads the credentials of an `Authorization` header field. Both parts are form-urlencoded before base64. Most
    /// clients send them raw, which is the same for credentials issued here, since these have no character that the
    /// encoding changes.
    ///
    /// - Throws: ``OAuthError`` `invalid_client` when it is not Basic, or malformed; `invalid_request` when the body
    ///   names another client.
    init(basic header: String, form: FormBody) throws(OAuthError) {
        let scheme = header.prefix { $0 != " " }
        guard scheme.lowercased() == "basic" else {
            throw OAuthError(
                .invalidClient, .unauthorized, reason: "authorization_scheme_unsupported",
                "Clients authenticate here by HTTP Basic, or by client_id and client_secret in the form body. "
                    + "The Authorization header field has another scheme.")
        }
        let encoded = header.dropFirst(scheme.count).drop { $0 == " " }
        guard !encoded.isEmpty, let decoded = Data(base64Encoded: String(encoded)),
            let text = String(validating: decoded, as: UTF8.self), !text.utf8.contains(0)
        else {
            throw OAuthError(
                .invalidClient, .unauthorized, reason: "basic_malformed",
                "What follows Basic in the Authorization header field is not valid base64 of UTF-8 text. "
                    + "It must be base64 of client_id:client_secret on one line, padded with =.")
        }
        guard let colon = text.firstIndex(of: ":") else {
            throw OAuthError(
                .invalidClient, .unauthorized, reason: "basic_without_colon",
                "The decoded Basic credentials have no colon. Join client_id and client_secret with one colon, then "
                    + "encode as base64.")
        }
        let (id, secret) = (String(text[..<colon]), String(text[text.index(after: colon)...]))
        self.init(
            method: .clientSecretBasic, clientID: PercentEncoding.decode(id, plusIsSpace: true) ?? id,
            secret: PercentEncoding.decode(secret, plusIsSpace: true) ?? secret)
        if let named = form["client_id"], named != clientID.exposed {
            throw OAuthError(
                .invalidRequest, reason: "client_id_contradicted",
                "The client_id in the body is not the one in the Authorization header field. Leave it out of the body.")
        }
    }
}
