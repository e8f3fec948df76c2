import Registry
import Testing

struct ImportClientsTests {
    private let fixture: RegistryFixture

    init() throws { fixture = try RegistryFixture() }

    /// The tenant `acme` with the scopes `a` and `external`, and a subscription of the partner `P`.
    private func subscription(partner: String = "P") async throws -> Subscription {
        if try await fixture.store.read({ try $0.findTenant(try TenantName("acme")) }) == nil {
            try await fixture.run(CreateTenant(name: "acme", displayName: nil))
            try await fixture.run(CreateScope(tenant: "acme", name: "a", description: "d", environment: nil))
        }
        return try await fixture.run(
            CreateSubscription(
                tenant: "acme", partner: partner, contact: "", scopes: ["a", "external"], withClients: false)
        ).subscription
    }

    private func line(
        _ number: Int = 1, subscription: String = "P", change: (inout ClientImportLine) -> Void = { _ in }
    ) -> ClientImportLine {
        var line = ClientImportLine(
            number: number, tenant: "acme", environment: .sandbox, subscription: subscription)
        change(&line)
        return line
    }

    private func run(_ lines: [ClientImportLine], withSecrets: Bool = false) async throws -> [ImportedClient] {
        try await fixture.run(ImportClients(lines, digest: "0f", withSecrets: withSecrets))
    }

    private func problems(of lines: [ClientImportLine]) async throws -> [InvalidLine] {
        guard
            case .invalidLines(let problems) = try await fixture.refusal(
                of: ImportClients(lines, digest: "0f", withSecrets: true))
        else { return [] }
        return problems
    }

    @Test func `a client of a line is as one that is made by itself`() async throws {
        let subscription = try await subscription()
        let imported = try await run([line()])
        let single = try await fixture.run(
            CreateClient(
                subscription: subscription.id.text, environment: .sandbox, name: "P", scopes: [],
                tokenLifetimeSeconds: nil)
        ).client
        var expected = single
        let client = try #require(imported.first?.created.client)
        expected.number = client.number
        #expect(client.scopes == single.scopes && client.settings == single.settings)
        #expect(client.name == single.name && client.tokenLifetimeSeconds == single.tokenLifetimeSeconds)
        #expect(client.status == .active && client.createdAt == single.createdAt && client.realm == single.realm)
        #expect(client.number != single.number && client.id != single.id)
        #expect(try await fixture.store.read { try $0.findClient(client.id) } == client)
        #expect(imported[0].created.secret == nil)
        #expect(try await fixture.store.read { try $0.listSecrets(client.id) }.isEmpty)
    }

    @Test func `lines are made in their order, each with a number of its own, under the names they ask for`()
        async throws
    {
        let other = try await subscription(partner: "Other")
        let imported = try await run(
            [
                line(2) { $0.name = "First" }, line(5, subscription: other.id.text) { $0.isSuspended = true },
                line(9) {
                    $0.clientID = "cf_test_0123456789ABCDEFGHJK"
                    $0.scopes = []
                },
            ].map { line in
                var line = line
                if line.subscription == "P" { line.subscription = "Other" }
                return line
            })
        #expect(imported.map(\.line) == [2, 5, 9])
        let clients = imported.map(\.created.client)
        #expect(Set(clients.map(\.number)).count == 3)
        #expect(clients.map(\.name) == ["First", "Other", "Other"])
        #expect(clients.map(\.status) == [.active, .suspended, .active])
        #expect(clients[2].id.text == "cf_test_0123456789ABCDEFGHJK" && clients[2].scopes.isEmpty)
    }

    @Test func `secrets are made where they are asked for, for clients that use them`() async throws {
        _ = try await subscription()
        let imported = try await run(
            [
                line(),
                line(2) {
                    $0.settings.authenticationMethods = [.privateKeyJWT]
                    $0.settings.keySetURI = "https://partner.example/jwks.json"
                },
            ], withSecrets: true)
        let secret = try #require(imported[0].created.secret)
        let kept = try await fixture.store.read { [id = imported[0].created.client.id] in try $0.listSecrets(id) }
        #expect(kept.map(\.id) == [secret.record.id] && imported[1].created.secret == nil)
    }

    @Test func `the journal is told of each client and of the import`() async throws {
        _ = try await subscription()
        let changes = try await fixture.changes { _ = try await run([line(), line(2)], withSecrets: true) }
        #expect(
            changes.map(\.kind)
                == ["client.created", "secret.created", "client.created", "secret.created", "client.imported"])
        let last = try #require(changes.last)
        #expect(last.subject == "sha256:0f" && last.tenant == .system && last.actor.name == "cli:tester")
        #expect(last.after == ["clients": "2", "tenants": "1", "secrets": "2"])
    }

    @Test func `everything that is wrong is told with its line, and nothing is made`() async throws {
        let subscription = try await subscription()
        _ = try await run([line { $0.clientID = "cf_test_0123456789ABCDEFGHJK" }])
        let problems = try await problems(of: [
            line(1), line(2) { $0.tenant = "nope" }, line(3, subscription: "Q") { $0.name = "" },
            line(4) {
                $0.scopes = ["b"]
                $0.tokenLifetimeSeconds = 5
                $0.settings.allowedNetworks = ["10.0.0.1/8"]
                $0.settings.introspects = "urn:x"
            },
            line(5) { $0.clientID = "cf_live_0123456789ABCDEFGHJK" },
            line(6) { $0.clientID = "cf_test_0123456789ABCDEFGHJK" },
            line(7) { $0.clientID = "cf_test_1123456789ABCDEFGHJK" },
            line(8) { $0.clientID = "cf_test_1123456789ABCDEFGHJK" },
            line(9) { $0.settings.profile = .fapi2 }, line(10) { $0.tenant = "system" },
        ])
        #expect(
            problems.map { "\($0.line) \($0.field ?? "")" } == [
                "2 tenant", "3 name", "3 subscription", "4 token_lifetime", "4 scopes", "4 introspects",
                "4 allowed_networks", "5 client_id", "6 client_id", "8 client_id", "9 authentication", "10 tenant",
            ])
        #expect(problems[4].message.contains("The scope “b” is not one of the subscription \(subscription.id)"))
        #expect(problems[8].message.contains("an import changes none"))
        #expect(problems[9].message.contains("The line 7 has the Client ID"))
    }

    @Test func `a line is held to the rest of the rules where a member of it is wrong`() async throws {
        _ = try await subscription()
        let problems = try await problems(of: [
            line {
                $0.isPartial = true
                $0.settings.profile = .fapi2
                $0.settings.certificateSubject = "nope"
            }
        ])
        #expect(problems.map(\.field) == ["certificate_subject"])
    }

    @Test func `a deleted client's identifier is not given out again`() async throws {
        _ = try await subscription()
        let id = try await run([line()])[0].created.client.id.text
        try await fixture.run(SetClientStatus(client: id, status: .deleted))
        let problems = try await problems(of: [line { $0.clientID = id }])
        #expect(problems.count == 1 && problems[0].message.contains("is not given out again"))
    }

    @Test func `a partner's name means a subscription only where one alone that has not ended has it`() async throws {
        let ended = try await subscription()
        try await fixture.run(SetSubscriptionStatus(id: ended.id.text, status: .ended))
        #expect(try await problems(of: [line()])[0].message.contains("has ended"))
        #expect(try await problems(of: [line(subscription: ended.id.text)])[0].message.contains("has ended"))
        let first = try await subscription()
        #expect(try await run([line()])[0].created.client.subscription == first.id)
        let second = try await subscription()
        let problem = try #require(try await problems(of: [line()]).first)
        #expect(problem.message.contains(first.id.text) && problem.message.contains(second.id.text))
        #expect(try await run([line(subscription: second.id.text)])[0].created.client.subscription == second.id)
    }

    @Test func `a draft tells what would come of it and leaves nothing behind`() async throws {
        _ = try await subscription()
        let wanted = ImportClients([line(), line(2) { $0.name = "" }], digest: "0f", withSecrets: false)
        let context = fixture.context
        let changes = try await fixture.changes {
            let draft = try await fixture.store.read { registry in
                try wanted.draft(in: registry, now: context.now, random: context.random)
            }
            #expect(draft.rows.map(\.line) == [1] && draft.problems.map(\.line) == [2])
        }
        #expect(changes.isEmpty)
    }

    @Test func `progress is told from the beginning to the end of each stage`() async throws {
        _ = try await subscription()
        let heard = Heard()
        _ = try await fixture.run(
            ImportClients(
                (1...101).map { line($0) }, digest: "0f", withSecrets: false,
                progress: WorkProgress { stage, done, total in heard.note("\(stage) \(done)/\(total)") }))
        #expect(
            heard.words == [
                "checking 0/101", "checking 100/101", "checking 101/101", "storing 0/101", "storing 100/101",
                "storing 101/101",
            ])
    }
}
