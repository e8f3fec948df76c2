import Administration
import HTTPTypes
import Registry
import Testing
import WebFoundation

@Suite struct RequestRuleTests {
    private let fixture: AdminFixture

    init() throws { fixture = try AdminFixture() }

    @Test(arguments: [
        (#"{"tenant":"acme","tenat":"x"}"#, 422, ["/tenat"]), (#"{"tenant":1}"#, 422, ["/tenant"]),
        (#"{"display_name":null}"#, 422, ["/tenant", "/display_name"]), ("{}", 422, ["/tenant"]),
        ("", 422, ["/tenant"]),
        (#"{"tenant":"a","tenant":"b"}"#, 400, []), ("[]", 400, []), ("{", 400, []),
        (#"{"tenant":"ACME"}"#, 422, ["/tenant"]),
        (#"{"tenant":"system"}"#, 422, ["/tenant"]),
    ])
    func `a body with faults is refused with all of them`(body: String, status: Int, pointers: [String]) async throws {
        let problem = try #require(try await fixture.problem("createTenant", body: body))
        #expect(problem.status.code == status)
        #expect(Set(problem.errors.map(\.pointer)) == Set(pointers))
    }

    @Test(arguments: ["limit=0", "limit=1001", "limit=x", "limit=1&limit=2", "foo=1", "%zz=1"])
    func `a query with a fault is refused`(query: String) async throws {
        let problem = try #require(try await fixture.problem("listTenants", query: query))
        #expect(problem.status.code == 400 && problem.errors.count == 1)
    }

    @Test func `a cursor that is none of ours is refused`() async throws {
        #expect(try await fixture.problem("listTenants", query: "cursor=%21")?.status.code == 400)
    }

    @Test func `pages follow each other to the end, and the built-in tenant is in none`() async throws {
        for name in ["c", "a", "b"] { try await fixture.call("createTenant", body: #"{"tenant":"\#(name)"}"#) }
        try await fixture.store.write { [context = fixture.context] registry in
            try CreateSystemRealm().run(in: registry, context)
        }
        var names: [JSONDocument?] = []
        var query: String? = "limit=2"
        for _ in 0..<5 {
            let page = try await fixture.call("listTenants", query: query)
            guard case .list(let items) = page["items"] else { break }
            names += items.map { $0["tenant"] }
            guard case .text(let next) = page["next"] else { break }
            query = "limit=2&cursor=\(next)"
        }
        #expect(names == [.text("a"), .text("b"), .text("c")])
    }

    @Test func `a repeat with the same idempotency key does nothing and gets the same answer`() async throws {
        let body = #"{"tenant":"acme"}"#
        let first = try await fixture.call("createTenant", body: body, idempotencyKey: "k")
        let second = try await fixture.call("createTenant", body: body, idempotencyKey: "k")
        #expect(
            first["tenant"] == second["tenant"]
                && Precondition.entityTag(of: first) == Precondition.entityTag(of: second))
        #expect(try await fixture.problem("createTenant", body: body)?.status.code == 409)
        #expect(
            try await fixture.problem("createTenant", body: #"{"tenant":"b"}"#, idempotencyKey: "k")?.code
                == "idempotency_key_reused")
        fixture.advance(seconds: AdminLimits.idempotencyKeptSeconds + 1)
        #expect(try await fixture.problem("createTenant", body: body, idempotencyKey: "k")?.status.code == 409)
    }

    @Test func `a key that was refused is free for another try`() async throws {
        #expect(try await fixture.problem("createTenant", body: #"{"tenant":"-"}"#, idempotencyKey: "k") != nil)
        #expect(try await fixture.problem("createTenant", body: #"{"tenant":"a"}"#, idempotencyKey: "k") == nil)
    }

    @Test(arguments: ["", " ", "ä", String(repeating: "k", count: 201)])
    func `a malformed idempotency key is refused`(key: String) async throws {
        let problem = try await fixture.problem("createTenant", body: #"{"tenant":"a"}"#, idempotencyKey: key)
        #expect(problem?.code == "invalid_idempotency_key")
    }

    @Test func `a change of what somebody else has changed is refused and leaves nothing behind`() async throws {
        let tenant = try await fixture.call("createTenant", body: #"{"tenant":"acme"}"#)
        let tag = Precondition.entityTag(of: tenant)
        let path = ["tenant": "acme"]
        try await fixture.call("suspendTenant", path: path, ifMatch: tag)
        let problem = try #require(try await fixture.problem("resumeTenant", path: path, ifMatch: tag))
        #expect(problem.status.code == 412)
        #expect(try await fixture.call("getTenant", path: path)["status"] == .text("suspended"))
        #expect(try await fixture.problem("resumeTenant", path: path, ifMatch: problem.headers[.eTag]) == nil)
    }

    @Test func `a change is recorded with who made it`() async throws {
        try await fixture.call("createTenant", body: #"{"tenant":"acme"}"#, actor: "operator:ada")
        let changes = try await fixture.store.read { try $0.listChanges(after: 0, limit: 10) }
        #expect(changes.map(\.kind) == ["tenant.created"] && changes.map(\.actor.name) == ["operator:ada"])
    }
}
