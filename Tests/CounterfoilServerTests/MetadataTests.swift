import AuthorizationServer
import Cryptography
import Foundation
import HTTPTypes
import HummingbirdTesting
import JOSE
import Registry
import Testing

@testable import CounterfoilServer

/// RFC 8414 and RFC 9728: what the documents list is what works.
@Suite struct MetadataTests {
    private static let base = "http://sandbox-acme.example.test"
    private static let resourcePath = "/.well-known/oauth-protected-resource/api/external"
    private static let methods = #"["client_secret_basic","client_secret_post","private_key_jwt"]"#
    private static let algorithms = #"["ES256","ES384","EdDSA","PS256","RS256","RS384"]"#
    private static let serverDocument =
        #"{"dpop_signing_alg_values_supported":["ES256","ES384","EdDSA","PS256","RS256"],"#
        + #""grant_types_supported":["client_credentials","urn:ietf:params:oauth:grant-type:token-exchange"],"#
        + #""introspection_endpoint":"\#(base)/api/identity/connect/introspect","#
        + #""introspection_endpoint_auth_methods_supported":\#(methods),"#
        + #""introspection_endpoint_auth_signing_alg_values_supported":\#(algorithms),"#
        + #""introspection_signing_alg_values_supported":["ES256","EdDSA","RS256"],"#
        + #""issuer":"\#(base)/api/identity","#
        + #""jwks_uri":"\#(base)/api/identity/.well-known/openid-configuration/jwks","response_types_supported":[],"#
        + #""revocation_endpoint":"\#(base)/api/identity/connect/revocation","#
        + #""revocation_endpoint_auth_methods_supported":\#(methods),"#
        + #""revocation_endpoint_auth_signing_alg_values_supported":\#(algorithms),"#
        + #""scopes_supported":\#(serverScopes),"service_documentation":"\#(base)/","#
        + #""tls_client_certificate_bound_access_tokens":false,"#
        + #""token_endpoint":"\#(base)/api/identity/connect/token","#
        + #""token_endpoint_auth_methods_supported":\#(methods),"#
        + #""token_endpoint_auth_signing_alg_values_supported":\#(algorithms)}"#

    private func document(
        _ path: String = OAuthRoutes.metadataPaths[0], in fixture: ServerFixture
    ) async throws -> [String: Any] {
        try await fixture.send(.get, path).object()
    }

    /// Posts a form to a listed endpoint, with the credentials shown in a listed way.
    private func post(
        _ url: String, by method: String, _ form: String, as client: ServerFixture.Credentials, key: SigningKey,
        in fixture: ServerFixture
    ) async throws -> TestResponse {
        let path = try #require(URL(string: url)?.path)
        #expect(url == Self.base + path)
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        var body = form
        switch method {
        case "client_secret_basic": headers[.authorization] = "Basic " + basicText(client)
        case "client_secret_post": body += "&client_id=\(client.id)&client_secret=\(client.secret)"
        case "private_key_jwt":
            let assertion = try AssertingClient(id: client.id, key: key).assertion(at: fixture.now)
            body += "&client_assertion_type=\(AssertingClient.assertionType)&client_assertion=\(assertion)"
        default: Issue.record("nothing here tries \(method)")
        }
        return try await fixture.send(.post, path, headers: headers, body: body)
    }

    @Test(arguments: OAuthRoutes.metadataPaths)
    func `the document is the same at both paths`(_ path: String) async throws {
        let fixture = try await ServerFixture()
        let response = try await fixture.send(.get, path)
        #expect(response.status == .ok)
        #expect(response.header("Content-Type") == "application/json")
        #expect(response.header("Cache-Control") == "public, max-age=300")
        #expect(response.header("Access-Control-Allow-Origin") == "*")
        #expect(response.text == Self.serverDocument)
    }

    @Test(arguments: OAuthRoutes.metadataPaths + [resourcePath])
    func `who has the document is told so, by its strong tag`(_ path: String) async throws {
        let fixture = try await ServerFixture()
        let tag = try #require(try await fixture.send(.get, path).header("ETag"))
        #expect(tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.count > 16)
        for known in [tag, "\"other\", \(tag)", "*"] {
            let response = try await fixture.send(.get, path, headers: [.ifNoneMatch: known])
            #expect(response.status == .notModified)
            #expect(response.text.isEmpty)
            #expect(response.header("ETag") == tag)
            #expect(response.header("Access-Control-Allow-Origin") == "*")
        }
        #expect(try await fixture.send(.get, path, headers: [.ifNoneMatch: "\"other\""]).status == .ok)
        let production = try await fixture.send(.get, path, host: "acme.example.test", headers: [.ifNoneMatch: tag])
        #expect(production.status == .ok)
        try await fixture.change(
            CreateScope(tenant: "acme", name: "audits", description: "Audits", environment: nil))
        let later = try await fixture.send(.get, path, headers: [.ifNoneMatch: tag])
        #expect(later.status == (path == Self.resourcePath ? .notModified : .ok))
    }

    @Test(arguments: [
        ("sandbox-acme.example.test", "http://sandbox-acme.example.test"),
        ("acme.example.test:8080", "http://acme.example.test:8080"),
        ("zenith.example.test", "http://zenith.example.test"),
    ])
    func `a document names its own host only`(_ host: String, _ base: String) async throws {
        let fixture = try await ServerFixture()
        for path in OAuthRoutes.metadataPaths + [Self.resourcePath] {
            let text = try await fixture.send(.get, path, host: host).text
            let urls = text.split(separator: "\"").filter { $0.contains("://") }
            #expect(!urls.isEmpty)
            #expect(urls.allSatisfy { $0.hasPrefix(base + "/") }, "\(text)")
        }
        #expect(try await fixture.send(.get, OAuthRoutes.metadataPaths[0], host: "other.test").status == .notFound)
    }

    @Test func `every listed way of authenticating works at its endpoint`() async throws {
        let fixture = try await ServerFixture()
        let document = try await document(in: fixture)
        let caller = try await fixture.change(
            CreateClient(
                subscription: fixture.subscription.text, environment: .sandbox, name: "RS", scopes: [],
                tokenLifetimeSeconds: nil, settings: .introspecting("external", exchangingFor: ["external"])))
        let resourceServer = ServerFixture.Credentials(
            id: caller.client.id.text, secretID: "", secret: try caller.firstSecret.secret.text.exposed)
        let key = try SigningKey.generate(.es256)
        for client in [fixture.sandbox, resourceServer] {
            try await fixture.change(
                UpdateClient(
                    client: client.id, name: nil, scopes: nil, tokenLifetimeSeconds: nil,
                    settings: ServerFixture.settings(
                        [key.publicKey], methods: [.clientSecretBasic, .clientSecretPost, .privateKeyJWT])))
        }
        let grants = try #require(document["grant_types_supported"] as? [String])
        let tokenURL = try #require(document["token_endpoint"] as? String)
        for method in try #require(document["token_endpoint_auth_methods_supported"] as? [String]) {
            for grant in grants {
                let isExchange = grant.hasSuffix("token-exchange")
                let more =
                    isExchange
                    ? "&subject_token_type=urn:ietf:params:oauth:token-type:access_token"
                        + "&subject_token=\(try await fixture.token())" : ""
                let answer = try await post(
                    tokenURL, by: method, "grant_type=\(grant)\(more)",
                    as: isExchange ? resourceServer : fixture.sandbox, key: key, in: fixture)
                #expect(answer.status == .ok)
            }
        }
        let introspectionURL = try #require(document["introspection_endpoint"] as? String)
        let revocationURL = try #require(document["revocation_endpoint"] as? String)
        for method in try #require(document["introspection_endpoint_auth_methods_supported"] as? [String]) {
            let answer = try await post(
                introspectionURL, by: method, "token=\(try await fixture.token())", as: resourceServer, key: key,
                in: fixture)
            #expect(try answer.object()["active"] as? Bool == true)
            #expect(try answer.member("iss") == document["issuer"] as? String)
        }
        for method in try #require(document["revocation_endpoint_auth_methods_supported"] as? [String]) {
            let token = try await fixture.token()
            let answer = try await post(
                revocationURL, by: method, "token=\(token)", as: fixture.sandbox, key: key,
                in: fixture)
            #expect(answer.status == .ok)
            #expect(try await fixture.patientsStatus(token) == 401)
        }
        #expect(try await fixture.send(.get, "/").status == .ok)
    }

    @Test(arguments: ["token", "introspection", "revocation"])
    func `every listed algorithm of assertions works at its endpoint`(_ endpoint: String) async throws {
        let fixture = try await ServerFixture()
        let document = try await document(in: fixture)
        let address = try #require(document["\(endpoint)_endpoint"] as? String)
        let path = try #require(URL(string: address)?.path)
        let names = try #require(document["\(endpoint)_endpoint_auth_signing_alg_values_supported"] as? [String])
        #expect(names.count == 6)
        for name in names {
            let client = try await fixture.assertingClient(try #require(SigningAlgorithm(rawValue: name)))
            let form = endpoint == "token" ? "grant_type=client_credentials" : "token=x"
            let answer = try await fixture.post(try client.assertion(at: fixture.now), to: path, form: form)
            #expect(answer.status == .ok, "\(name)")
        }
    }

    @Test func `a realm held to FAPI 2.0 lists what that allows`() async throws {
        let fixture = try await ServerFixture()
        try await fixture.change(
            UpdateRealm(
                realm: try #require(RealmIdentifier(text: "acme/sandbox")), profile: .fapi2, certificateRoots: nil))
        let document = try await document(in: fixture)
        for endpoint in ["token", "introspection", "revocation"] {
            let methods = document["\(endpoint)_endpoint_auth_methods_supported"] as? [String]
            #expect(methods == ["private_key_jwt"])
            let algorithms = document["\(endpoint)_endpoint_auth_signing_alg_values_supported"] as? [String]
            #expect(algorithms == ["ES256", "EdDSA", "PS256"])
        }
    }

    @Test func `every listed scope can be had by a client that is allowed it`() async throws {
        let fixture = try await ServerFixture()
        let scopes = try #require(try await document(in: fixture)["scopes_supported"] as? [String])
        #expect(scopes == (Scope.externalAPI.map(\.name) + ["reports"]).sorted())
        let created = try await fixture.change(
            CreateSubscription(tenant: "acme", partner: "All", contact: "", scopes: scopes, withClients: true))
        let client = try #require(created.clients.first)
        let credentials = ServerFixture.Credentials(
            id: client.client.id.text, secretID: "", secret: try client.firstSecret.secret.text.exposed)
        for scope in scopes {
            let answer = try await fixture.tokenRequest(
                credentials, body: "grant_type=client_credentials&scope=\(scope)")
            #expect(try answer.member("scope") == scope)
        }
    }

    /// The API's scopes as they stand in its metadata.
    private static var apiScopes: String { json(Scope.externalAPI.map(\.name)) }
    /// All scopes as they stand in the server's metadata.
    private static var serverScopes: String { json((Scope.externalAPI.map(\.name) + ["reports"]).sorted()) }

    private static func json(_ texts: [String]) -> String {
        "[" + texts.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }

    @Test func `the External API names itself, its issuer and its scope`() async throws {
        let fixture = try await ServerFixture()
        let response = try await fixture.send(.get, Self.resourcePath)
        #expect(response.header("Access-Control-Allow-Origin") == "*")
        let base = Self.base
        #expect(
            response.text
                == #"{"authorization_servers":["\#(base)/api/identity"],"bearer_methods_supported":["header"],"#
                + #""dpop_signing_alg_values_supported":["ES256","ES384","EdDSA","PS256","RS256"],"#
                + #""resource":"\#(base)/api/external","resource_documentation":"\#(base)/swagger/","#
                + #""resource_name":"External API","scopes_supported":\#(Self.apiScopes),"#
                + #""tls_client_certificate_bound_access_tokens":false}"#)
        let servers = try #require(try response.object()["authorization_servers"] as? [String])
        #expect(servers == [try #require(try await document(in: fixture)["issuer"] as? String)])
        #expect(try await fixture.send(.get, "/swagger/").status == .ok)
    }

    @Test(arguments: ["", "Bearer 00"])
    func `a challenge leads to the metadata`(_ authorization: String) async throws {
        let fixture = try await ServerFixture()
        let headers: HTTPFields = authorization.isEmpty ? [:] : [.authorization: authorization]
        let response = try await fixture.send(.get, "/api/external/v1/patients", headers: headers)
        #expect(response.status == .unauthorized)
        #expect(
            response.header("WWW-Authenticate")?.hasSuffix(
                #", resource_metadata="\#(Self.base)\#(Self.resourcePath)""#) == true)
    }

    @Test func `pages of other origins read metadata, and no endpoint where secrets are shown`() async throws {
        let fixture = try await ServerFixture()
        let origin: HTTPFields = [.origin: "https://page.example"]
        #expect(
            try await fixture.send(.get, Self.resourcePath, headers: origin).header("Access-Control-Allow-Origin")
                == "*")
        for path in [OAuthRoutes.tokenPath, OAuthRoutes.introspectionPath, OAuthRoutes.revocationPath] {
            let refused = try await fixture.send(
                .post, path,
                headers: [.origin: "https://page.example", .contentType: "application/x-www-form-urlencoded"],
                body: "token=x")
            #expect(refused.status == .badRequest)
            #expect(refused.header("Access-Control-Allow-Origin") == nil)
        }
        let post = try await fixture.send(.post, Self.resourcePath)
        #expect(post.status == .methodNotAllowed)
        #expect(post.header("Allow") == "GET, HEAD")
    }
}
