import HTTPTypes
import Registry

/// Scopes: `/tenants/{tenant}/scopes`.
enum ScopeOperations {
    static let all = [list, create, show, update, delete]

    static let schema = AdminSchema(
        "Scope",
        [
            AdminField("scope", .text(), "The name, as in tokens."),
            AdminField("tenant", .text(), "The tenant."),
            AdminField("environment", .word(of: RealmEnvironment.self), "Where it exists."),
            AdminField("description", .text(), "What it opens, for people."),
            AdminField("resource", .text(), "The API that it opens."),
        ])

    private static let environment = AdminField(
        "environment", .word(of: RealmEnvironment.self), "Only in this environment; in both where it is missing.")
    private static let description = AdminField(
        "description", .text(), "What it opens, for people.", required: true)

    private static let list = AdminOperation(
        .get, "/tenants/{tenant}/scopes", name: "listScopes", summary: "List the scopes of a tenant by name.",
        access: .read, query: [environment], answer: schema.list,
        work: .read { registry, call in
            let realms = try call.tenant(in: registry).realms(try call.environment)
            return .page(try realms.flatMap { try registry.listScopes($0) }.map(\.document), next: nil)
        })

    private static let create = AdminOperation(
        .post, "/tenants/{tenant}/scopes", name: "createScope",
        summary: "Create a scope in both environments, or in one.", access: .write,
        body: [
            AdminField("scope", .text(), "The name, as in tokens.", required: true), description,
            AdminField(
                "resource", .text(maximumCharacters: RegistryLimits.resourceIdentifierBytes),
                "The API that it opens; the External API where it is missing."), environment,
        ], answer: schema.list, status: .created,
        work: .change { registry, context, call in
            let tenant = try call.tenant(in: registry)
            return .page(
                try CreateScope(
                    tenant: tenant.name.text, name: call.body.text("scope") ?? "",
                    description: call.body.text("description") ?? "",
                    resource: call.body.text("resource") ?? Scope.external, environment: try call.environment
                ).run(in: registry, context).map(\.document), next: nil)
        })

    private static let show = AdminOperation(
        .get, "/tenants/{tenant}/scopes/{scope}", name: "getScope",
        summary: "Show a scope in each environment that has it.", access: .read, query: [environment],
        answer: schema.list,
        work: .read { registry, call in
            .page(
                try registry.requireScope(
                    try call.scope(in: registry), tenant: try call.tenant(in: registry).name.text,
                    environment: try call.environment
                ).map(\.document), next: nil)
        })

    private static let update = AdminOperation(
        .patch, "/tenants/{tenant}/scopes/{scope}", name: "updateScope",
        summary: "Change what is said of a scope, wherever it exists or in one environment.", access: .write,
        query: [environment], body: [description], answer: schema.list,
        work: .change { registry, context, call in
            .page(
                try UpdateScope(
                    tenant: try call.tenant(in: registry).name.text, name: try call.scope(in: registry),
                    description: call.body.text("description") ?? "", environment: try call.environment
                ).run(in: registry, context).map(\.document), next: nil)
        })

    private static let delete = AdminOperation(
        .delete, "/tenants/{tenant}/scopes/{scope}", name: "deleteScope",
        summary: "Delete a scope that no subscription has. Tokens that are out keep it.", access: .write,
        query: [environment], answer: schema.list,
        work: .change { registry, context, call in
            .page(
                try DeleteScope(
                    tenant: try call.tenant(in: registry).name.text, name: try call.scope(in: registry),
                    environment: try call.environment
                ).run(in: registry, context).map(\.document), next: nil)
        })
}

extension AdminCall {
    /// The scope that the path names.
    ///
    /// - Throws: ``RegistryError/notFound(_:)`` also for what cannot be a scope's name.
    fileprivate func scope(in registry: any RegistryReading) throws -> String {
        let text = segment("scope")
        guard (try? ScopeName(text)) != nil else {
            throw RegistryError.notFound("There is no scope “\(text.forMessage)”.")
        }
        return text
    }
}
