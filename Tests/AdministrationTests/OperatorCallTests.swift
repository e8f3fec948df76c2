import Administration
import HTTPTypes
import Registry
import Testing
import WebFoundation

struct OperatorCallTests {
    private let fixture: AdminFixture

    init() throws { fixture = try AdminFixture() }

    @Test func `an operator is created, changed and deleted through the API`() async throws {
        try await fixture.call(
            "createOperator", body: #"{"operator": "root", "role": "administrator"}"#)
        let created = try await fixture.call(
            "createOperator", body: #"{"operator": "ada", "display_name": "Ada", "role": "viewer"}"#)
        #expect(created["role"] == .text("viewer"))
        let path = ["operator": "ada"]
        let updated = try await fixture.call("updateOperator", path: path, body: #"{"role": "support"}"#)
        #expect(updated["role"] == .text("support"))
        #expect(updated["display_name"] == .text("Ada"))
        let suspended = try await fixture.call("suspendOperator", path: path)
        #expect(suspended["status"] == .text("suspended"))
        try await fixture.call("resumeOperator", path: path)
        try await fixture.call("deleteOperator", path: path)
        let problem = try #require(try await fixture.problem("getOperator", path: path))
        #expect(problem.status.code == 404)
    }

    @Test(arguments: [
        (#"{"operator": "ada"}"#, "/role"), (#"{"role": "viewer"}"#, "/operator"),
        (#"{"operator": "ada", "role": "owner"}"#, "/role"),
        (#"{"operator": "Not A Name", "role": "viewer"}"#, "/operator"),
        (#"{"operator": "ada", "role": "viewer", "password": "x"}"#, "/password"),
    ])
    func `a bad body is refused with the member named`(_ body: String, _ pointer: String) async throws {
        let problem = try #require(try await fixture.problem("createOperator", body: body))
        #expect(problem.status.code == 422)
        #expect(problem.errors.map(\.pointer) == [pointer])
    }

    @Test func `a sign-in link is shown once, and a repeat does not show it`() async throws {
        try await fixture.call("createOperator", body: #"{"operator": "ada", "role": "administrator"}"#)
        let first = try await fixture.call("createSignInLink", path: ["operator": "ada"], idempotencyKey: "k")
        guard case .text(let link) = first["sign_in_link"] else {
            Issue.record("there is no link in the answer")
            return
        }
        #expect(link.hasPrefix("http://localhost:8081/console/sign-in#"))
        let second = try await fixture.call("createSignInLink", path: ["operator": "ada"], idempotencyKey: "k")
        #expect(second["sign_in_link"] == .null)
    }

    @Test(arguments: ["viewer", "support", "administrator"])
    func `a role allows what it says`(_ name: String) throws {
        let role = try #require(OperatorRole(rawValue: name))
        let allowed = AdminAccess.allCases.filter { role.allows($0) }
        let expected: [String: [AdminAccess]] = [
            "viewer": [.read], "support": [.read, .support], "administrator": AdminAccess.allCases,
        ]
        #expect(allowed == expected[name])
    }
}
