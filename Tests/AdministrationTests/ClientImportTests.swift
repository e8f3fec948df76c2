import Administration
import HTTPTypes
import Registry
import Testing
import WebFoundation

@Suite struct ClientImportTests {
    private let fixture: AdminFixture

    init() throws { fixture = try AdminFixture() }

    private let line = #"{"tenant":"acme","environment":"sandbox","subscription":"Example Partner"}"#

    private func export(_ fixture: AdminFixture, query: String? = nil) async throws -> String {
        let operation = try #require(fixture.api.operation("exportClients"))
        var input = AdminAPI.Input(actor: Actor("client:tester"), accesses: [.read])
        input.query = query
        return try #require(try await fixture.api.perform(operation, input).text)
    }

    @Test func `an import makes a client of each line, and tells which is which`() async throws {
        _ = try await fixture.startStory()
        let answer = try await fixture.call(
            "importClients", query: "secrets=true", body: "\(line)\r\n\n\(line.dropLast()),\"name\":\"Second\"}\n")
        #expect(answer["clients"] == .integer(2) && answer["dry_run"] == .boolean(false))
        let created = answer["created"]?.items ?? []
        #expect(created.map { $0["line"] } == [.integer(1), .integer(3)])
        #expect(created.map { $0["name"] } == ["Example Partner", "Second"])
        for row in created {
            let id = try fixture.text(row["client_id"])
            let secrets = try await fixture.items("listSecrets", path: ["client": id])
            #expect(secrets.map { $0["secret_id"] } == [row["secret_id"]])
            #expect(try fixture.text(row["client_secret"]).hasPrefix("cfs_test_"))
        }
    }

    @Test func `a repeat with the same idempotency key imports nothing and shows no secret again`() async throws {
        _ = try await fixture.startStory()
        let first = try await fixture.call("importClients", query: "secrets=true", body: line, idempotencyKey: "k")
        let second = try await fixture.call("importClients", query: "secrets=true", body: line, idempotencyKey: "k")
        #expect(first["created"]?.items[0]["client_id"] == second["created"]?.items[0]["client_id"])
        #expect(second["created"]?.items[0]["client_secret"] == .null)
        #expect(try await fixture.items("listClients").count == 3)
    }

    @Test func `a dry run lists everything that is wrong with its line and changes nothing`() async throws {
        _ = try await fixture.startStory()
        let lines = [
            line, "[]", #"{"tenant":"acme","environment":"test"}"#,
            #"{"tenant":"acme","environment":"sandbox","subscription":"X","name":7,"token_lifetime":1,"x":1}"#,
            #"{"tenant":"acme","environment":"sandbox","subscription":"X","authentication":["none"],"scopes":"a"}"#,
            #"{"tenant":"acme","tenant":"b"}"#, line.replacing("}", with: #","jwks":{"keys":[]}}"#),
        ]
        let answer = try await fixture.call("importClients", query: "dry_run=true", body: lines.joined(separator: "\n"))
        let problems = answer["problems"]?.items ?? []
        let told = problems.map { problem -> String in
            guard case .integer(let line) = problem["line"] else { return "" }
            return "\(line) \(problem["member"]?.textValue ?? "")"
        }
        #expect(
            told == [
                "2 ", "3 environment", "3 subscription", "4 x", "4 name", "4 token_lifetime", "4 subscription",
                "5 scopes", "5 authentication", "6 ", "7 jwks",
            ])
        #expect(answer["clients"] == .integer(0) && answer["created"] == .list([]))
        #expect(try await fixture.items("listClients").count == 2)
        let good = try await fixture.call("importClients", query: "dry_run=true", body: "\(line)\n\(line)")
        #expect(good["clients"] == .integer(2) && good["problems"] == .list([]))
        #expect(try await fixture.items("listClients").count == 2)
    }

    @Test func `lines that are wrong are refused together with the good ones`() async throws {
        _ = try await fixture.startStory()
        let problem = try #require(
            try await fixture.problem("importClients", body: "\(line)\n{\n\(line.replacing("acme", with: "nope"))"))
        #expect(problem.status == .unprocessableContent && problem.code == "invalid_lines")
        #expect(problem.errors.map(\.line) == [2, 3] && problem.errors.map(\.pointer) == [nil, "/tenant"])
        #expect(problem.detail.contains("2 problems in 2 lines"))
        #expect(try await fixture.items("listClients").count == 2)
    }

    @Test func `a refusal names the first thousand faults, and a dry run all`() async throws {
        let body = String(repeating: "{\n", count: 1_200)
        let problem = try #require(try await fixture.problem("importClients", body: body))
        #expect(problem.errors.count == 1_000 && problem.detail.contains("1200 problems in 1200 lines"))
        let answer = try await fixture.call("importClients", query: "dry_run=true", body: body)
        #expect(answer["problems"]?.items.count == 1_200)
    }

    @Test(arguments: [("", 0), ("\n", 1), (" \r\n\t\n", 1), ("{\n", AdminLimits.linesCount + 1)])
    func `a body without lines, or with too many, is refused`(line: String, count: Int) async throws {
        let body = String(repeating: line, count: count)
        let problem = try #require(try await fixture.problem("importClients", body: body))
        #expect(problem.status == .unprocessableContent && problem.errors.map(\.pointer) == ["/lines"])
    }

    @Test(arguments: ["dry_run=yes", "secrets=1", "dry_run=true&dry_run=true", "x=1"])
    func `a query with a fault is refused`(query: String) async throws {
        #expect(try await fixture.problem("importClients", query: query, body: line)?.status == .badRequest)
    }

    @Test func `what is exported is imported elsewhere, and the export of that is the same`() async throws {
        let other = try AdminFixture()
        for registry in [fixture, other] {
            try await registry.call("createTenant", body: #"{"tenant":"acme"}"#)
            try await registry.call(
                "createSubscription",
                body: #"{"tenant":"acme","partner":"Example Partner","with_clients":false}"#)
            try await registry.call(
                "createScope", path: ["tenant": "acme"], body: #"{"scope":"a","description":"d"}"#)
        }
        let key = #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#
        let more = [
            #""name":"“Ünï” \\ \"","allowed_networks":["192.0.2.0/24"]"#,
            #""authentication":["private_key_jwt"],"jwks":{"keys":[\#(key)]},"token_format":"ES256""#,
            #""authentication":["private_key_jwt"],"jwks_uri":"https://a.example/k","token_lifetime":90"#
                + #","profile":"smart-backend-services""#,
            #""authentication":["tls_client_auth"],"certificate_subject":"san_dns=a.example","token_binding":"dpop""#,
            #""introspects":"external","exchange_targets":["external"],"status":"suspended","name":"R""#,
            #""scopes":["external"],"default_scopes":["external"],"token_lifetime":90"#,
        ]
        let lines = more.map { "\(line.dropLast()),\($0)}" }.joined(separator: "\n")
        try await fixture.call("importClients", body: lines)
        let exported = try await export(fixture)
        #expect(exported.split(separator: "\n").count == more.count)
        try await other.call("importClients", body: exported)
        #expect(try await export(other) == exported)
        #expect(!exported.contains("secret\"") && !exported.contains("cfs_") && !exported.contains("hint"))
    }

    @Test func `an export is of one tenant, environment or subscription where that is asked for`() async throws {
        let story = try await fixture.startStory()
        _ = try await fixture.startStory(tenant: "beta")
        #expect(try await export(fixture, query: "tenant=beta").split(separator: "\n").count == 2)
        #expect(try await export(fixture, query: "environment=sandbox").split(separator: "\n").count == 2)
        let one = try await export(fixture, query: "subscription=\(story.subscription)&environment=sandbox")
        #expect(one.contains(story.sandboxClient) && one.split(separator: "\n").count == 1)
        for query in ["tenant=nope", "subscription=nope"] {
            #expect(try await fixture.problem("exportClients", query: query)?.status == .notFound)
        }
    }
}
