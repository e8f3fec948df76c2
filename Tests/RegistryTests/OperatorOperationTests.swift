import Registry
import Testing

struct OperatorOperationTests {
    private let fixture: RegistryFixture

    init() throws { fixture = try RegistryFixture() }

    private func create(_ name: String, _ role: OperatorRole = .administrator) async throws -> Operator {
        try await fixture.run(CreateOperator(name: name, displayName: nil, role: role))
    }

    @Test func `an operator is created with a change row`() async throws {
        let changes = try await fixture.changes {
            let person = try await fixture.run(
                CreateOperator(name: "ada", displayName: " Ada Lovelace ", role: .support))
            #expect(person.displayName == "Ada Lovelace")
            #expect(person.role == .support)
            #expect(person.status == .active)
            #expect(person.lastSignedInAt == nil)
        }
        let change = try #require(changes.first)
        #expect(changes.count == 1)
        #expect(change.kind == "operator.created")
        #expect(change.subject == "ada")
        #expect(change.realm == .system)
        #expect(change.after == ["display_name": "Ada Lovelace", "role": "support", "status": "active"])
    }

    @Test(arguments: ["", "Ada", "a b", "-a", "a-", ".a", "é", "a/b", String(repeating: "a", count: 43)])
    func `a name that breaks the rule is refused`(_ name: String) async throws {
        let error = try await fixture.refusal(of: CreateOperator(name: name, displayName: nil, role: .viewer))
        guard case .invalid(let field, _) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(field == "operator")
    }

    @Test(arguments: ["a", "ada.lovelace", "a_b-c", String(repeating: "a", count: 42)])
    func `a name within the rule is taken, once`(_ name: String) async throws {
        #expect(try await create(name).name.text == name)
        let error = try await fixture.refusal(of: CreateOperator(name: name, displayName: nil, role: .viewer))
        #expect(error.message.contains("exists already"))
    }

    @Test func `the last active administrator cannot be suspended, deleted or given another role`() async throws {
        _ = try await create("ada")
        _ = try await create("bob", .support)
        let refusals = [
            try await fixture.refusal(of: SetOperatorStatus(name: "ada", status: .suspended)),
            try await fixture.refusal(of: DeleteOperator(name: "ada")),
            try await fixture.refusal(of: UpdateOperator(name: "ada", displayName: nil, role: .support)),
        ]
        #expect(refusals.allSatisfy { $0.message.contains("last active administrator") })
        // What leaves the role alone may be changed.
        try await fixture.run(UpdateOperator(name: "ada", displayName: "Ada", role: nil))
        try await fixture.run(UpdateOperator(name: "bob", displayName: nil, role: .administrator))
        try await fixture.run(DeleteOperator(name: "ada"))
        let names = try await fixture.store.read { registry in try registry.listOperators().map(\.name.text) }
        #expect(names == ["bob"])
    }

    @Test func `a suspended administrator does not count as another one`() async throws {
        _ = try await create("ada")
        _ = try await create("bob")
        try await fixture.run(SetOperatorStatus(name: "bob", status: .suspended))
        let error = try await fixture.refusal(of: DeleteOperator(name: "ada"))
        #expect(error.message.contains("last active administrator"))
        // The suspended one is nobody's last hope and can go.
        try await fixture.run(DeleteOperator(name: "bob"))
    }

    @Test func `an update that changes nothing has no change row`() async throws {
        _ = try await create("ada")
        let changes = try await fixture.changes {
            try await fixture.run(UpdateOperator(name: "ada", displayName: "ada", role: .administrator))
            try await fixture.run(SetOperatorStatus(name: "ada", status: .active))
            try await fixture.run(EndSessions(name: "ada"))
        }
        #expect(changes.isEmpty)
    }

    @Test func `the first operator is an administrator and made once`() async throws {
        let first = try #require(try await fixture.run(CreateFirstOperator()))
        #expect(first.name.text == "admin")
        #expect(first.role == .administrator)
        #expect(try await fixture.run(CreateFirstOperator()) == nil)
    }

    @Test func `what names no operator is refused with the command that lists them`() async throws {
        let refusals = [
            try await fixture.refusal(of: CreateSignInLink(name: "nobody")),
            try await fixture.refusal(of: DeleteOperator(name: "nobody")),
            try await fixture.refusal(of: EndSessions(name: "nobody")),
        ]
        #expect(refusals.allSatisfy { $0.message.contains("counterfoil operator list") })
    }
}
