import AuthorizationServer
import CertificateTesting
import HTTPTypes
import HummingbirdTesting
import Journal
import JournalTesting
import Registry
import Testing
import WebFoundation
import X509

@testable import CounterfoilServer

/// A server to which callers' certificates come in its own TLS handshakes, with an authority for the sandbox of acme.
struct MutualTLSFixture {
    let server: ServerFixture
    let root: TestCertificate

    init(_ configure: (inout ServerConfiguration) -> Void = { $0.requestsClientCertificates = true }) async throws {
        server = try await ServerFixture(configure)
        root = try .authority("root")
        try await setRoots(root, in: "acme/sandbox")
    }

    func setRoots(_ roots: TestCertificate?..., in realm: String) async throws {
        let pem = try roots.compactMap { try $0?.pem }.joined()
        try await server.change(
            UpdateRealm(
                realm: try #require(RealmIdentifier(text: realm)), profile: nil, certificateRoots: pem))
    }

    /// Makes a client without secrets, of acme's subscription.
    func client(
        _ methods: Set<ClientAuthenticationMethod> = [.tlsClientAuth], subject: String? = "san_dns=client.example.com",
        keys: String? = nil, environment: RealmEnvironment = .sandbox,
        _ change: (inout ClientSettingsChange) -> Void = { _ in }
    ) async throws -> String {
        var settings = ClientSettingsChange()
        settings.authenticationMethods = methods
        settings.certificateSubject = subject
        settings.keySet = keys
        change(&settings)
        return try await server.change(
            CreateClient(
                subscription: server.subscription.text, environment: environment, name: "Mutual TLS", scopes: [],
                tokenLifetimeSeconds: nil, settings: settings)
        ).client.id.text
    }

    /// A certificate of the authority for client.example.com, changed as a test wants it.
    func certificate(
        issuedBy issuer: TestCertificate? = nil, name: String = "client.example.com",
        _ change: (inout TestCertificate.Content) throws -> Void = { _ in }
    ) throws -> TestCertificate {
        try TestCertificate("client", issuedBy: issuer ?? root) { content in
            content.names = [.dnsName(name)]
            try change(&content)
        }
    }

    /// Sends a request over a connection with these certificates, the first the caller's own.
    func send(
        _ method: HTTPRequest.Method = .post, _ path: String = OAuthRoutes.tokenPath,
        host: String = "sandbox-acme.example.test", certificates: [TestCertificate], headers: HTTPFields = [:],
        body: String? = nil
    ) async throws -> TestResponse {
        let connection = ConnectionCertificates()
        connection.note(try certificates.map { try $0.der })
        return try await ConnectionCertificates.$current.withValue(connection) {
            try await server.send(method, path, host: host, headers: headers, body: body)
        }
    }

    /// Asks for a token by `client_id` alone.
    func tokenRequest(
        _ clientID: String, _ certificates: TestCertificate..., host: String = "sandbox-acme.example.test",
        more: String = ""
    ) async throws -> TestResponse {
        try await send(
            host: host, certificates: certificates,
            headers: [.contentType: "application/x-www-form-urlencoded"],
            body: "grant_type=client_credentials&client_id=\(clientID)\(more)")
    }

    /// Expects the neutral refusal, and the exact reason in the journal. Returns the operator's text.
    @discardableResult
    func expectRefused(
        _ response: TestResponse, _ reason: String, neutrally isNeutral: Bool = true,
        _ location: SourceLocation = #_sourceLocation
    ) async throws -> String {
        #expect(response.status == .unauthorized, sourceLocation: location)
        #expect(try response.member("error") == "invalid_client", sourceLocation: location)
        let description = try response.member("error_description")
        let neutral = "Client authentication failed: no such client here, or not with this certificate."
        #expect(description.hasPrefix(neutral) == isNeutral, sourceLocation: location)
        let requestID = try #require(response.header("X-Request-Id"), sourceLocation: location)
        let refusal = try #require(try server.journal.refusal(requestID: requestID), sourceLocation: location)
        #expect(refusal.reason == reason, sourceLocation: location)
        return refusal.detail
    }
}
