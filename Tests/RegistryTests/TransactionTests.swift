import Registry
import Testing
import Timekeeping

/// Does another operation and then fails, as an operation of several parts may.
private struct Halfway<Inner: RegistryOperation>: RegistryOperation {
    struct Failure: Error {}

    let inner: Inner

    func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Inner.Output {
        _ = try inner.run(in: registry, context)
        throw Failure()
    }
}

struct TransactionTests {
    private let fixture: RegistryFixture

    init() throws { fixture = try RegistryFixture() }

    private func expectNothingLeft(
        of operation: some RegistryOperation, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let error = try await fixture.refusal(of: Halfway(inner: operation), sourceLocation: sourceLocation)
        #expect(
            error == .storage("The registry could not be used (Failure)."),
            sourceLocation: sourceLocation)
        // The same operation is not refused by itself.
        try await fixture.run(operation)
    }

    @Test func `an operation that fails at its end leaves nothing behind`() async throws {
        try await expectNothingLeft(of: CreateTenant(name: "acme", displayName: nil))
        try await expectNothingLeft(
            of: CreateSubscription(tenant: "acme", partner: "P", contact: "", scopes: [], withClients: true))
        try await expectNothingLeft(
            of: CreateScope(tenant: "acme", name: "read", description: "d", environment: nil))
        let created = try await fixture.subscribe()
        let client = try #require(created.clients.first)
        let (id, secret) = (client.client.id.text, try client.firstSecret.record.id.text)
        let later = fixture.clock.now.adding(seconds: 60)
        try await expectNothingLeft(
            of: CreateClient(
                subscription: created.subscription.id.text, environment: .sandbox, name: "C", scopes: [],
                tokenLifetimeSeconds: nil))
        try await expectNothingLeft(
            of: UpdateClient(client: id, name: "D", scopes: nil, tokenLifetimeSeconds: nil))
        try await expectNothingLeft(of: CreateSecret(client: id, notBefore: nil, expiresAt: nil))
        try await expectNothingLeft(of: SetSecretExpiry(id: secret, expiresAt: later))
        try await expectNothingLeft(of: RevokeSecret(id: secret))
        try await expectNothingLeft(of: SetClientStatus(client: id, status: .suspended))
        try await expectNothingLeft(
            of: SetSubscriptionStatus(id: created.subscription.id.text, status: .suspended))
        try await expectNothingLeft(of: SetTenantStatus(name: "acme", status: .suspended))
    }

    @Test func `a failing body of another kind is told without its values`() async throws {
        struct Spilling: Error, CustomStringConvertible {
            let description = "the-secret"
        }
        let error = await #expect(throws: RegistryError.self) {
            try await fixture.store.read { _ in throw Spilling() } as Void
        }
        #expect(error == .storage("The registry could not be used (Spilling)."))
    }
}
