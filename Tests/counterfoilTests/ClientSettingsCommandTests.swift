import Testing

@testable import counterfoil

struct ClientSettingsCommandTests {
    private let line: CommandLineFixture

    init() throws { line = try CommandLineFixture() }

    @Test func `a client that authenticates by keys is made without a secret and changed`() async throws {
        let subscription = try await line.makePartner()["subscription"]["subscription_id"].text
        let made = try await line.ask(
            "client", "create", "--subscription", subscription, "--environment", "sandbox", "--authentication",
            "private_key_jwt", "--jwks-uri", "https://partner.example/jwks.json", "--token-format", "ES256",
            "--token-binding", "dpop", "--profile", "fapi2", "--default-scope", "external")
        #expect(!made.names.contains("client_secret"))
        #expect(made["jwks_uri"].text == "https://partner.example/jwks.json")
        #expect(made["profile"].text == "fapi2" && made["token_format"].text == "ES256")
        let updated = try await line.ask(
            "client", "update", made["client_id"].text, "--token-format", "resource", "--default-scope", "")
        #expect(updated["token_format"].text == "resource" && updated["token_binding"].text == "dpop")
        #expect(updated["default_scopes"].items.isEmpty)
    }

    @Test(arguments: [
        ["--authentication", "none"], ["--token-format", "HS256"], ["--token-binding", "tls"], ["--profile", "fapi1"],
    ])
    func `a setting that there is not is a wrong call that names what there is`(_ options: [String]) async throws {
        let subscription = try await line.makePartner()["subscription"]["subscription_id"].text
        let refused = await line.run(
            ["client", "create", "--subscription", subscription, "--environment", "sandbox", "--data", line.path]
                + options)
        #expect(refused.status == .usage)
        #expect(refused.errors.contains(options[1]))
    }

    @Test func `a key set that cannot be read is refused`() async throws {
        let subscription = try await line.makePartner()["subscription"]["subscription_id"].text
        let refused = await line.run([
            "client", "create", "--subscription", subscription, "--environment", "sandbox", "--authentication",
            "private_key_jwt", "--jwks", "/nonexistent/keys.json", "--data", line.path,
        ])
        #expect(refused.status == .failed)
        #expect(refused.errors.contains("The JWK set cannot be read from /nonexistent/keys.json"))
    }

    @Test func `a realm is shown and held to a profile`() async throws {
        _ = try await line.makePartner()
        let before = try await line.ask("realm", "show", "--tenant", "acme", "--environment", "sandbox")
        #expect(before["profile"].text == "standard" && before["certificate_roots"].items.isEmpty)
        let after = try await line.ask(
            "realm", "update", "--tenant", "acme", "--environment", "sandbox", "--profile", "fapi2")
        #expect(after["profile"].text == "fapi2")
        let unsaid = await line.run("realm", "update", "--tenant", "acme", "--environment", "sandbox")
        #expect(unsaid.status == .usage && unsaid.errors.contains("What is to change?"))
    }
}
