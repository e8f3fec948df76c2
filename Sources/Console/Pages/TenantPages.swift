import Administration
import Registry
import WebFoundation

/// Tenants.
enum TenantPages {
    static let all = [
        Screen(path: "/console/tenants", name: "showTenants", hasForms: false) { visit in try await list(visit) },
        Screen(path: "/console/tenants/create", name: "showTenantCreation") { visit in create(visit) },
        Screen(path: "/console/tenants/{tenant}", name: "showTenant") { visit in try await tenant(visit) },
    ]

    private static let trail = [Link(Area.tenants.title, Area.tenants.address)]

    private static func list(_ visit: Visit) async throws -> Page {
        let found = try await visit.list("listTenants", filters: ["search", "status"])
        return Page(
            title: "Tenants", area: .tenants, lead: "Each tenant has a production and a sandbox of its own.",
            links: visit.may("createTenant") ? [Link("Create a tenant", "/console/tenants/create")] : [],
            sections: [
                .search(
                    SearchForm(
                        address: visit.address,
                        fields: [
                            visit.searchField("search", "Name"),
                            visit.searchField(
                                "status", "Status",
                                .choice([
                                    .any, Field.Option("active"), Field.Option("suspended"), Field.Option("ended"),
                                ])),
                        ], submit: "Search")),
                .table(
                    Table(
                        title: "Tenants", headings: ["Tenant", "Name", "Status", "Created"],
                        rows: found.items.map { tenant in
                            Table.Row(cells: [
                                .codeLink(Link(tenant.text("tenant"), Address.tenant(tenant.text("tenant")))),
                                tenant.cell("display_name"), tenant.status(), tenant.moment("created_at"),
                            ])
                        }, empty: "There are no such tenants.", next: found.next, first: found.first)),
            ])
    }

    private static func create(_ visit: Visit) -> Page {
        Page(
            title: "Create a tenant", area: .tenants, trail: trail,
            lead: "A tenant is one customer: its name is the first part of its host names and never changes.",
            sections: [
                .form(
                    ActionForm(
                        id: "create", operation: "createTenant", title: "New tenant", submit: "Create the tenant",
                        style: .open,
                        fields: [
                            Field(
                                "tenant", "Name", hint: "Lower-case letters, digits and hyphens, such as acme.",
                                required: true),
                            Field("display_name", "Display name", hint: "What people call it, such as Acme Ltd."),
                        ]
                    ) { created in .to(Address.tenant(created.text("tenant"))) })
            ])
    }

    private static func tenant(_ visit: Visit) async throws -> Page {
        let name = visit.segment("tenant")
        let tenant = try await visit.ask("getTenant", path: ["tenant": name])
        let subscriptions = try await visit.list("listSubscriptions", fixed: [("tenant", name)])
        let here = Address.tenant(name)
        let hosts = try await visit.ask("listHostNames", path: ["tenant": name]).items()
        var links = [
            Link("APIs and scopes", Address.protectedAPIs(name)), Link("Keys", Address.keys(name)),
            Link("Journal", Address.journal(search: name)),
        ]
        let isEnded = tenant.text("status") == "ended"
        if !isEnded, visit.may("createSubscription") {
            links.insert(Link("Create a subscription", "\(here)/subscribe"), at: 0)
        }
        return Page(
            title: tenant.text("display_name"), area: .tenants, trail: trail,
            badges: [Badge(status: tenant.text("status"))], links: links,
            sections: [
                .facts(
                    nil,
                    [
                        Fact("Tenant", tenant.code("tenant")), Fact("Created", tenant.moment("created_at")),
                    ] + (isEnded ? [Fact("Ended", tenant.moment("ended_at"))] : [])),
                .columns(try await columns(visit, name)),
                .table(
                    Table(
                        title: "Subscriptions", headings: SubscriptionPages.headings,
                        rows: subscriptions.items.map(SubscriptionPages.row),
                        empty: "No partner has a subscription yet.", next: subscriptions.next,
                        first: subscriptions.first)),
                .table(TenantForms.hostNames(hosts, of: name)),
            ] + TenantForms.sections(tenant, name))
    }

    private static func columns(_ visit: Visit, _ name: String) async throws -> [Column] {
        var columns: [Column] = []
        for environment in ["sandbox", "production"] {
            let realm = try await visit.ask("getRealm", path: ["tenant": name, "environment": environment])
            let scopes = try await visit.ask(
                "listScopes", path: ["tenant": name], query: [("environment", environment)])
            let address = visit.address(tenant: name, environment: environment)
            columns.append(
                Column(
                    environment: environment,
                    sections: [
                        .facts(
                            "Realm",
                            [
                                Fact("Address", .code(address)), Fact("Token endpoint", .code(address + tokenPath)),
                                Fact("Rules", realm.code("profile")),
                                Fact("Scopes", .code(scopes.items().map { $0.text("scope") }.joined(separator: " "))),
                            ])
                    ]))
        }
        return columns
    }

    /// Where tokens are got below a realm's address.
    static let tokenPath = "/api/identity/connect/token"
}

extension Visit {
    /// Scheme and authority of a realm; empty for names that stand for none.
    func address(tenant: String, environment: String) -> String {
        RealmIdentifier(text: "\(tenant)/\(environment)").map(console.surroundings.address) ?? ""
    }
}
