import Foundation
import Registry
import Testing

@testable import counterfoil

@Suite struct AdministrationCommandTests {
    private let line: CommandLineFixture

    init() throws {
        line = try CommandLineFixture()
    }

    @Test func `the first tenant makes the data directory, and a second one of the name is refused`() async throws {
        let created = try await line.ask("tenant", "create", "acme", "--display-name", "Acme Ltd")
        #expect(
            created.names == [
                "tenant", "display_name", "status", "created_at", "ended_at", "production_host_label",
                "sandbox_host_label",
            ])
        #expect(created["tenant"].text == "acme")
        #expect(created["display_name"].text == "Acme Ltd")
        #expect(created["created_at"].text == "2026-11-24T22:37:38.000Z")
        #expect(created["sandbox_host_label"].text == "sandbox-acme")
        let attributes = try FileManager.default.attributesOfItem(atPath: line.path + "/root.key")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let again = await line.run("tenant", "create", "acme")
        #expect(again.status == .failed)
        #expect(again.output.isEmpty)
        #expect(again.errors.hasPrefix("counterfoil: The tenant “acme” exists already."))
        #expect(again.errors.hasSuffix("\n"))
        #expect(again.errors.count { $0 == "\n" } == 1)
    }

    @Test func `tenants are listed and shown, suspended and resumed`() async throws {
        _ = try await line.ask("tenant", "create", "acme")
        _ = try await line.ask("tenant", "create", "beta")
        #expect(try await line.ask("tenant", "list").items.map { $0["tenant"].text } == ["acme", "beta"])
        #expect(try await line.ask("tenant", "suspend", "acme")["status"].text == "suspended")
        #expect(try await line.ask("tenant", "show", "acme")["status"].text == "suspended")
        #expect(try await line.ask("tenant", "resume", "acme")["status"].text == "active")
        let people = await line.run("tenant", "list")
        #expect(people.output.hasPrefix("TENANT  DISPLAY NAME  STATUS  CREATED AT\nacme "))
    }

    @Test func `a subscription comes with a client and a secret in each environment`() async throws {
        let made = try await line.makePartner()
        #expect(made.names == ["subscription", "clients"])
        #expect(
            made["subscription"].names == [
                "subscription_id", "tenant", "partner", "contact", "scopes", "status", "created_at",
            ])
        #expect(made["subscription"]["scopes"].texts == ["external"])
        #expect(made["clients"].items.map { $0["environment"].text } == ["sandbox", "production"])
        let members: Set = ["environment", "client_id", "client_secret", "secret_id"]
        #expect(made["clients"].items.map(\.names) == [members, members])
        #expect(made["clients"][0]["client_secret"].text.hasPrefix("cfs_test_"))
        #expect(made["clients"][1]["client_secret"].text.hasPrefix("cfs_live_"))
    }

    @Test func `a subscription can be made without clients and shown with them`() async throws {
        let first = try await line.makePartner()
        let bare = try await line.ask(
            "subscription", "create", "--tenant", "acme", "--partner", "Other", "--contact", "it@other.example",
            "--scope", "external", "--no-clients")
        #expect(bare["clients"].items.isEmpty)
        #expect(bare["subscription"]["contact"].text == "it@other.example")
        let identifier = first["subscription"]["subscription_id"].text
        let shown = try await line.ask("subscription", "show", identifier)
        #expect(Set(shown["clients"].items.map { $0["environment"].text }) == ["sandbox", "production"])
        #expect(try await line.ask("subscription", "list").items.count == 2)
        #expect(try await line.ask("subscription", "list", "--tenant", "acme").items.count == 2)
    }

    @Test func `a subscription is suspended, resumed and ended for good`() async throws {
        let identifier = try await line.makePartner()["subscription"]["subscription_id"].text
        #expect(try await line.ask("subscription", "suspend", identifier)["status"].text == "suspended")
        #expect(try await line.ask("subscription", "resume", identifier)["status"].text == "active")
        #expect(try await line.ask("subscription", "end", identifier)["status"].text == "ended")
        #expect(await line.run("subscription", "resume", identifier).status == .failed)
    }

    @Test func `a client that may introspect is made for one resource, and lists show which`() async throws {
        let subscription = try await line.makePartner()["subscription"]["subscription_id"].text
        let made = try await line.ask(
            "client", "create", "--subscription", subscription, "--environment", "sandbox", "--introspects", "external")
        #expect(made["introspects"].text == "urn:counterfoil:acme:sandbox:external")
        #expect(made["scopes"].items.isEmpty)
        let listed = try await line.ask("client", "list", "--environment", "sandbox")
        #expect(Set(listed.items.map { $0["introspects"].text }) == ["", "urn:counterfoil:acme:sandbox:external"])
        let refused = await line.run(
            "client", "create", "--subscription", subscription, "--environment", "sandbox", "--introspects", "urn:x")
        #expect(refused.status == .failed)
        #expect(refused.errors.contains("There is no resource “urn:x” in acme/sandbox."))
    }

    @Test func `a client is created, updated, shown and deleted`() async throws {
        let subscription = try await line.makePartner()["subscription"]["subscription_id"].text
        let made = try await line.ask(
            "client", "create", "--subscription", subscription, "--environment", "sandbox", "--name", "Batch",
            "--token-lifetime", "600")
        let record: Set = [
            "client_id", "environment", "tenant", "subscription_id", "name", "scopes", "token_lifetime", "status",
            "created_at", "introspects", "authentication", "jwks_uri", "jwks_registered", "certificate_subject",
            "token_format", "token_binding", "profile", "default_scopes", "exchange_targets", "allowed_networks",
        ]
        #expect(made["introspects"].isNull)
        #expect(made.names == record.union(["client_secret", "secret_id"]))
        let identifier = made["client_id"].text
        let updated = try await line.ask("client", "update", identifier, "--name", "Nightly", "--token-lifetime", "60")
        #expect(updated["name"].text == "Nightly")
        #expect(updated["token_lifetime"].number == 60)
        let shown = try await line.ask("client", "show", identifier)
        #expect(shown.names == record.union(["secrets"]))
        #expect(shown["secrets"].items.map { $0["secret_id"].text } == [made["secret_id"].text])
        #expect(try await line.ask("client", "suspend", identifier)["status"].text == "suspended")
        #expect(try await line.ask("client", "resume", identifier)["status"].text == "active")
        #expect(try await line.ask("client", "delete", identifier)["status"].text == "deleted")
        #expect(await line.run("client", "show", identifier).status == .failed)
    }

    @Test(
        arguments: [
            ([], 3), (["--tenant", "acme"], 2), (["--environment", "sandbox"], 2),
            (["--tenant", "acme", "--environment", "production"], 1), (["--tenant", "beta"], 1),
        ] as [([String], Int)])
    func `clients are listed by tenant and environment`(filter: [String], count: Int) async throws {
        _ = try await line.makePartner()
        _ = try await line.ask("tenant", "create", "beta")
        let other = try await line.ask(
            "subscription", "create", "--tenant", "beta", "--partner", "Other", "--no-clients")
        _ = try await line.ask(
            "client", "create", "--environment", "sandbox", "--subscription",
            other["subscription"]["subscription_id"].text)
        let outcome = await line.run(["client", "list", "--json", "--data", line.path] + filter)
        #expect(try JSONReading(outcome.output).items.count == count)
    }

    @Test func `a created secret has the members that programs rely on`() async throws {
        let client = try await line.makePartner()["clients"][0]["client_id"].text
        let made = try await line.ask("secret", "create", "--client", client, "--expires-in", "90d")
        #expect(
            made.names == ["secret_id", "client_id", "client_secret", "created_at", "not_before", "expires_at"])
        #expect(made["expires_at"].text == "2027-02-22T22:37:38.000Z")
        let forever = try await line.ask("secret", "create", "--client", client)
        #expect(forever["expires_at"].isNull)
        let later = try await line.ask(
            "secret", "create", "--client", client, "--not-before", "2027-01-01", "--expires-at", "2027-01-02")
        #expect(later["not_before"].text == "2027-01-01T00:00:00.000Z")
        #expect(later["expires_at"].text == "2027-01-02T00:00:00.000Z")
    }

    @Test func `secrets are listed with their times and never with the secret`() async throws {
        let client = try await line.makePartner()["clients"][0]["client_id"].text
        line.advance(seconds: 1)
        let made = try await line.ask("secret", "create", "--client", client, "--expires-in", "1h")
        line.advance(seconds: 3_600)
        _ = try await line.ask("secret", "create", "--client", client, "--not-before", "2030-01-01")
        let outcome = await line.run("secret", "list", "--client", client, "--json")
        #expect(!outcome.output.contains(made["client_secret"].text))
        let listed = try JSONReading(outcome.output)
        #expect(listed.items.map { $0["state"].text } == ["active", "expired", "not_yet_valid"])
        #expect(
            listed[1].names == [
                "secret_id", "client_id", "hint", "created_at", "not_before", "expires_at", "last_used_at",
                "last_used_from", "revoked_at", "state", "superseded_by", "succession",
            ])
        #expect(listed[1]["hint"].text == String(made["client_secret"].text.prefix(13)))
        #expect(listed[1]["last_used_at"].isNull)
        #expect(listed[1]["revoked_at"].isNull)
    }

    @Test func `a secret is revoked, or expires now, at a time or after one`() async throws {
        let client = try await line.makePartner()["clients"][0]["client_id"].text
        func makeSecret() async throws -> String {
            try await line.ask("secret", "create", "--client", client)["secret_id"].text
        }
        let revoked = try await line.ask("secret", "revoke", makeSecret())
        #expect(revoked["state"].text == "revoked")
        #expect(revoked["revoked_at"].text == "2026-11-24T22:37:38.000Z")
        #expect(try await line.ask("secret", "expire", makeSecret())["state"].text == "expired")
        let after = try await line.ask("secret", "expire", makeSecret(), "--in", "1h")
        #expect(after["expires_at"].text == "2026-11-24T23:37:38.000Z")
        let at = try await line.ask("secret", "expire", makeSecret(), "--at", "2027-01-01T00:00:00Z")
        #expect(at["expires_at"].text == "2027-01-01T00:00:00.000Z")
        #expect(at["state"].text == "active")
    }

    @Test func `scopes are made in both environments or in one, and resources are listed`() async throws {
        _ = try await line.ask("tenant", "create", "acme")
        let both = try await line.ask("scope", "create", "billing", "--tenant", "acme", "--description", "Bills")
        #expect(both.items.map { $0["environment"].text } == ["production", "sandbox"])
        #expect(both[0].names == ["scope", "tenant", "environment", "description", "resource"])
        _ = try await line.ask(
            "scope", "create", "try", "--tenant", "acme", "--description", "Trial", "--environment", "sandbox")
        #expect(try await line.ask("scope", "list", "--tenant", "acme").items.count == Scope.externalAPI.count * 2 + 3)
        let sandbox = try await line.ask("scope", "list", "--tenant", "acme", "--environment", "sandbox")
        #expect(
            sandbox.items.map { $0["scope"].text } == (Scope.externalAPI.map(\.name) + ["billing", "try"]).sorted())
        let resources = try await line.ask("resource", "list", "--tenant", "acme")
        #expect(
            resources.items.map { $0["resource"].text } == [
                "urn:counterfoil:acme:production:external", "urn:counterfoil:acme:sandbox:external",
            ])
    }

    @Test func `a rotated key takes over, and the old one is retired`() async throws {
        _ = try await line.ask("tenant", "create", "acme")
        let before = try await line.ask(
            "key", "list", "--tenant", "acme", "--environment", "sandbox", "--use", "sealed-token")
        #expect(
            before[0].names == [
                "key_id", "tenant", "environment", "use", "state", "created_at", "activated_at", "retired_at",
                "destroyed_at",
            ])
        line.advance(seconds: 1)
        let rotated = try await line.ask("key", "rotate", "--tenant", "acme", "--environment", "sandbox")
        #expect(rotated.items.map { $0["state"].text } == ["active"])
        let after = try await line.ask(
            "key", "list", "--tenant", "acme", "--environment", "sandbox", "--use", "sealed-token")
        #expect(after.items.map { $0["state"].text } == ["retired", "active"])
        #expect(after[0]["key_id"].text == before[0]["key_id"].text)
        #expect(after[0]["retired_at"].text == "2026-11-24T22:37:39.000Z")
        #expect(after[1]["key_id"].text == rotated[0]["key_id"].text)
        let production = try await line.ask("key", "list", "--tenant", "acme", "--environment", "production")
        #expect(production.items.map { $0["state"].text } == ["active", "active", "active"])
        #expect(Set(production.items.map { $0["use"].text }) == ["sealed-token", "sign-es256", "sign-eddsa"])
        line.advance(seconds: 1)
        #expect(try await line.ask("key", "rotate", "--tenant", "acme").items.count == 2)
    }

    @Test func `a key that signs is published and not used, unless that is said out loud`() async throws {
        _ = try await line.ask("tenant", "create", "acme")
        let call = ["key", "rotate", "--tenant", "acme", "--environment", "sandbox", "--use", "sign-es256"]
        line.advance(seconds: 1)
        let staged = try await line.ask(call)
        #expect(staged.items.map { $0["state"].text } == ["staged"])
        // A second call does not stage another one.
        #expect(try await line.ask(call)[0]["key_id"].text == staged[0]["key_id"].text)
        let active = try await line.ask(call + ["--now"])
        #expect(active.items.map { $0["state"].text } == ["active"])
        #expect(active[0]["key_id"].text == staged[0]["key_id"].text)
        let ring = try await line.ask(
            "key", "list", "--tenant", "acme", "--environment", "sandbox", "--use", "sign-es256")
        #expect(ring.items.map { $0["state"].text } == ["retired", "active"])
    }

    @Test func `the first key of its use is active at once`() async throws {
        _ = try await line.ask("tenant", "create", "acme")
        let made = try await line.ask(
            "key", "rotate", "--tenant", "acme", "--environment", "sandbox", "--use", "sign-rs256")
        #expect(made.items.map { $0["state"].text } == ["active"])
    }

    @Test func `people are shown a secret once, with the advice to store it`() async throws {
        _ = try await line.ask("tenant", "create", "acme")
        let made = await line.run("subscription", "create", "--tenant", "acme", "--partner", "Example Partner")
        #expect(made.status == .done)
        #expect(made.output.contains("client secret  cfs_test_"))
        #expect(made.output.contains("client secret  cfs_live_"))
        #expect(made.output.hasSuffix("Store it now, where only the partner's program can read it.\n"))
    }
}
