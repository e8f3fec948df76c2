import Testing

@testable import counterfoil

struct KeyReplaceCommandTests {
    private let line: CommandLineFixture
    private let call = ["key", "replace", "--tenant", "acme", "--environment", "sandbox"]

    init() async throws {
        line = try CommandLineFixture()
        _ = try await line.ask("tenant", "create", "acme")
    }

    private func keys(_ environment: String) async throws -> [JSONReading] {
        try await line.ask("key", "list", "--tenant", "acme", "--environment", environment).items
    }

    private func states(_ keys: [JSONReading], use: String) -> [String] {
        keys.filter { $0["use"].text == use }.map { $0["state"].text }.sorted()
    }

    @Test func `the keys of every use that a realm has are destroyed and new ones are active`() async throws {
        let production = try await keys("production").map { $0["key_id"].text }
        let made = try await line.ask(call + ["--yes"])
        #expect(made.items.map { $0["use"].text } == ["sealed-token", "sign-es256", "sign-eddsa"])
        #expect(made.items.map { $0["state"].text } == ["active", "active", "active"])
        let after = try await keys("sandbox")
        for use in ["sealed-token", "sign-es256", "sign-eddsa"] {
            #expect(states(after, use: use) == ["active", "destroyed"])
        }
        #expect(states(after, use: "sign-rs256").isEmpty)
        #expect(try await keys("production").map { $0["key_id"].text } == production)
    }

    @Test func `of one use only its keys go, the staged and retired ones too`() async throws {
        for _ in 0..<2 {
            line.advance(seconds: 1)
            _ = try await line.ask(
                "key", "rotate", "--tenant", "acme", "--environment", "sandbox", "--use", "sign-rs256", "--now")
        }
        let made = try await line.ask(call + ["--yes", "--use", "sign-rs256"])
        #expect(made.items.map { $0["use"].text } == ["sign-rs256"])
        let after = try await keys("sandbox")
        #expect(states(after, use: "sign-rs256") == ["active", "destroyed", "destroyed"])
        #expect(states(after, use: "sealed-token") == ["active"])
    }

    @Test func `the journal says who replaced which keys, and why`() async throws {
        let before = try await keys("sandbox").first { $0["use"].text == "sealed-token" }
        let made = try await line.ask(call + ["--yes", "--use", "sealed-token", "--reason", "tape lost"])
        let listed = await line.run("journal", "list", "--kind", "key.replaced", "--json")
        let entry = try JSONReading(listed.output)
        #expect(entry["realm"].text == "acme/sandbox")
        #expect(entry["actor"].text == "cli:tester")
        #expect(entry["subject"].text == made[0]["key_id"].text)
        #expect(entry["before"]["key_ids"].text == before?["key_id"].text)
        #expect(entry["after"]["reason"].text == "tape lost")
        #expect(entry["after"]["use"].text == "sealed-token")
    }

    @Test func `a person types the realm's name first`() async throws {
        let outcome = await line.run(call + ["--data", line.path], input: "acme/sandbox\n", isTyped: true)
        #expect(outcome.status == .done)
        #expect(outcome.errors.hasPrefix("This ends all tokens of acme/sandbox at once, and cannot be undone.\n"))
        #expect(outcome.errors.hasSuffix("Type acme/sandbox and press Enter to go on: "))
        #expect(states(try await keys("sandbox"), use: "sealed-token") == ["active", "destroyed"])
    }

    @Test(arguments: ["", "\n", "acme\n", "acme/production\n", "yes\n", "acme/sandbox acme/sandbox\n"])
    func `whoever types something else changes nothing`(typed: String) async throws {
        let outcome = await line.run(call + ["--data", line.path], input: typed, isTyped: true)
        #expect(outcome.status == .failed && outcome.output.isEmpty)
        #expect(outcome.errors.hasSuffix("counterfoil: What was typed is not acme/sandbox. Nothing was changed.\n"))
        #expect(states(try await keys("sandbox"), use: "sealed-token") == ["active"])
    }

    @Test func `a program must say yes`() async throws {
        let outcome = await line.run(call + ["--data", line.path], input: "acme/sandbox\n")
        #expect(outcome.status == .usage)
        #expect(outcome.errors.contains("add --yes"))
        #expect(states(try await keys("sandbox"), use: "sealed-token") == ["active"])
    }
}
