import Cryptography
import FoundationEssentials
import HTTPTypes
import Registry
import WebFoundation

/// The credentials that a request presents; nothing of them is verified.
struct PresentedCredentials: Sendable {
    /// How they were presented.
    let method: ClientAuthenticationMethod
    /// What was sent as the client's identifier. It may be anything, also a secret in the wrong place: do not log it.
    let clientID: Redacted<String>
    /// What was sent as the secret.
    let secret: Redacted<String>

    /// Finds the credentials. Exactly one method may be used (RFC 6749 section 2.3).
    ///
    /// - Throws: ``OAuthError`` `invalid_request` for two methods, `invalid_client` for none or malformed ones.
    init(headers: HTTPFields, form: FormBody) throws(OAuthError) {
        let authorization = headers[values: .authorization]
        guard let header = authorization.first else {
            self = try Self.fromBody(form)
            return
        }
        guard authorization.count == 1 else {
            throw OAuthError(
                .invalidRequest, reason: "authorization_repeated",
                "The request has more than one Authorization header field; send exactly one.")
        }
        guard form["client_secret"] == nil else {
            throw OAuthError(
                .invalidRequest, reason: "two_authentication_methods",
                "The request has client credentials both in the Authorization header field and in the body. "
                    + "Send them in one place only (RFC 6749 section 2.3).")
        }
        self = try Self.fromBasic(header)
        if let named = form["client_id"], named != clientID.exposed {
            throw OAuthError(
                .invalidRequest, reason: "client_id_contradicted",
                "The client_id in the body is not the one in the Authorization header field. Leave it out of the body.")
        }
    }

    private init(method: ClientAuthenticationMethod, clientID: String, secret: String) {
        self.method = method
        self.clientID = Redacted(clientID)
        self.secret = Redacted(secret)
    }

    private static func fromBody(_ form: FormBody) throws(OAuthError) -> PresentedCredentials {
        guard let clientID = form["client_id"], let secret = form["client_secret"] else {
            let missing = form["client_id"] == nil && form["client_secret"] == nil ? "" : " One of the two is missing."
            throw OAuthError(
                .invalidClient, .unauthorized, reason: "no_client_credentials",
                "The request has no client credentials.\(missing) Send them by HTTP Basic (Authorization: Basic, then "
                    + "base64 of client_id:client_secret) or as client_id and client_secret in the form body.")
        }
        return PresentedCredentials(method: .clientSecretPost, clientID: clientID, secret: secret)
    }

    /// RFC 6749 section 2.3.1: both parts are form-urlencoded before base64. Most clients send them raw, which is the
    /// same for credentials issued here, since these have no character that the encoding changes.
    private static func fromBasic(_ header: String) throws(OAuthError) -> PresentedCredentials {
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
        return PresentedCredentials(
            method: .clientSecretBasic, clientID: PercentEncoding.decode(id, plusIsSpace: true) ?? id,
            secret: PercentEncoding.decode(secret, plusIsSpace: true) ?? secret)
    }
}
