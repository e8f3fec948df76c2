import Crypto
import Cryptography
import HTTPTypes
import Hummingbird
import WebFoundation

/// Guards changes against requests that another site's page makes a browser send.
enum RequestForgery {
    /// The field of every form that holds the session's token.
    static let field = "form_token"

    private static let label = Array("counterfoil console form v1".utf8)

    /// The token of a session's forms: only pages of the session have it, and it tells nothing of the cookie.
    static func token(forCookie cookie: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: label, using: SymmetricKey(data: Array(cookie.utf8)))
        return Hexadecimal.encodeLowercase(Array(code))
    }

    /// Whether a form has the token of its session.
    static func isGood(_ submission: Submission, forCookie cookie: String) -> Bool {
        constantTimeEquals((submission[field] ?? "").utf8, token(forCookie: cookie).utf8)
    }

    /// Whether the browser says that a page of this console sent the request. `Sec-Fetch-Site` comes first: with the
    /// pages' own `Referrer-Policy` the origin is `null`. What says neither is no browser that could be misled.
    static func isOwn(_ request: Request, _ context: CounterfoilRequestContext) -> Bool {
        if let site = secFetchSite.flatMap({ request.headers[$0] }) { return site == "same-origin" }
        guard let origin = request.headers[.origin] else { return true }
        return origin == context.baseURL
    }

    private static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")
}
