import AuthorizationServer
import HTTPTypes
import HummingbirdTesting
import Persistence
import Registry
import Testing
import Timekeeping

@testable import CounterfoilServer

/// What the server tells of secrets that stop, and of those that partners have not moved away from.
@Suite struct SecretWatchingTests {
    private let fixture: ServerFixture

    init() async throws { fixture = try await ServerFixture() }

    private func metric(_ line: String) async throws -> Bool {
        try await fixture.send(
            .get, "/metrics", host: "localhost:8081", headers: [:], bytes: nil,
            to: fixture.assembly.privatePipeline
        ).text.contains(line + "\n")
    }

    @Test func `a rolled secret that is used again is counted as such within a minute`() async throws {
        fixture.advance(seconds: 1)
        try await fixture.change(RollSecret(client: fixture.sandbox.id, graceSeconds: 3_600, expiresAt: nil))
        #expect(try await metric(#"counterfoil_superseded_secrets{succession="unused"} 1"#))
        #expect(try await metric("counterfoil_expiring_secrets 1"))
        fixture.advance(seconds: 1)
        _ = try await fixture.token()
        await fixture.assembly.maintenance.flush()
        fixture.advance(seconds: 60)
        #expect(try await metric(#"counterfoil_superseded_secrets{succession="still_used"} 1"#))
        #expect(try await metric(#"counterfoil_superseded_secrets{succession="unused"} 0"#))
    }

    @Test func `the journal is told once that a secret stops soon`() async throws {
        let end = fixture.now.adding(seconds: 86_400)
        try await fixture.change(SetSecretExpiry(id: fixture.sandbox.secretID, expiresAt: end))
        for _ in 1...2 { await fixture.assembly.maintenance.warn() }
        let last = try await fixture.stores.registry.read { try $0.lastChangeNumber() }
        let changes = try await fixture.stores.registry.read { try $0.listChanges(after: last - 2, limit: 9) }
        #expect(changes.map(\.kind) == ["secret.expiry_set", "secret.expiring"])
        #expect(changes.last?.actor == Actor("server") && changes.last?.subject == fixture.sandbox.secretID)
    }
}
