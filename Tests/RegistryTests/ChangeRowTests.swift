import Cryptography
import Foundation
import Registry
import Testing
import Timekeeping

/// Every operation says what it did in the change table, and never a secret.
struct ChangeRowTests {
    private let fixture: RegistryFixture

    init() throws { fixture = try RegistryFixture() }

    /// Runs an operation and checks the kinds of its change rows, and what is the same in all of them.
    private func changes<Operation: RegistryOperation>(
        of operation: Operation, are kinds: [String], tenant: String = "acme",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> ([Change], Operation.Output) {
        fixture.clock.advance(seconds: 1)
        let last = try await fixture.store.read { registry in try registry.lastChangeNumber() }
        let output = try await fixture.run(operation)
        let changes = try await fixture.changes(after: last)
        #expect(changes.map(\.kind) == kinds, sourceLocation: sourceLocation)
        #expect(changes.map(\.number) == kinds.indices.map { last + 1 + Int64($0) }, sourceLocation: sourceLocation)
        for change in changes {
            #expect(change.actor.name == "cli:tester" && change.at == fixture.clock.now, sourceLocation: sourceLocation)
            #expect(change.tenant.text == tenant, sourceLocation: sourceLocation)
        }
        return (changes, output)
    }

    private func one(_ changes: [Change], sourceLocation: SourceLocation = #_sourceLocation) throws -> Change {
        #expect(changes.count == 1, sourceLocation: sourceLocation)
        return try #require(changes.first, sourceLocation: sourceLocation)
    }

    @Test func `a tenant's life`() async throws {
        var (changes, _) = try await changes(
            of: CreateTenant(name: "acme", displayName: "Acme \"Inc\" / é"), are: ["tenant.created"])
        let created = try one(changes)
        #expect(created.subject == "acme" && created.realm == nil && created.before.isEmpty)
        #expect(created.after == ["display_name": "Acme \"Inc\" / é", "status": "active"])

        let uses = KeyUse.fromTheBeginning.count
        let ofOneRealm =
            Array(repeating: "key.destroyed", count: uses) + Array(repeating: "key.replaced", count: uses)
        (changes, _) = try await self.changes(
            of: SetTenantStatus(name: "acme", status: .suspended),
            are: ["tenant.suspended"] + ofOneRealm + ofOneRealm)
        #expect(
            changes.dropFirst().map(\.realm?.description)
                == ["acme/production", "acme/sandbox"].flatMap { Array(repeating: $0, count: 2 * uses) })
        #expect(changes.first?.before == ["status": "active"] && changes.first?.after == ["status": "suspended"])
        let usesReplaced = Set(changes.dropFirst().compactMap { $0.after["use"] })
        #expect(usesReplaced == ["sealed-token", "sign-es256", "sign-eddsa"])

        (changes, _) = try await self.changes(
            of: SetTenantStatus(name: "acme", status: .active), are: ["tenant.resumed"])
        #expect(try one(changes).before == ["status": "suspended"])
    }

    @Test func `a subscription's life`() async throws {
        try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        var (changes, created) = try await changes(
            of: CreateSubscription(tenant: "acme", partner: "P", contact: "c", scopes: [], withClients: true),
            are: ["subscription.created", "client.created", "secret.created", "client.created", "secret.created"])
        #expect(changes.map(\.realm?.description) == [nil] + ["acme/sandbox", "acme/production"].flatMap { [$0, $0] })
        let subjects = try created.clients.flatMap { [$0.client.id.text, try $0.firstSecret.record.id.text] }
        #expect(changes.map(\.subject) == [created.subscription.id.text] + subjects)
        #expect(
            changes.first?.after == ["partner": "P", "contact": "c", "scopes": "external", "status": "active"])

        let id = created.subscription.id.text
        let steps: [(Subscription.Status, String, before: String)] = [
            (.suspended, "suspended", "active"), (.active, "resumed", "suspended"), (.ended, "ended", "active"),
        ]
        for (status, verb, before) in steps {
            (changes, _) = try await self.changes(
                of: SetSubscriptionStatus(id: id, status: status), are: ["subscription.\(verb)"])
            let change = try one(changes)
            #expect(change.subject == id && change.before == ["status": before])
            #expect(change.after == ["status": status.rawValue])
        }
    }

    @Test func `a client's life`() async throws {
        let subscription = try await fixture.subscribe().subscription.id.text
        var (changes, created) = try await changes(
            of: CreateClient(
                subscription: subscription, environment: .sandbox, name: "C", scopes: [], tokenLifetimeSeconds: 90),
            are: ["client.created", "secret.created"])
        let id = created.client.id.text
        var facts = [
            "name": "C", "scopes": "external", "token_lifetime": "90", "status": "active",
            "subscription": subscription,
        ]
        #expect(changes.first?.after == facts && changes.first?.subject == id)

        var updates: [Change]
        (updates, _) = try await self.changes(
            of: UpdateClient(client: id, name: "D", scopes: nil, tokenLifetimeSeconds: nil), are: ["client.updated"])
        changes = updates
        #expect(try one(changes).before == facts)
        facts["name"] = "D"
        #expect(try one(changes).after == facts)

        let steps: [(Client.Status, String, before: String)] = [
            (.suspended, "suspended", "active"), (.active, "resumed", "suspended"), (.deleted, "deleted", "active"),
        ]
        for (status, verb, before) in steps {
            (updates, _) = try await self.changes(
                of: SetClientStatus(client: id, status: status), are: ["client.\(verb)"])
            let change = try one(updates)
            #expect(change.subject == id && change.realm?.description == "acme/sandbox")
            #expect(change.before == ["status": before] && change.after == ["status": status.rawValue])
        }
    }

    @Test func `a secret's life`() async throws {
        let client = try #require(try await fixture.subscribe().clients.last).client.id.text
        let (created, secret) = try await changes(
            of: CreateSecret(client: client, notBefore: nil, expiresAt: nil), are: ["secret.created"])
        let id = secret.record.id.text
        let since = fixture.clock.now.description
        #expect(try one(created).subject == id && created.first?.realm?.description == "acme/production")
        #expect(
            created.first?.after
                == ["client_id": client, "hint": secret.secret.hint, "not_before": since, "expires_at": "never"])

        let expiry = fixture.clock.now.adding(seconds: 60)
        let (expiring, _) = try await changes(
            of: SetSecretExpiry(id: id, expiresAt: expiry), are: ["secret.expiry_set"])
        #expect(try one(expiring).before == ["expires_at": "never"])
        #expect(expiring.first?.after == ["client_id": client, "expires_at": expiry.description])

        let (revoked, _) = try await changes(of: RevokeSecret(id: id), are: ["secret.revoked"])
        #expect(try one(revoked).subject == id)
        let facts = ["client_id": client, "revoked_at": fixture.clock.now.description, "with_tokens": "false"]
        #expect(revoked.first?.after == facts)
    }

    @Test func `a resource's life`() async throws {
        let tenant = try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        let realm = tenant.realm(.sandbox)
        var (changes, _) = try await changes(
            of: CreateResource(realm: realm, identifier: "urn:x:b", name: "B", tokenFormat: .sealed),
            are: ["resource.created"])
        let created = try one(changes)
        #expect(created.subject == "urn:x:b" && created.realm == realm && created.before.isEmpty)
        #expect(created.after == ["name": "B", "token_format": "sealed"])
        (changes, _) = try await self.changes(
            of: UpdateResource(realm: realm, resource: "urn:x:b", name: nil, tokenFormat: .jwtES256),
            are: ["resource.updated"])
        #expect(try one(changes).before == created.after)
        #expect(changes.first?.after == ["name": "B", "token_format": "ES256"])
        (changes, _) = try await self.changes(
            of: DeleteResource(realm: realm, resource: "urn:x:b"), are: ["resource.deleted"])
        #expect(try one(changes).after.isEmpty && changes.first?.before == ["name": "B", "token_format": "ES256"])
    }

    @Test func `what a subscription was and is`() async throws {
        let subscription = try await fixture.subscribe().subscription
        try await fixture.run(CreateScope(tenant: "acme", name: "read", description: "Read", environment: nil))
        let (changes, _) = try await changes(
            of: UpdateSubscription(id: subscription.id.text, partner: nil, contact: "c", scopes: ["read"]),
            are: ["subscription.updated"])
        let change = try one(changes)
        #expect(change.subject == subscription.id.text && change.realm == nil)
        #expect(change.before == ["partner": "Partner", "contact": "", "scopes": "external"])
        #expect(change.after == ["partner": "Partner", "contact": "c", "scopes": "read"])
    }

    @Test func `a change that the journal could not write down is refused`() async throws {
        let subscription = try await fixture.subscribe().subscription
        let realm = try fixture.realm("acme/sandbox")
        let other = try fixture.realm("acme/production")
        let names = try (0..<330).map { try ScopeName("\($0)-" + String(repeating: "x", count: 95)) }
        try await fixture.store.write { registry in
            for realm in [realm, other] {
                for name in names {
                    try registry.insert(
                        Scope(
                            realm: realm, name: name, description: "d",
                            resource: Resource.externalAPIIdentifier(of: realm)))
                }
            }
        }
        func update(_ count: Int) -> UpdateSubscription {
            UpdateSubscription(
                id: subscription.id.text, partner: nil, contact: nil, scopes: names.prefix(count).map(\.text))
        }
        try await fixture.run(update(300))
        let error = try await fixture.refusal(of: update(330))
        #expect(error.message.hasPrefix("This change cannot be written down:"))
        // In steps it goes.
        try await fixture.run(update(1))
        try await fixture.run(update(330))
    }

    @Test func `a scope's end`() async throws {
        try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        try await fixture.run(CreateScope(tenant: "acme", name: "read", description: "Read", environment: .sandbox))
        var (changes, _) = try await changes(
            of: UpdateScope(tenant: "acme", name: "read", description: "R", environment: nil), are: ["scope.updated"])
        #expect(try one(changes).before == ["description": "Read"] && changes.first?.after == ["description": "R"])
        (changes, _) = try await self.changes(
            of: DeleteScope(tenant: "acme", name: "read", environment: nil), are: ["scope.deleted"])
        #expect(try one(changes).subject == "read" && changes.first?.realm?.description == "acme/sandbox")
        #expect(
            changes.first?.before == ["description": "R", "resource": "urn:counterfoil:acme:sandbox:external"])
    }

    @Test func `a scope's beginning`() async throws {
        try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        let (changes, _) = try await changes(
            of: CreateScope(tenant: "acme", name: "read", description: "Read", environment: nil),
            are: ["scope.created", "scope.created"])
        #expect(changes.map(\.subject) == ["read", "read"])
        #expect(changes.map(\.realm?.description) == ["acme/production", "acme/sandbox"])
        #expect(
            changes.last?.after == ["description": "Read", "resource": "urn:counterfoil:acme:sandbox:external"])
    }

    @Test func `no secret is in a change row or anywhere in the store's files`() async throws {
        let created = try await fixture.subscribe()
        let client = try #require(created.clients.first).client.id.text
        let extra = try await fixture.run(CreateSecret(client: client, notBefore: nil, expiresAt: nil))
        try await fixture.run(RevokeSecret(id: extra.record.id.text))
        try await fixture.run(SetTenantStatus(name: "acme", status: .suspended))
        let secrets = try (created.clients.map { try $0.firstSecret } + [extra]).map(\.secret)
        let rows = try await fixture.changes().map { change in
            "\(change.subject) \(change.before) \(change.after)"
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: fixture.directory)
        #expect(Set(files).isSuperset(of: ["counterfoil.sqlite", "counterfoil.sqlite-wal"]))
        var bytes = Data()
        for file in files { bytes += try Data(contentsOf: URL(filePath: "\(fixture.directory)/\(file)")) }
        for secret in secrets {
            let text = secret.text.exposed
            // That the hint is found shows that the search finds what is there.
            #expect(rows.contains { $0.contains(secret.hint) } && bytes.range(of: Data(secret.hint.utf8)) != nil)
            let hidden = text.dropFirst(secret.hint.count)
            #expect(rows.allSatisfy { !$0.contains(hidden) })
            #expect(bytes.range(of: Data(hidden.utf8)) == nil)
        }
        let rootKey = try #require(Hexadecimal.decode(fixture.rootKey.fileContents.exposed.dropLast()))
        #expect(bytes.range(of: Data(rootKey)) == nil)
        for record in try await fixture.store.read({ registry in try registry.listPeppers() }) {
            let label = WrapLabel(
                realm: "*", use: "client-secret-pepper", keyIdentifier: String(record.version))
            let pepper = try fixture.rootKey.unwrap(record.wrapped, label: label)
            #expect(bytes.range(of: Data(record.wrapped)) != nil && bytes.range(of: Data(pepper.exposed)) == nil)
        }
    }
}
