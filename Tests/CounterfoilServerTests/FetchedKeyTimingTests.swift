import HTTPTypes
import HummingbirdTesting
import JOSE
import OutboundHTTP
import OutboundHTTPTesting
import Registry
import Testing
import Timekeeping

@testable import CounterfoilServer

/// The time of an answer must not tell whether a client exists whose keys are fetched.
@Suite struct FetchedKeyTimingTests {
    /// A server that fetches key sets from a loopback server with this test's authority.
    private func run(
        answer: @escaping @Sendable (LoopbackServer.Received) -> LoopbackServer.Answer,
        configure: @escaping (inout ServerConfiguration) -> Void = { _ in },
        _ body: (ServerFixture, LoopbackServer) async throws -> Void
    ) async throws {
        let authority = try LoopbackAuthority()
        try await authority.withFile { path in
            let identity = try authority.identity(names: ["localhost"], loopbackAddress: true)
            try await LoopbackServer.run(identity: identity, answer: answer) { server in
                let fixture = try await ServerFixture { configuration in
                    configuration.outbound.allowPrivate = true
                    configuration.outbound.caFile = path
                    configure(&configuration)
                }
                try await body(fixture, server)
            }
        }
    }

    private func client(of server: LoopbackServer, in fixture: ServerFixture) async throws -> AssertingClient {
        try await fixture.assertingClient { settings in
            settings.keySet = nil
            settings.keySetURI = "https://127.0.0.1:\(server.port)/keys"
        }
    }

    /// The answer's status, and how long it took.
    private func ask(_ fixture: ServerFixture, _ client: AssertingClient) async throws -> (Int, Duration) {
        let assertion = try client.assertion(at: fixture.now)
        let started = ContinuousClock.now
        let response = try await fixture.post(assertion)
        return (response.status.code, started.duration(to: .now))
    }

    @Test func `a key server that says nothing delays the refusal no more than an unknown client does`() async throws {
        try await run(
            answer: { _ in .silence },
            configure: { configuration in
                configuration.keyAuthenticationFailureMilliseconds = 400
                configuration.clientKeyWaitMilliseconds = 300
            },
            { fixture, server in
                let known = try await client(of: server, in: fixture)
                let unknown = AssertingClient(id: "cf_test_00000000000000000000", key: known.key)
                for client in [known, unknown, known] {
                    let (status, duration) = try await ask(fixture, client)
                    #expect(status == 401)
                    #expect(duration >= .milliseconds(400))
                    // The key server would be waited for five seconds.
                    #expect(duration < .milliseconds(4_000))
                }
                #expect(server.received.count == 1)
            })
    }

    @Test func `the first use of a client's keys waits for them, and so does the first use of a new key`() async throws
    {
        let keys = KeyShelf()
        try await run(answer: { _ in .answer(body: keys.text) }) { fixture, server in
            let client = try await client(of: server, in: fixture)
            keys.show([client.key])
            #expect(try await ask(fixture, client).0 == 200)
            let changed = AssertingClient(id: client.id, key: try SigningKey.generate(.es256))
            keys.show([changed.key])
            await fixture.pass(seconds: 60)
            #expect(try await ask(fixture, changed).0 == 200)
            #expect(try await ask(fixture, client).0 == 401)
        }
    }
}
