import AuthorizationServer
import Cryptography
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Registry
import ResourceServer
import ResourceServerHummingbird
import Synchronization
import Testing
import Timekeeping

@testable import CounterfoilServer

/// Services of others, guarded by the library `ResourceServer`, against this server on a real socket.
@Suite struct RemoteValidationTests {
    private struct CallContext: AccessTokenRequestContext {
        var coreContext: CoreRequestContextStorage
        var accessToken: ValidatedToken?

        init(source: ApplicationRequestContextSource) {
            coreContext = CoreRequestContextStorage(source: source)
        }
    }

    /// The failures that a validator reported.
    private final class FailureLog: Sendable {
        private let reasons = Mutex<[String]>([])

        var all: [String] { reasons.withLock { $0 } }

        func append(_ failure: ResourceServerError) {
            reasons.withLock { $0.append(failure.reason) }
        }
    }

    private static let resource = "urn:counterfoil:acme:sandbox:external"

    /// Serves the sandbox of `acme` on 127.0.0.1 for the time of `body`.
    private func serving(
        _ body: @Sendable (_ fixture: ServerFixture, _ host: String) async throws -> Void
    ) async throws {
        let fixture = try await ServerFixture { $0.defaultRealm = RealmIdentifier(text: "acme/sandbox") }
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let listener = try ListenerService(
            address: ListenAddress(host: "127.0.0.1", port: 0), pipeline: fixture.assembly.publicPipeline, tls: nil,
            requestsClientCertificates: false, logger: Logger(label: "listener") { _ in SwiftLogNoOpLogHandler() },
            onListening: { listening.yield($0) })
        try await withThrowingTaskGroup { group in
            group.addTask { try await listener.run() }
            var ready = ports.makeAsyncIterator()
            let port = try #require(await ready.next())
            try await body(fixture, "127.0.0.1:\(port)")
            group.cancelAll()
        }
    }

    /// A client of `acme` that may introspect the External API's tokens.
    private func resourceServer(in fixture: ServerFixture) async throws -> IntrospectionCredentials {
        let subscription = try await fixture.change(
            CreateSubscription(tenant: "acme", partner: "RS", contact: "", scopes: [], withClients: false)
        ).subscription
        let created = try await fixture.change(
            CreateClient(
                subscription: subscription.id.text, environment: .sandbox, name: "RS", scopes: [],
                tokenLifetimeSeconds: nil, settings: .introspecting("external")))
        return IntrospectionCredentials(
            clientID: created.client.id.text, clientSecret: try created.firstSecret.secret.text.exposed)
    }

    private func introspection(
        at host: String, credentials: IntrospectionCredentials, fixture: ServerFixture, failures: FailureLog
    ) throws -> IntrospectionValidator {
        try IntrospectionValidator(
            endpoint: "http://\(host)\(OAuthRoutes.introspectionPath)", credentials: credentials,
            settings: .init(resource: Self.resource, issuer: "http://\(host)/api/identity"),
            connection: try IssuerConnection(timeoutMilliseconds: 60_000, onFailure: { failures.append($0) }),
            timeSource: TimeSource { fixture.now })
    }

    /// The status of a call to a service of somebody else that `validator` guards.
    private func status(
        _ authorization: String?, scope: String = "external", validator: any AccessTokenValidator
    ) async throws -> Int {
        let router = Router(context: CallContext.self)
        router.add(
            middleware: AccessTokenMiddleware(
                requirement: ScopeRequirement(scope), protectionSpace: { _ in "reports" }, validator: { _ in validator }
            ))
        router.get("/reports") { _, context in context.accessToken?.clientID ?? "" }
        var headers = HTTPFields()
        headers[.authorization] = authorization
        return try await Application(router: router).test(.router) { [headers] client in
            try await client.executeRequest(uri: "/reports", method: .get, headers: headers, body: nil).status.code
        }
    }

    @Test func `a service of somebody else admits tokens by introspection, until they are revoked`() async throws {
        try await serving { fixture, host in
            let failures = FailureLog()
            let validator = try introspection(
                at: host, credentials: try await resourceServer(in: fixture), fixture: fixture, failures: failures)
            let token = try await fixture.token(host: host)
            let validated = try await validator.validate(token)
            #expect(validated.clientID == fixture.sandbox.id)
            #expect(validated.scopes == ["external"])
            #expect(validated.resource == Self.resource)
            #expect(validated.expiresAt == fixture.now.adding(seconds: 1_200).date)
            #expect(try await status("Bearer \(token)", validator: validator) == 200)
            #expect(try await status("Bearer \(token)", scope: "reports", validator: validator) == 403)
            #expect(try await status(nil, validator: validator) == 401)
            #expect(try await status("Bearer \(String(repeating: "0", count: 64))", validator: validator) == 401)

            let revocation = try await fixture.send(
                .post, OAuthRoutes.revocationPath, host: host,
                headers: [
                    .contentType: "application/x-www-form-urlencoded",
                    .authorization: "Basic " + basicText(fixture.sandbox),
                ], body: "token=\(token)")
            #expect(revocation.status == .ok)
            fixture.advance(seconds: 10)
            await #expect(throws: AccessTokenValidationError.inactive) { try await validator.validate(token) }
            #expect(failures.all.isEmpty)
        }
    }

    @Test(arguments: [TokenFormat.jwtES256, .jwtEdDSA])
    func `a service of somebody else admits JWTs by the key set that the metadata lead to`(
        _ format: TokenFormat
    ) async throws {
        try await serving { fixture, host in
            var change = ClientSettingsChange()
            change.tokenFormat = format
            try await fixture.change(
                UpdateClient(
                    client: fixture.sandbox.id, name: nil, scopes: nil, tokenLifetimeSeconds: nil, settings: change))
            let failures = FailureLog()
            let connection = try IssuerConnection(timeoutMilliseconds: 60_000, onFailure: { failures.append($0) })
            let validator = try KeySetValidator(
                settings: .init(issuer: "http://\(host)/api/identity", resource: Self.resource), connection: connection,
                timeSource: TimeSource { fixture.now })
            let token = try await fixture.token(host: host)
            let validated = try await validator.validate(token)
            #expect(validated.clientID == fixture.sandbox.id)
            #expect(validated.scopes == ["external"])
            #expect(validated.confirmation == nil)
            #expect(try await status("Bearer \(token)", validator: validator) == 200)
            #expect(try await status("Bearer \(token)", scope: "reports", validator: validator) == 403)
            let introspecting = try introspection(
                at: host, credentials: try await resourceServer(in: fixture), fixture: fixture, failures: failures)
            #expect(try await introspecting.validate(token).identifier == validated.identifier)

            let elsewhere = try KeySetValidator(
                settings: .init(issuer: "http://\(host)/api/identity", resource: "urn:other"), connection: connection,
                timeSource: TimeSource { fixture.now })
            await #expect(throws: AccessTokenValidationError.otherResource) { try await elsewhere.validate(token) }
            fixture.advance(seconds: 1_210)
            await #expect(throws: AccessTokenValidationError.expired) { try await validator.validate(token) }
            #expect(failures.all.isEmpty)
        }
    }

    @Test func `a service with wrong credentials, or without its issuer, lets nobody in`() async throws {
        let failures = FailureLog()
        let stopped = Mutex<IntrospectionValidator?>(nil)
        try await serving { fixture, host in
            let wrong = try introspection(
                at: host, credentials: IntrospectionCredentials(clientID: fixture.sandbox.id, clientSecret: "wrong"),
                fixture: fixture, failures: failures)
            let token = try await fixture.token(host: host)
            #expect(try await status("Bearer \(token)", validator: wrong) == 503)
            #expect(failures.all == ["credentials_refused"])
            let right = try introspection(
                at: host, credentials: try await resourceServer(in: fixture), fixture: fixture, failures: failures)
            stopped.withLock { $0 = right }
        }
        let validator = try #require(stopped.withLock { $0 })
        #expect(try await status("Bearer \(String(repeating: "0", count: 64))", validator: validator) == 503)
        #expect(failures.all == ["credentials_refused", "connection_failed"])
    }
}
