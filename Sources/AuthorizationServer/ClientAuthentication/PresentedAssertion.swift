import Cryptography
import HTTPTypes
import JOSE

/// A client assertion as a request presents it (RFC 7521 section 4.2), taken apart; nothing of it is verified.
///
/// What is wrong with its form is the same for everybody who reads it, so it is told without a look-up.
struct PresentedAssertion: Sendable {
    /// The one type of assertion that is known here (RFC 7523 section 2.2).
    static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    /// The assertion. Until it expires, who has it is the client: do not log it.
    let jws: Redacted<CompactJWS>
    /// Who it says the client is.
    let subject: String

    private static let types: Set<String?> = [nil, "jwt", "client-authentication+jwt"]

    /// Reads the parameters of an assertion.
    ///
    /// - Throws: ``OAuthError`` `invalid_client` when one is missing or has a wrong form, `invalid_request` when the
    ///   `client_id` beside it names another client.
    init(form: FormBody) throws(OAuthError) {
        guard let text = form["client_assertion"] else {
            throw Self.error(
                "client_assertion_missing",
                "The parameter client_assertion is missing beside client_assertion_type. Send the signed JWT in it.")
        }
        guard form["client_assertion_type"] == Self.type else {
            throw Self.error(
                "client_assertion_type_unsupported",
                "The parameter client_assertion_type must be \(Self.type) (RFC 7523 section 2.2).")
        }
        let jws: CompactJWS
        let claims: JWTClaims
        do throws(JOSEError) {
            jws = try Self.takenApart(text)
            claims = try jws.unverifiedClaims()
        } catch {
            throw Self.error(
                error.assertionReason, "The client assertion is not a JWT that is accepted here. \(error)")
        }
        guard Self.types.contains(jws.header.type) else {
            throw Self.error(
                "client_assertion_type_foreign",
                "The client assertion's typ says that it is something else. Leave typ out, or send JWT or "
                    + "client-authentication+jwt.")
        }
        self.jws = Redacted(jws)
        subject = try Self.subject(of: claims)
        if let named = form["client_id"], named != subject {
            throw OAuthError(
                .invalidRequest, reason: "client_id_contradicted",
                "The client_id in the body is not the sub of the client assertion (RFC 7521 section 4.2). Leave it out "
                    + "of the body.")
        }
    }

    /// A header that brings a key is refused. One that points to the URL of the client's key set is not, since SMART
    /// Backend Services has clients send it; it is held against the URL that is registered.
    private static func takenApart(_ text: String) throws(JOSEError) -> CompactJWS {
        do throws(JOSEError) {
            return try CompactJWS(parsing: text)
        } catch .keyInHeader {
            let jws = try CompactJWS(parsing: text, ownKey: .overlooked)
            guard jws.header.keySetURL != nil, jws.header.embeddedKey == nil else { throw .keyInHeader }
            return jws
        }
    }

    /// RFC 7523 section 3: the client is `iss` and `sub`.
    private static func subject(of claims: JWTClaims) throws(OAuthError) -> String {
        guard let subject = claims.subject, let issuer = claims.issuer else {
            throw error(
                "client_assertion_claim_missing",
                "The client assertion needs both iss and sub; each is the client_id (RFC 7523 section 3).")
        }
        guard subject == issuer else {
            throw error(
                "client_assertion_issuer_mismatch",
                "The iss and sub of the client assertion differ. Each must be the client_id (RFC 7523 section 3).")
        }
        return subject
    }

    private static func error(_ reason: String, _ description: String) -> OAuthError {
        OAuthError(.invalidClient, .unauthorized, reason: reason, description)
    }
}

extension JOSEError {
    /// The stable word for an assertion that has this fault.
    fileprivate var assertionReason: String {
        switch self {
        case .algorithmUnsupported: "client_assertion_algorithm_unsupported"
        case .criticalExtension: "client_assertion_critical_extension"
        case .keyInHeader: "client_assertion_key_in_header"
        default: "client_assertion_malformed"
        }
    }
}
