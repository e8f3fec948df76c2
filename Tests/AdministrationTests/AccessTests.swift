import Administration
import HTTPTypes
import Testing
import WebFoundation

@Suite struct AccessTests {
    private let fixture: AdminFixture

    init() throws { fixture = try AdminFixture() }

    @Test func `every operation is refused to a caller who has every access but its own`() async throws {
        for operation in fixture.api.operations {
            let others = AdminAccess.allCases.filter { $0 != operation.access }
            let problem = try #require(try await fixture.problem(operation.name, accesses: others))
            #expect(problem.status.code == 403 && problem.code == "forbidden", "\(operation.name)")
        }
    }

    @Test(arguments: AdminAccess.allCases)
    func `what could make its caller greater needs every access`(_ missing: AdminAccess) async throws {
        let accesses = AdminAccess.allCases.filter { $0 != missing }
        let path = ["operator": "ada"]
        try await fixture.call("createOperator", body: #"{"operator":"root","role":"administrator"}"#)
        try await fixture.call("createOperator", body: #"{"operator":"ada","role":"viewer"}"#)
        let problems = [
            try await fixture.problem(
                "createOperator", body: #"{"operator":"eve","role":"administrator"}"#, accesses: accesses),
            try await fixture.problem(
                "updateOperator", path: path, body: #"{"role":"administrator"}"#, accesses: accesses),
            try await fixture.problem("createSignInLink", path: path, accesses: accesses),
            try await fixture.problem("suspendOperator", path: path, accesses: accesses),
            try await fixture.problem("deleteOperator", path: path, accesses: accesses),
            try await fixture.problem("endOperatorSessions", path: path, accesses: accesses),
        ]
        #expect(problems.map { $0?.code } == Array(repeating: "forbidden", count: problems.count))
        #expect(try await fixture.call("getOperator", path: path)["role"] == .text("viewer"))
    }

    @Test func `a caller whose access is gone does not get the answer to its earlier request either`() async throws {
        let body = #"{"tenant":"acme"}"#
        try await fixture.call("createTenant", body: body, idempotencyKey: "k")
        let problem = try await fixture.problem("createTenant", body: body, idempotencyKey: "k", accesses: [.read])
        #expect(problem?.code == "forbidden")
    }
}
