import HTTPTypes
import Registry

/// Tenants: `/tenants`.
enum TenantOperations {
    static let all = [list, create, show, update, suspend, resume, end, listHostNames, addHostName, removeHostName]

    static let schema = AdminSchema(
        "Tenant",
        [
            AdminField("tenant", .text(), "The name, which is the first label of its host names."),
            AdminField("display_name", .text(), "What people call it."),
            AdminField("status", .word(of: Tenant.Status.self), "Whether it works."),
            AdminField("created_at", .moment, "When it was created."),
            AdminField("ended_at", .moment, "When its life ended.", nullable: true),
            AdminField("production_host_label", .text(), "The first label of the production's host name."),
            AdminField("sandbox_host_label", .text(), "The first label of the sandbox's host name."),
        ])

    private static let order = ListOrder(identifier: "tenant", name: "display_name")

    private static let list = AdminOperation(
        .get, "/tenants", name: "listTenants", summary: "List tenants.", access: .read,
        query: order.parameters(filters: [
            AdminField("status", .word(of: Tenant.Status.self), "Only those with this status.")
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

    private static let update = AdminOperation(
        .patch, "/tenants/{tenant}", name: "updateTenant", summary: "Change what people call a tenant.",
        access: .write, body: [AdminField("display_name", .text(), "What people call it.")], answer: schema,
        current: current,
        work: .change { registry, context, call in
            let tenant = try call.tenant(in: registry)
            return AdminAnswer(
                try UpdateTenant(name: tenant.name, displayName: call.body.text("display_name"))
                    .run(in: registry, context).detailedDocument)
        })

    private static let end = AdminOperation(
        .post, "/tenants/{tenant}/end", name: "endTenant",
        summary: "End a tenant's life: copy its journal entries to a file, end its subscriptions, destroy its keys.",
        access: .keys,
        body: [AdminField("confirm", .text(), "The tenant's name once more: this cannot be undone.", required: true)],
        answer: AdminSchema(
            "EndedTenant",
            schema.fields + [
                AdminField("journal_copy", .text(maximumCharacters: 4_096), "The file on the server's machine."),
                AdminField("journal_entries", .integer(0...Int64.max), "How many entries it has."),
                AdminField("journal_sha256", .text(), "SHA-256 of it."),
            ]),
        work: .prepared { services, call in
            let tenant = try await services.registry.read { registry in
                let tenant = try call.tenant(in: registry)
                try tenant.requireNotEnded()
                return tenant
            }
            guard call.body.text("confirm") == tenant.name.text else {
                throw RegistryError.invalid(
                    field: "confirm", "This does not say the tenant's name, which is \(tenant.name).")
            }
            let copy = try await services.copyJournal(tenant.name)
            return { registry, context, _ in
                let ended = try EndTenant(name: tenant.name, journal: copy).run(in: registry, context)
                return AdminAnswer(
                    ended.detailedDocument.adding([
                        JSONDocument.Member("journal_copy", .text(copy.path)),
                        JSONDocument.Member("journal_entries", .integer(Int64(copy.entries))),
                        JSONDocument.Member("journal_sha256", .text(copy.digest)),
                    ]))
            }
        })

    private static let hostNameSchema = AdminSchema(
        "HostName",
        [
            AdminField("host_name", .text(maximumCharacters: RegistryLimits.hostNameCharacters), "The name."),
            AdminField("tenant", .text(), "The tenant."),
            AdminField("environment", .word(of: RealmEnvironment.self), "The environment that answers to it."),
        ])

    private static let listHostNames = AdminOperation(
        .get, "/tenants/{tenant}/host-names", name: "listHostNames",
        summary: "List the host names of a tenant beside those made of its name.", access: .read,
        answer: hostNameSchema.list,
        work: .read { registry, call in
            .page(try registry.listHostNames(try call.tenant(in: registry).name).map(\.document), next: nil)
        })

    private static let addHostName = AdminOperation(
        .post, "/tenants/{tenant}/host-names", name: "addHostName", summary: "Give a realm a further host name.",
        access: .write,
        body: [
            AdminField(
                "host_name", .text(maximumCharacters: RegistryLimits.hostNameCharacters),
                "Such as api.partner.example; it must lead to this server.", required: true),
            AdminField("environment", .word(of: RealmEnvironment.self), "The environment.", required: true),
        ], answer: hostNameSchema, status: .created,
        work: .change { registry, context, call in
            AdminAnswer(
                try AddHostName(call.body.text("host_name") ?? "", realm: try call.realm(in: registry))
                    .run(in: registry, context).document)
        })

    private static let removeHostName = AdminOperation(
        .delete, "/tenants/{tenant}/host-names/{host_name}", name: "removeHostName",
        summary: "Take a further host name away.", access: .write, answer: hostNameSchema,
        work: .change { registry, context, call in
            AdminAnswer(
                try RemoveHostName(call.segment("host_name"), tenant: try call.tenant(in: registry).name)
                    .run(in: registry, context).document)
        })

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
                    .detailedDocument)
            })
    }

    private static func current(_ registry: any RegistryReading, _ call: AdminCall) throws -> JSONDocument {
        try call.tenant(in: registry).detailedDocument
    }
}
