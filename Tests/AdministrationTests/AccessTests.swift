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

    @Test func `a caller whose access is gone does not get the answer to its earlier request either`() async throws {
        let body = #"{"tenant":"acme"}"#
        try await fixture.call("createTenant", body: body, idempotencyKey: "k")
        let problem = try await fixture.problem("createTenant", body: body, idempotencyKey: "k", accesses: [.read])
        #expect(problem?.code == "forbidden")
    }
}
