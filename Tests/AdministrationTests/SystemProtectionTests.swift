import Administration
import HTTPTypes
import Registry
import Testing
import WebFoundation

@Suite struct SystemProtectionTests {
    private let fixture: AdminFixture

    init() throws { fixture = try AdminFixture() }

    /// A program of the operators', made by somebody who has every right.
    private func program() async throws -> (client: String, secret: String) {
        try await fixture.store.write { [context = fixture.context] registry in
            try CreateSystemRealm().run(in: registry, context)
        }
        let created = try await fixture.call(
            "createClient",
            body: #"{"subscription_id":"sub_system","environment":"production","scopes":["admin:read"]}"#)
        return (try fixture.text(created["client_id"]), try fixture.text(created["secret_id"]))
    }

    @Test func `who has not every right cannot take those of an operators' program`() async throws {
        let (client, secret) = try await program()
        let few: [AdminAccess] = [.read, .support, .write]
        let attempts: [(String, [String: String], String)] = [
            ("createClient", [:], #"{"subscription_id":"sub_system","environment":"production"}"#),
            ("updateClient", ["client": client], #"{"scopes":["admin:keys"]}"#),
            ("suspendClient", ["client": client], ""), ("resumeClient", ["client": client], ""),
            ("deleteClient", ["client": client], ""), ("revokeClientTokens", ["client": client], ""),
            ("createSecret", ["client": client], ""), ("rollSecret", ["client": client], #"{"grace_seconds":0}"#),
            ("revokeSecret", ["secret": secret], ""), ("expireSecret", ["secret": secret], ""),
            ("updateSubscription", ["subscription": "sub_system"], #"{"partner":"x"}"#),
            ("suspendSubscription", ["subscription": "sub_system"], ""),
            ("resumeSubscription", ["subscription": "sub_system"], ""),
            ("endSubscription", ["subscription": "sub_system"], ""),
        ]
        for (operation, path, body) in attempts {
            let problem = try await fixture.problem(operation, path: path, body: body, accesses: few)
            #expect(problem?.status == .forbidden, "\(operation)")
        }
        try await fixture.call("createSecret", path: ["client": client])
    }

    @Test func `nothing of the built-in tenant is reached by its name`() async throws {
        _ = try await program()
        for operation in fixture.api.operations where operation.pathParameters.first == "tenant" {
            let path = [
                "tenant": "system", "environment": "production", "scope": "admin:read", "resource": "x", "key": "x",
            ]
            let body = operation.body.contains(where: \.isRequired) ? nil : ""
            guard let body else { continue }
            #expect(try await fixture.problem(operation.name, path: path, body: body)?.status == .notFound)
        }
    }
}
