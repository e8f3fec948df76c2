import Testing

@testable import counterfoil

struct LimitCommandTests {
    private let line: CommandLineFixture

    init() throws { line = try CommandLineFixture() }

    @Test func `limits of a subscription are shown, set and taken away`() async throws {
        let subscription = try await line.makePartner()["subscription"]["subscription_id"].text
        _ = try await line.ask(
            "subscription", "limits", subscription, "--tokens-per-minute", "60", "--calls-per-minute", "600",
            "--soft-per-month", "900", "--hard-per-month", "1000", "--active-secrets", "2")
        _ = try await line.ask("subscription", "limits", subscription, "--calls-per-minute", "none")
        let shown = await line.run("subscription", "limits", subscription)
        #expect(shown.status == .done)
        #expect(shown.output.contains("token requests per minute  60\n") && shown.output.contains("1000"))
        #expect(!shown.output.contains("600"))
    }

    @Test(arguments: [["--calls-per-minute", "many"], ["--calls-per-minute", "1.5"]])
    func `what is no limit is a wrong call`(options: [String]) async throws {
        let subscription = try await line.makePartner()["subscription"]["subscription_id"].text
        let refused = await line.run(["subscription", "limits", subscription, "--data", line.path] + options)
        #expect(refused.status == .usage && refused.errors.contains(options[1]))
    }

    @Test(arguments: ["0", "-1", "1000000000001"])
    func `a limit out of its range is refused`(limit: String) async throws {
        let subscription = try await line.makePartner()["subscription"]["subscription_id"].text
        let refused = await line.run("subscription", "limits", subscription, "--calls-per-minute=\(limit)")
        #expect(refused.status == .failed && refused.errors.contains("1 to 1000000000000"))
    }

    @Test func `a client's networks are set and taken away`() async throws {
        let client = try await line.makePartner()["clients"].items[0]["client_id"].text
        let set = try await line.ask(
            "client", "update", client, "--allowed-network", "192.0.2.0/24", "--allowed-network", "2001:db8::/32")
        #expect(set["allowed_networks"].items.map(\.text) == ["192.0.2.0/24", "2001:db8::/32"])
        let unset = try await line.ask("client", "update", client, "--allowed-network", "")
        #expect(unset["allowed_networks"].items.isEmpty)
        let refused = await line.run("client", "update", client, "--allowed-network", "192.0.2.1/24")
        #expect(refused.status == .failed && refused.errors.contains("an address inside a network"))
    }
}
