import ExternalAPI
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

struct SwaggerPageTests {
    /// Files that stand for Swagger UI's, in a directory of the test's own.
    private static func withAssets(_ body: (SwaggerAssets) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "counterfoil-swagger-\(UInt64.random(in: 0...UInt64.max))", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for name in ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png", "index.html"] {
            try Data("content of \(name)".utf8).write(to: directory.appending(path: name))
        }
        try await body(SwaggerAssets(directory: directory.path()))
    }

    @Test func `the page without its slash leads to the page`() async throws {
        let response = try await ExternalAPIFixture().send(.get, "/swagger", token: nil)
        #expect(response.status == .permanentRedirect)
        #expect(response.headers[.location] == "/swagger/")
    }

    @Test func `the page allows nothing but its own host's files and calls`() async throws {
        let response = try await ExternalAPIFixture().send(.get, "/swagger/", token: nil)
        #expect(
            response.headers[.contentSecurityPolicy]
                == "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
        #expect(response.headers[.xContentTypeOptions] == "nosniff")
        #expect(try response.headers[#require(HTTPField.Name("Referrer-Policy"))] == "no-referrer")
        #expect(response.headers[.contentType] == "text/html; charset=utf-8")
    }

    @Test func `the page has no inline script, style or handler and names no other origin`() async throws {
        try await Self.withAssets { assets in
            let fixture = try ExternalAPIFixture(assets: assets)
            for path in ["/swagger/", "/swagger/initializer.js", "/swagger/page.css"] {
                let text = try await fixture.send(.get, path, token: nil).text
                #expect(!text.contains("://") && !text.contains("style=") && !text.contains("<style"))
                #expect(!text.contains(" onload=") && !text.contains("<script>"))
            }
        }
    }

    @Test func `Swagger UI is told to keep and send nothing`() async throws {
        let response = try await ExternalAPIFixture().send(.get, "/swagger/initializer.js", token: nil)
        #expect(response.headers[.contentType] == "text/javascript; charset=utf-8")
        for setting in [
            #"url: document.getElementById("swagger-ui").getAttribute("data-document")"#, "validatorUrl: null",
            "persistAuthorization: false",
            "queryConfigEnabled: false", "deepLinking: false", "tryItOutEnabled: false",
        ] {
            #expect(response.text.contains(setting), "\(setting)")
        }
    }

    @Test(arguments: [
        ("swagger-ui.css", "text/css; charset=utf-8"), ("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
        ("favicon-32x32.png", "image/png"),
    ])
    func `Swagger UI's files are served with their types and a tag`(name: String, type: String) async throws {
        try await Self.withAssets { assets in
            let fixture = try ExternalAPIFixture(assets: assets)
            let response = try await fixture.send(.get, "/swagger/\(name)", token: nil)
            #expect(response.status == .ok)
            #expect(response.text == "content of \(name)")
            #expect(response.headers[.contentType] == type)
            #expect(response.headers[.cacheControl] == "public, max-age=3600")
            #expect(response.headers[.xContentTypeOptions] == "nosniff")
            let tag = try #require(response.headers[.eTag])
            for known in [tag, "W/" + tag, "\"other\", " + tag, "*"] {
                let again = try await fixture.send(.get, "/swagger/\(name)", token: nil, headers: [.ifNoneMatch: known])
                #expect(again.status == .notModified)
            }
            let other = try await fixture.send(.get, "/swagger/\(name)", token: nil, headers: [.ifNoneMatch: "\"x\""])
            #expect(other.status == .ok)
        }
    }

    @Test(arguments: ["index.html", "nothing.js", "..%2Fpage.css", "%2e%2e", "page.css%00"])
    func `no other file is served`(name: String) async throws {
        try await Self.withAssets { assets in
            let response = try await ExternalAPIFixture(assets: assets).send(.get, "/swagger/\(name)", token: nil)
            #expect(response.status == .notFound)
        }
    }

    @Test func `the page of production warns that calls are real`() async throws {
        let production = try await ExternalAPIFixture(realm: "demo/production").send(.get, "/swagger/", token: nil).text
        #expect(production.contains("Calls made from this page are real.") && production.contains("Production"))
        let sandbox = try await ExternalAPIFixture(realm: "demo/sandbox").send(.get, "/swagger/", token: nil).text
        #expect(!sandbox.contains("are real") && sandbox.contains("Sandbox"))
    }

    @Test func `the page offers every document, the External API first`() async throws {
        try await Self.withAssets { assets in
            let fixture = try ExternalAPIFixture(assets: assets)
            let first = try await fixture.send(.get, "/swagger/", token: nil).text
            let second = try await fixture.send(.get, "/swagger/token-endpoint", token: nil).text
            #expect(first.contains(#"data-document="/api/external/v1/openapi.json""#))
            #expect(second.contains(#"data-document="/tokens.json""#))
            #expect(second.contains("– Token endpoint (Sandbox)"))
            for (page, current) in [(first, "/swagger/"), (second, "/swagger/token-endpoint")] {
                #expect(page.contains(#"<a href="\#(current)" aria-current="page">"#))
                let places = ["External API</a>", "Token endpoint</a>"].compactMap {
                    page.firstRange(of: $0)?.lowerBound
                }
                #expect(places.count == 2 && places[0] < places[1])
            }
        }
    }

    @Test func `a tenant's name cannot break out of the page`() async throws {
        let page = try await ExternalAPIFixture(tenantName: #"<b>"Dent" & 'Sons'</b>"#)
            .send(.get, "/swagger/", token: nil).text
        #expect(page.contains("&lt;b&gt;&quot;Dent&quot; &amp; &#39;Sons&#39;&lt;/b&gt;"))
        #expect(!page.contains("<b>"))
    }

    @Test func `without Swagger UI the page says how to get it`() async throws {
        let response = try await ExternalAPIFixture().send(.get, "/swagger/", token: nil)
        #expect(response.status == .ok)
        #expect(response.text.contains("script/bootstrap") && response.text.contains("swagger-assets"))
        #expect(!response.text.contains("<script"))
        #expect(try await ExternalAPIFixture().send(.get, "/swagger/swagger-ui.css", token: nil).status == .notFound)
    }

    @Test func `a directory without all the files counts as none`() throws {
        #expect(!SwaggerAssets(directory: nil).areComplete)
        #expect(!SwaggerAssets(directory: "/nonexistent").areComplete)
    }
}
