import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import ResourceServer
import ResourceServerHummingbird
import Testing

private struct TokenContext: AccessTokenRequestContext {
    var coreContext: CoreRequestContextStorage
    var accessToken: ValidatedToken?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }
}

/// The token's text is its scope.
private struct ScopeByName: AccessTokenValidator {
    func validate(_ token: String) async throws(AccessTokenValidationError) -> ValidatedToken {
        if token == "expired" { throw .expired }
        if token == "unavailable" { throw .unavailable }
        return ValidatedToken(
            identifier: "id-of-\(token)", clientID: nil, clientNumber: nil, scopes: [token], resource: "r",
            issuedAt: Date(timeIntervalSince1970: 0), expiresAt: Date(timeIntervalSince1970: 1))
    }
}

private struct NoIssuer: Error {}

struct AccessTokenMiddlewareTests {
    private func send(
        _ uri: String = "/guarded", authorization: [String] = [],
        validator: @escaping @Sendable (TokenContext) async throws -> any AccessTokenValidator = { _ in ScopeByName() }
    ) async throws -> TestResponse {
        let router = Router(context: TokenContext.self)
        router.add(
            middleware: AccessTokenMiddleware(
                requirement: ScopeRequirement("external"), protectionSpace: { _ in "demo" }, validator: validator))
        router.get("/guarded") { _, context in context.accessToken?.identifier ?? "no token" }
        var headers = HTTPFields()
        headers[values: .authorization] = authorization
        return try await Application(router: router).test(.router) { [headers] client in
            try await client.executeRequest(uri: uri, method: .get, headers: headers, body: nil)
        }
    }

    @Test func `a good token lets the request pass and stands in the context`() async throws {
        let response = try await send(authorization: ["Bearer external"])
        #expect(response.status == .ok)
        #expect(String(buffer: response.body) == "id-of-external")
        #expect(response.headers[.wwwAuthenticate] == nil)
    }

    @Test(arguments: [
        ([], 401, #"Bearer realm="demo", scope="external""#),
        (["Basic YTpi"], 401, #"Bearer realm="demo", scope="external""#),
        (["Bearer a b"], 400, #"Bearer realm="demo", error="invalid_request""#),
        (["Bearer external", "Bearer external"], 400, #"Bearer realm="demo", error="invalid_request""#),
        (["Bearer expired"], 401, #"Bearer realm="demo", error="invalid_token""#),
        (["Bearer other"], 403, #"Bearer realm="demo", error="insufficient_scope""#),
    ])
    func `a request without a good token gets its status and challenge and nothing of the resource`(
        authorization: [String], status: Int, challenge: String
    ) async throws {
        let response = try await send(authorization: authorization)
        #expect(response.status.code == status)
        #expect(response.headers[.wwwAuthenticate]?.hasPrefix(challenge) == true)
        #expect(response.body.readableBytes == 0)
    }

    @Test(arguments: [
        "/guarded?access_token=external", "/guarded?a=b&access_token=",
        "/guarded?access_token",
    ])
    func `a token in the query is refused even beside a good header field`(uri: String) async throws {
        let response = try await send(uri, authorization: ["Bearer external"])
        #expect(response.status == .badRequest)
        #expect(response.headers[.wwwAuthenticate]?.contains("in the URL") == true)
    }

    @Test func `a parameter whose name only starts so is none of our concern`() async throws {
        #expect(try await send("/guarded?access_token_id=1", authorization: ["Bearer external"]).status == .ok)
    }

    @Test func `a token that cannot be checked now is 503 with Retry-After`() async throws {
        let response = try await send(authorization: ["Bearer unavailable"])
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.wwwAuthenticate] == nil)
        #expect(response.headers[.retryAfter] == "1")
    }

    @Test func `where there is no validator the request does not pass`() async throws {
        let response = try await send(authorization: ["Bearer external"]) { _ in throw NoIssuer() }
        #expect(response.status == .internalServerError)
    }

    @Test func `an answer of one's own takes the place of the bare one`() async throws {
        let router = Router(context: TokenContext.self)
        router.add(
            middleware: AccessTokenMiddleware(
                requirement: ScopeRequirement("external"), protectionSpace: { _ in "demo" },
                validator: { _ in ScopeByName() },
                refuse: { refusal, request, _ in
                    let text = "\(refusal.reason) \(request.uri.path)"
                    return Response(status: .init(code: 418), body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
                }))
        router.get("/guarded") { _, _ in "open" }
        let response = try await Application(router: router).test(.router) { client in
            try await client.executeRequest(uri: "/guarded", method: .get, headers: [:], body: nil)
        }
        #expect(response.status.code == 418)
        #expect(String(buffer: response.body) == "no_access_token /guarded")
    }
}
