/// Creates an operator.
package struct CreateOperator: RegistryOperation {
    private let name: String
    private let displayName: String?
    private let role: OperatorRole

    /// Asks for an operator.
    ///
    /// - Parameter displayName: what people call the person; the name when `nil`.
    package init(name: String, displayName: String?, role: OperatorRole) {
        self.name = name
        self.displayName = displayName
        self.role = role
    }

    /// Creates it. Throws when the name breaks a rule or is taken.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Operator {
        let name = try OperatorName(name)
        guard try registry.findOperator(name) == nil else {
            throw RegistryError.conflict(
                "The operator “\(name)” exists already. Choose another name, or change the one that is there.")
        }
        let person = Operator(
            name: name, displayName: try Label.checked(displayName ?? name.text, field: "display name"), role: role,
            status: .active, createdAt: context.now)
        try registry.insert(person)
        try registry.record(
            context.operatorChange(
                "created", of: name, after: person.facts.merging(["status": "active"]) { fact, _ in fact }))
        return person
    }
}

/// Changes an operator; what is `nil` stays.
package struct UpdateOperator: RegistryOperation {
    private let name: String
    private let displayName: String?
    private let role: OperatorRole?

    /// Asks for changes.
    package init(name: String, displayName: String?, role: OperatorRole?) {
        self.name = name
        self.displayName = displayName
        self.role = role
    }

    /// Makes them; sessions have the new role from the next request on. Throws for the last administrator's role.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Operator {
        let before = try registry.requireOperator(try OperatorName(name))
        var person = before
        if let displayName { person.displayName = try Label.checked(displayName, field: "display name") }
        if let role { person.role = role }
        guard person != before else { return before }
        if person.role != .administrator { try registry.requireAnotherAdministrator(than: before) }
        try registry.update(person)
        try registry.record(
            context.operatorChange("updated", of: person.name, before: before.facts, after: person.facts))
        return person
    }
}

/// Suspends or resumes an operator. Suspending ends all sessions and takes all links back.
package struct SetOperatorStatus: RegistryOperation {
    private let name: String
    private let status: Operator.Status

    /// Asks for a status.
    package init(name: String, status: Operator.Status) {
        self.name = name
        self.status = status
    }

    /// Sets it. Throws for the last administrator.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Operator {
        var person = try registry.requireOperator(try OperatorName(name))
        guard person.status != status else { return person }
        let before = person.status
        if status == .suspended {
            try registry.requireAnotherAdministrator(than: person)
            try registry.deleteSessions(of: person.name)
            try registry.deleteSignInLinks(of: person.name)
        }
        person.status = status
        try registry.update(person)
        try registry.record(
            context.operatorChange(
                status == .suspended ? "suspended" : "resumed", of: person.name,
                before: ["status": before.rawValue], after: ["status": status.rawValue]))
        return person
    }
}

/// Deletes an operator with all sessions and links. What the journal says of them stays.
package struct DeleteOperator: RegistryOperation {
    private let name: String

    /// Asks for the deletion of an operator.
    package init(name: String) {
        self.name = name
    }

    /// Deletes it. Throws for the last administrator.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Operator {
        let person = try registry.requireOperator(try OperatorName(name))
        try registry.requireAnotherAdministrator(than: person)
        try registry.deleteSessions(of: person.name)
        try registry.deleteSignInLinks(of: person.name)
        try registry.delete(person)
        try registry.record(
            context.operatorChange(
                "deleted", of: person.name,
                before: person.facts.merging(["status": person.status.rawValue]) { fact, _ in fact }))
        return person
    }
}

extension Operator {
    /// What the change table says of an operator, but for the status.
    fileprivate var facts: [String: String] { ["display_name": displayName, "role": role.rawValue] }
}

extension OperationContext {
    /// A change row about an operator, who belongs to no tenant but to the server.
    func operatorChange(
        _ verb: String, of name: OperatorName, before: [String: String] = [:], after: [String: String] = [:]
    ) -> Change {
        change(
            "operator.\(verb)", tenant: .system, realm: .system, subject: name.text, before: before, after: after)
    }
}

extension RegistryReading {
    /// The operator, or an error that says how to find the right name.
    package func requireOperator(_ name: OperatorName) throws -> Operator {
        guard let person = try findOperator(name) else {
            throw RegistryError.notFound(
                "There is no operator “\(name)”. `counterfoil operator list` shows them.")
        }
        return person
    }

    /// Throws where nobody could administer the server without this operator.
    fileprivate func requireAnotherAdministrator(than person: Operator) throws {
        guard person.role == .administrator, person.status == .active else { return }
        let others = try listOperators().contains {
            $0.role == .administrator && $0.status == .active && $0.name != person.name
        }
        guard others else {
            throw RegistryError.conflict(
                "“\(person.name)” is the last active administrator. Make another operator an administrator first.")
        }
    }
}
