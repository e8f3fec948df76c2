import HTTPTypes
import Registry

/// Tenants: `/tenants`.
enum TenantOperations {
    static let all = [list, create, show, suspend, resume]

    static let schema = AdminSchema(
        "Tenant",
        [
            AdminField("tenant", .text(), "The name, which is the first label of its host names."),
            AdminField("display_name", .text(), "What people call it."),
            AdminField("status", .word(["active", "suspended"]), "Whether it works."),
            AdminField("created_at", .moment, "When it was created."),
            AdminField("production_host_label", .text(), "The first label of the production's host name."),
            AdminField("sandbox_host_label", .text(), "The first label of the sandbox's host name."),
        ])

    private static let order = ListOrder(identifier: "tenant", name: "display_name")

    private static let list = AdminOperation(
        .get, "/tenants", name: "listTenants", summary: "List tenants.", access: .read,
        query: order.parameters(filters: [
            AdminField("status", .word(["active", "suspended"]), "Only those with this status.")
        ]), answer: schema.list,
        work: .read { registry, call in
            let search = try order.search(call)
            return order.page(try registry.searchTenants(search), of: search, call, document: \.detailedDocument)
        })

    private static let create = AdminOperation(
        .post, "/tenants", name: "createTenant",
        summary: "Create a tenant with its two realms, their keys and the External API.", access: .write,
        body: [
            AdminField("tenant", .text(), "The name, a DNS label.", required: true),
            AdminField("display_name", .text(), "What people call it; the name where it is missing."),
        ], answer: schema, status: .created,
        work: .change { registry, context, call in
            AdminAnswer(
                try CreateTenant(
                    name: call.body.text("tenant") ?? "", displayName: call.body.text("display_name")
                ).run(in: registry, context).detailedDocument)
        })

    private static let show = AdminOperation(
        .get, "/tenants/{tenant}", name: "getTenant", summary: "Show a tenant.", access: .read, answer: schema,
        work: .read { registry, call in AdminAnswer(try current(registry, call)) })

    private static let suspend = status(
        .suspended, "suspend", "Suspend a tenant: its clients get no tokens, and those that are out stop working.")

    private static let resume = status(.active, "resume", "Let a suspended tenant go on.")

    private static func status(_ status: Tenant.Status, _ verb: String, _ summary: String) -> AdminOperation {
        AdminOperation(
            .post, "/tenants/{tenant}/\(verb)", name: "\(verb)Tenant", summary: summary, access: .write,
            answer: schema, current: current,
            work: .change { registry, context, call in
                AdminAnswer(
                    try SetTenantStatus(name: try call.tenant(in: registry).name.text, status: status).run(
                        in: registry, context
                    )
                    .document)
            })
    }

    private static func current(_ registry: any RegistryReading, _ call: AdminCall) throws -> JSONDocument {
        try call.tenant(in: registry).detailedDocument
    }
}
