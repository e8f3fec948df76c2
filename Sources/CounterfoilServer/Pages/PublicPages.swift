import AuthorizationServer
import ExternalAPI
import HTTPTypes
import Hummingbird
import NIOCore
import Registry
import Timekeeping
import WebFoundation

/// The front page of a realm and the small files that programs expect beside it.
struct PublicPages: Sendable {
    let registry: RegistryCache
    let securityContact: String?
    let timeSource: TimeSource

    var routes: [Route] {
        [
            Route(.get, "/", operation: "showFrontPage", access: .open) { _, context in try await frontPage(context) },
            Route(.get, "/assets/page.css", operation: "getStylesheet", access: .open) { _, _ in
                TextResponse.make(Page.stylesheet, type: "text/css; charset=utf-8")
            },
            Route(.get, "/favicon.ico", operation: "getIcon", access: .open) { _, _ in
                TextResponse.make(Self.icon, type: "image/svg+xml")
            },
            Route(.get, "/robots.txt", operation: "getRobots", access: .open) { _, _ in
                TextResponse.plain("User-agent: *\nDisallow: /\n")
            },
            Route(.get, "/.well-known/security.txt", operation: "getSecurityContact", access: .open) { _, context in
                try securityText(context)
            },
        ] + ErrorPages.routes
    }

    private func frontPage(_ context: CounterfoilRequestContext) async throws -> Response {
        guard let realm = context.realm, let tenant = try await registry.tenant(realm.tenant) else {
            throw GeneralFailure.unavailable
        }
        let name = tenant.displayName.escapedForHTML
        let isProduction = realm.environment == .production
        let notice =
            isProduction
            ? "This is <strong>production</strong>: calls are real."
            : "This is the <strong>sandbox</strong>: try things out."
        let base = context.baseURL.escapedForHTML
        return TextResponse.html(
            Page.make(
                title: "\(tenant.displayName) API",
                body: """
                    <h1>\(name) API</h1>
                    <p class="environment\(isProduction ? " production" : "")">\(notice)</p>
                    <dl>
                    <dt>Try it in the browser</dt><dd><a href="/swagger/">Swagger page</a></dd>
                    <dt>Token endpoint</dt><dd><code>POST \(base)\(OAuthRoutes.tokenPath)</code></dd>
                    <dt>Metadata</dt><dd><code>\(base)\(OAuthRoutes.metadataPaths[0])</code></dd>
                    <dt>External API</dt><dd><code>\(base)\(ExternalAPI.root)/patients</code></dd>
                    <dt>OpenAPI document</dt>
                    <dd><a href="\(ExternalAPI.documentPath)"><code>\(ExternalAPI.documentPath)</code></a></dd>
                    <dt>What an error means</dt><dd><a href="/docs/errors/">Errors</a></dd>
                    </dl>
                    """))
    }

    /// RFC 9116: `Contact` and `Expires` are required, so without a contact there is no file.
    private func securityText(_ context: CounterfoilRequestContext) throws -> Response {
        guard let securityContact else {
            throw ProblemDetails(
                .notFound, code: "not_found", title: "Not found",
                detail: "The operator has not set a security contact.")
        }
        let expires = timeSource.now().adding(seconds: 180 * 86_400)
        return TextResponse.plain(
            """
            Contact: \(securityContact)
            Expires: \(expires)
            Canonical: \(context.baseURL)/.well-known/security.txt

            """)
    }

    private static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="2" y="6" width="28" height="20" rx="3" \
        fill="#2e7d32"/><path d="M11 6v20" stroke="#fff" stroke-width="2" stroke-dasharray="2 2"/><path d="M15 12h11\
        M15 16h11M15 20h7" stroke="#fff" stroke-width="2"/></svg>
        """
}
