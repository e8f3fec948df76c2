import Testing

@testable import counterfoil

struct ResourceCommandTests {
    private let line: CommandLineFixture

    init() throws { line = try CommandLineFixture() }

    @Test func `a resource and its scopes are made, shown, changed and deleted`() async throws {
        _ = try await line.ask("tenant", "create", "acme")
        let made = try await line.ask(
            "resource", "create", "https://billing.example/", "--tenant", "acme", "--environment", "sandbox", "--name",
            "Billing", "--token-format", "ES256")
        #expect(made.names == ["resource", "tenant", "environment", "name", "token_format"])
        #expect(made["resource"].text == "https://billing.example/" && made["token_format"].text == "ES256")
        let scopes = try await line.ask(
            "scope", "create", "invoices:read", "--tenant", "acme", "--description", "Read", "--resource",
            "https://billing.example/", "--environment", "sandbox")
        #expect(scopes.items.map { $0["resource"].text } == ["https://billing.example/"])
        let shown = try await line.ask(
            "resource", "show", "https://billing.example/", "--tenant", "acme", "--environment", "sandbox")
        #expect(shown["scopes"].texts == ["invoices:read"])
        let updated = try await line.ask(
            "resource", "update", "https://billing.example/", "--tenant", "acme", "--environment", "sandbox",
            "--token-format", "sealed")
        #expect(updated["token_format"].text == "sealed" && updated["name"].text == "Billing")
        let described = try await line.ask(
            "scope", "update", "invoices:read", "--tenant", "acme", "--description", "See invoices")
        #expect(described.items.map { $0["description"].text } == ["See invoices"])
        let one = try await line.ask("scope", "show", "invoices:read", "--tenant", "acme")
        #expect(one.items.map { $0["environment"].text } == ["sandbox"])
        let used = await line.run(
            "resource", "delete", "https://billing.example/", "--tenant", "acme", "--environment", "sandbox")
        #expect(used.status == .failed && used.errors.contains("Delete its scopes first"))
        #expect(try await line.ask("scope", "delete", "invoices:read", "--tenant", "acme").items.count == 1)
        _ = try await line.ask(
            "resource", "delete", "https://billing.example/", "--tenant", "acme", "--environment", "sandbox")
        #expect(try await line.ask("resource", "list", "--tenant", "acme").items.count == 2)
        let journal = await line.run("journal", "list", "--json").output
        for kind in ["resource.created", "resource.updated", "resource.deleted", "scope.updated", "scope.deleted"] {
            #expect(journal.contains("\"kind\":\"\(kind)\""))
        }
    }

    @Test func `a subscription's scopes change`() async throws {
        let subscription = try await line.makePartner()["subscription"]["subscription_id"].text
        _ = try await line.ask("scope", "create", "read", "--tenant", "acme", "--description", "Read")
        let changed = try await line.ask(
            "subscription", "update", subscription, "--scope", "external", "--scope", "read", "--contact", "a@b.example"
        )
        #expect(changed["scopes"].texts == ["external", "read"] && changed["contact"].text == "a@b.example")
        let refused = await line.run("subscription", "update", subscription, "--scope", "no")
        #expect(refused.status == .failed && refused.errors.contains("The scope “no” does not exist"))
    }

    @Test(arguments: [
        ["subscription", "update", "sub_x"],
        ["resource", "update", "external", "--tenant", "a", "--environment", "sandbox"],
        ["resource", "create", "urn:x", "--tenant", "acme", "--name", "X"],
        ["resource", "create", "urn:x", "--tenant", "acme", "--name", "X", "--environment", "test"],
        [
            "resource", "create", "urn:x", "--tenant", "acme", "--name", "X", "--environment", "sandbox",
            "--token-format", "HS256",
        ],
        ["scope", "update", "external", "--tenant", "acme"], ["scope", "delete", "external"],
    ])
    func `a call in which something is missing is a wrong call`(_ arguments: [String]) async throws {
        let outcome = await line.run(arguments + ["--data", line.path])
        #expect(outcome.status == .usage && outcome.output.isEmpty && !outcome.errors.isEmpty)
    }
}
