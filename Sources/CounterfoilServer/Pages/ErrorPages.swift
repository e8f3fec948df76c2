import AuthorizationServer
import Hummingbird
import WebFoundation

/// `GET /docs/errors/{code}`: what an error means and what to do. `error_uri` and problem types point here.
enum ErrorPages {
    struct Explanation: Sendable {
        let code: String
        let title: String
        let meaning: String
        let remedy: String
    }

    static let routes = [
        Route(.get, "/docs/errors/{code}", operation: "explainError", access: .open) { _, context in
            let code = context.pathParameters["code"] ?? ""
            guard let explanation = explanations.first(where: { $0.code == code }) else {
                throw ProblemDetails(
                    .notFound, code: "not_found", title: "Not found",
                    detail: "There is no error of this name. GET /docs/errors/ lists them.")
            }
            return TextResponse.html(
                Page.make(
                    title: explanation.code,
                    body: """
                        <h1><code>\(explanation.code)</code></h1>
                        <p class="lead">\(explanation.title.escapedForHTML)</p>
                        <h2>What it means</h2><p>\(explanation.meaning.escapedForHTML)</p>
                        <h2>What to do</h2><p>\(explanation.remedy.escapedForHTML)</p>
                        <p>Every answer carries the header field <code>X-Request-Id</code>. With its value the provider
                        of the API can see the exact reason of a refusal.</p>
                        <p><a href="/docs/errors/">All errors</a></p>
                        """))
        },
        Route(.get, "/docs/errors/", operation: "listErrors", access: .open) { _, _ in
            let items = explanations.map {
                "<li><a href=\"/docs/errors/\($0.code)\"><code>\($0.code)</code></a> — \($0.title.escapedForHTML)</li>"
            }
            return TextResponse.html(
                Page.make(title: "Errors", body: "<h1>Errors</h1><ul>\(items.joined())</ul>"))
        },
    ]

    static let explanations: [Explanation] = oauth + resource + records + general + administration

    private static let oauth = [
        Explanation(
            code: "invalid_request", title: "The request is malformed (RFC 6749 section 5.2).",
            meaning: "A parameter is missing, repeated or broken, the body is not a form, the method is not POST, or "
                + "credentials were sent in two places. error_description says which of these it is.",
            remedy: "POST the parameters as application/x-www-form-urlencoded, such as "
                + "grant_type=client_credentials, with the credentials either by HTTP Basic or as client_id and "
                + "client_secret in the body."),
        Explanation(
            code: "invalid_client", title: "Client authentication failed (RFC 6749 section 5.2).",
            meaning: "The client is not known here, the secret is not one of its secrets, it has expired or was "
                + "revoked, or it is for the other environment. Which of the first it is, is not told to the outside.",
            remedy: "Check that client_id and client_secret are copied whole, that they belong to this host's "
                + "environment (cf_test_ and cfs_test_ for the sandbox, cf_live_ and cfs_live_ for production), and "
                + "that no line break was added. If it still fails, send the provider the X-Request-Id."),
        Explanation(
            code: "unsupported_grant_type", title: "The grant type is not supported (RFC 6749 section 5.2).",
            meaning: "This server gives tokens to programs, by client credentials or in exchange for a received token.",
            remedy: "Send grant_type=client_credentials."),
        Explanation(
            code: "unauthorized_client", title: "The client may not do this (RFC 6749 section 5.2).",
            meaning: "With status 400 it may not use this grant type: only the client of a service that receives "
                + "tokens exchanges them, and only if that was allowed. With status 403 the credentials are right, but "
                + "the client may not be used from the network address that the request came from.",
            remedy: "Ask the provider of the API to allow it. Where an address is meant, tell the one by which your "
                + "program reaches the internet."),
        Explanation(
            code: "invalid_scope", title: "A scope is unknown or not the client's (RFC 6749 section 5.2).",
            meaning: "error_description names the scope, and those that the client may have.",
            remedy: "Leave scope out to get all that the client may have, or name some of those, separated by spaces."),
        Explanation(
            code: "invalid_target", title: "The API asked for is unknown or not the client's (RFC 8707 section 2).",
            meaning: "The parameter resource names no API of this host, one that the client may not call, or several. "
                + "A token is for one API.",
            remedy: "Send the identifier of the API exactly as its provider gave it to you, and ask for one token for "
                + "each API. Leave resource out where the client has one API only."),
        Explanation(
            code: "invalid_dpop_proof", title: "The DPoP proof is not good (RFC 9449 sections 5 and 7.1).",
            meaning: "It is malformed, too old, for another request, used before, or made with another key than the "
                + "access token is bound to. The description says which of these it is.",
            remedy: "Make a proof for each request: typ dpop+jwt, the public key as jwk, and the claims jti (new each "
                + "time), htm, htu, iat, and with an access token ath. Set the clock."),
        Explanation(
            code: "use_dpop_nonce", title: "The DPoP proof needs a nonce (RFC 9449 section 8).",
            meaning: "This server is set to ask for its own nonce in proofs, and the one sent is missing or old.",
            remedy: "Send the request again with another proof whose claim nonce is the value of the answer's header "
                + "field DPoP-Nonce. Keep the value of the newest answer for the next proof."),
        Explanation(
            code: "temporarily_unavailable", title: "No token can be given out at the moment.",
            meaning: "With status 503 the server cannot record the token, and gives none out that is not recorded. "
                + "With status 429 the token requests that the API subscription allows in a minute are used up, or "
                + "there were too many refused requests from one address, or more assertions or DPoP proofs of one "
                + "client than are remembered.",
            remedy: "Wait for the seconds of Retry-After, then try again. Use each token until it expires. Where "
                + "requests were refused, find out why. What is left of a subscription's limit stands in the header "
                + "field RateLimit."),
        Explanation(
            code: "server_error", title: "The server met a fault of its own.",
            meaning: "The request may be right.", remedy: "Tell the provider the X-Request-Id."),
    ]

    private static let resource = [
        Explanation(
            code: "unauthorized", title: "The request has no access token (RFC 6750 section 3).",
            meaning: "The resource needs an access token in the Authorization header field.",
            remedy: "Get a token from the token endpoint, and send Authorization: Bearer TOKEN."),
        Explanation(
            code: "invalid_token", title: "The access token is not good here (RFC 6750 section 3.1).",
            meaning: "It has expired, was revoked, is damaged, or was issued for another host or environment.",
            remedy: "Get a new one from the token endpoint of the same host. Programs renew a token when it expires "
                + "and try once more after a 401."),
        Explanation(
            code: "insufficient_scope", title: "The access token lacks a scope (RFC 6750 section 3.1).",
            meaning: "The token is good, but for less than was asked. The challenge names the scope.",
            remedy: "Ask for the scope in the token request, or ask the provider to give it to the client."),
        Explanation(
            code: "invalid_parameter", title: "A parameter of the request is wrong.",
            meaning: "errors lists each, with what was expected.",
            remedy: "Correct the parameters; the names are those of the API's document."),
        Explanation(
            code: "not_acceptable", title: "The answer cannot be in the form that Accept asks for.",
            meaning: "The API answers in JSON.", remedy: "Send Accept: application/json, or leave it out."),
    ]

    private static let general = [
        Explanation(
            code: "unknown_host", title: "No tenant answers to this host name.",
            meaning: "Every tenant has a host name of its own for production and one for its sandbox.",
            remedy: "Check the host of the URL: {tenant}.… is production, sandbox-{tenant}.… is the sandbox."),
        Explanation(
            code: "not_found", title: "Nothing is at this path.", meaning: "The path is not one of this server's.",
            remedy: "GET / lists what is here. Check the path for typing errors and a slash at the end."),
        Explanation(
            code: "method_not_allowed", title: "The path does not answer to this method.",
            meaning: "The header field Allow lists the methods.", remedy: "Use one of them."),
        Explanation(
            code: "body_too_large", title: "The body is too large.", meaning: "More was sent than is read here.",
            remedy: "Send less at once."),
        Explanation(
            code: "target_too_long", title: "The URL is too long.", meaning: "More was sent than is read here.",
            remedy: "Shorten the query."),
        Explanation(
            code: "too_many_requests", title: "The client has sent too many requests in a short time.",
            meaning: "The calls that the API subscription allows in a minute are used up; or more DPoP proofs came "
                + "from the client within two minutes than are remembered, and none is taken that could be used twice.",
            remedy: "Wait for the seconds of Retry-After, then send fewer requests a second. What is left of a limit "
                + "stands in the header field RateLimit."),
        Explanation(
            code: "quota_exhausted", title: "The calls of the month are used up.",
            meaning: "The API subscription allows a number of calls in a calendar month (UTC), and there were as many.",
            remedy: "Ask the provider of the API for more, or wait for the next month: Retry-After says how long."),
        Explanation(
            code: "address_not_allowed", title: "The client may not be used from this network address.",
            meaning: "The access token is good, but its client may be used from some networks only, and the call came "
                + "from another one.",
            remedy: "Call from the network that you named to the provider of the API, or ask it to allow this one."),
        Explanation(
            code: "unavailable", title: "Something that the server depends on does not answer.",
            meaning: "The request may be right.", remedy: "Try again after the seconds of Retry-After."),
        Explanation(
            code: "internal_error", title: "The server met a fault of its own.", meaning: "The request may be right.",
            remedy: "Tell the provider the X-Request-Id."),
    ]
}
