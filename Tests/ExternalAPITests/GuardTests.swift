import ExternalAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import WebFoundation

struct GuardTests {
    struct Case: Sendable {
        let token: String?
        let status: Int
        let code: String
        let challengeError: String?
        let reason: String
    }

    private static let cases = [
        Case(token: nil, status: 401, code: "unauthorized", challengeError: nil, reason: "no_access_token"),
        Case(
            token: "nonsense", status: 401, code: "invalid_token", challengeError: "invalid_token",
            reason: "token_unknown"),
        Case(
            token: "expired", status: 401, code: "invalid_token", challengeError: "invalid_token",
            reason: "token_expired"),
        Case(
            token: "revoked", status: 401, code: "invalid_token", challengeError: "invalid_token",
            reason: "token_revoked"),
        Case(
            token: "other-scope", status: 403, code: "insufficient_scope", challengeError: "insufficient_scope",
            reason: "insufficient_scope"),
        Case(
            token: "two words", status: 400, code: "invalid_request", challengeError: "invalid_request",
            reason: "access_token_malformed"),
    ]

    @Test(arguments: cases, ["/api/external/v1/patients", "/api/external/v1/patients/10000001"])
    func `a call without a good token is refused with its challenge`(refused: Case, path: String) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let response = try await fixture.send(.get, path, token: refused.token)
        #expect(response.status.code == refused.status)
        #expect(response.headers[.contentType] == "application/problem+json")
        #expect(try response.object()["type"] as? String == "/docs/errors/\(refused.code)")
        let challenge = try #require(response.headers[.wwwAuthenticate])
        #expect(challenge.hasPrefix(#"Bearer realm="demo/sandbox external API""#))
        #expect(challenge.contains("error=") == (refused.challengeError != nil))
        if let error = refused.challengeError { #expect(challenge.contains(#"error="\#(error)""#)) }
        #expect(await fixture.log.bearerReasons == [refused.reason])
        #expect(!response.text.contains("Avery"))
    }

    @Test func `the missing scope is named`() async throws {
        let response = try await ExternalAPIFixture.withSamples(1)
            .send(.get, "/api/external/v1/patients", token: "other-scope")
        #expect(response.headers[.wwwAuthenticate]?.contains(#"scope="external""#) == true)
    }

    @Test func `a token that cannot be checked now is 503 without a challenge`() async throws {
        let response = try await ExternalAPIFixture.withSamples(1)
            .send(.get, "/api/external/v1/patients", token: "unavailable")
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.wwwAuthenticate] == nil)
        #expect(response.headers[.retryAfter] == "1")
    }

    @Test func `a token in the URL is refused, good or not`() async throws {
        let response = try await ExternalAPIFixture.withSamples(1)
            .send(.get, "/api/external/v1/patients?access_token=good", token: nil)
        #expect(response.status == .badRequest)
        #expect(try response.object()["type"] as? String == "/docs/errors/invalid_request")
    }

    @Test func `the token is looked at before the parameters`() async throws {
        let response = try await ExternalAPIFixture.withSamples(1)
            .send(.get, "/api/external/v1/patients?nonsense=1", token: nil)
        #expect(response.status == .unauthorized)
    }

    @Test func `every operation is guarded by scopes, and only the documents are open`() throws {
        let routes = externalAPIRoutes(stores: try Records().stores, issuerPath: "/issuer", surroundings: .test())
        let open = routes.filter { $0.access == .open }.map(\.path)
        #expect(open == ["/api/external/v1/openapi.json", "/.well-known/oauth-protected-resource/api/external"])
        for route in routes where !open.contains(route.path) {
            guard case .accessToken(let scopes) = route.access else {
                Issue.record("\(route.operation)")
                continue
            }
            let isRead = route.method == .get || route.operation == "searchPatients"
            #expect(scopes.first == "external" && scopes.contains("external.read") == isRead)
            #expect(scopes.last?.hasSuffix(isRead ? ".read" : ".write") == true)
        }
        #expect(routes.count == 28)
    }

    @Test func `a narrow scope opens what it names and nothing else`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let paths = ["/patients", "/patients/10000001/insurances", "/locations", "/payers", "/hcpcs", "/tags"]
        let names = ["patients", "insurances", "locations", "payers", "hcpcs", "tags"]
        for (path, name) in zip(paths, names) {
            for other in names {
                let answer = try await fixture.send(.get, ExternalAPI.root + path, token: "scope-\(other).read")
                #expect(answer.status == (other == name ? .ok : .forbidden), "\(path) with \(other).read")
            }
            #expect(try await fixture.send(.get, ExternalAPI.root + path, token: "scope-external.read").status == .ok)
        }
        for token in ["scope-external.read", "scope-patients.read", "scope-insurances.write"] {
            let answer = try await fixture.send(.delete, ExternalAPI.root + "/patients/10000001", token: token)
            #expect(answer.status == .forbidden)
        }
        let deleted = try await fixture.send(
            .delete, ExternalAPI.root + "/patients/10000001", token: "scope-patients.write")
        #expect(deleted.status == .noContent)
    }
}
