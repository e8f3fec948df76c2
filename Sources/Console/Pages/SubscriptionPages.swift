import Administration
import WebFoundation

/// Subscriptions.
enum SubscriptionPages {
    static let all = [
        Screen(path: "/console/subscriptions", name: "showSubscriptions", hasForms: false) { visit in
            try await list(visit)
        },
        Screen(path: "/console/tenants/{tenant}/subscribe", name: "showSubscriptionCreation") { visit in
            try await create(visit)
        },
        Screen(path: "/console/subscriptions/{subscription}", name: "showSubscription") { visit in
            try await subscription(visit)
        },
        Screen(path: "/console/subscriptions/{subscription}/edit", name: "showSubscriptionChange") { visit in
            try await edit(visit)
        },
        Screen(path: "/console/subscriptions/{subscription}/add", name: "showClientCreation") { visit in
            try await add(visit)
        },
    ]

    static let headings = ["Subscription", "Partner", "Tenant", "Scopes", "Status", "Created"]

    static func row(_ subscription: JSONDocument) -> Table.Row {
        let id = subscription.text("subscription_id")
        let tenant = subscription.text("tenant")
        return Table.Row(cells: [
            .codeLink(Link(id, Address.subscription(id))), subscription.cell("partner"),
            .codeLink(Link(tenant, Address.tenant(tenant))), subscription.codes("scopes"), subscription.status(),
            subscription.moment("created_at"),
        ])
    }

    private static func list(_ visit: Visit) async throws -> Page {
        let found = try await visit.list("listSubscriptions", filters: ["search", "status"])
        let statuses = ["active", "suspended", "ended"].map { Field.Option($0) }
        return Page(
            title: "Subscriptions", area: .subscriptions, lead: "A partner's right to call the API of one tenant.",
            sections: [
                .search(
                    SearchForm(
                        address: visit.address,
                        fields: [
                            visit.searchField("search", "Partner or identifier"),
                            visit.searchField("status", "Status", .choice([.any] + statuses)),
                        ], submit: "Search")),
                .table(
                    Table(
                        title: "Subscriptions", headings: headings, rows: found.items.map(row),
                        empty: "There are no such subscriptions.", next: found.next, first: found.first)),
            ])
    }

    /// The scopes of a tenant, each once.
    private static func scopes(_ visit: Visit, of tenant: String) async throws -> [Field.Option] {
        let scopes = try await visit.ask("listScopes", path: ["tenant": tenant]).items()
        var options: [Field.Option] = []
        for scope in scopes where !options.contains(where: { $0.value == scope.text("scope") }) {
            let name = scope.text("scope")
            options.append(Field.Option(name, "\(name) – \(scope.text("description"))"))
        }
        return options
    }

    private static func create(_ visit: Visit) async throws -> Page {
        let name = visit.segment("tenant")
        let tenant = try await visit.ask("getTenant", path: ["tenant": name])
        let options = try await scopes(visit, of: name)
        return Page(
            title: "Create a subscription", area: .tenants,
            trail: [
                Link(Area.tenants.title, Area.tenants.address),
                Link(tenant.text("display_name"), Address.tenant(name)),
            ], lead: "The partner gets a Client ID and a Secret for the sandbox and for production.",
            sections: [
                .form(
                    ActionForm(
                        id: "create", operation: "createSubscription", title: "New subscription",
                        submit: "Create the subscription", style: .open,
                        fields: [
                            Field("partner", "Partner", hint: "The company, as people call it.", required: true),
                            Field("contact", "Contact", hint: "An e-mail address or a telephone number."),
                            Field(
                                "scopes", "Scopes", .several(options), hint: "What its clients may ask for.",
                                values: options.contains { $0.value == "external" } ? ["external"] : []),
                        ], fixed: [.init("tenant", .text(name))]
                    ) { created in .page(CredentialsPage.created(created, tenant: name, visit)) })
            ])
    }

    private static func subscription(_ visit: Visit) async throws -> Page {
        let id = visit.segment("subscription")
        let subscription = try await visit.ask("getSubscription", path: ["subscription": id])
        let columns = [
            try await column("Sandbox", of: id, in: "sandbox", visit),
            try await column("Production", of: id, in: "production", visit),
        ]
        let tenant = subscription.text("tenant")
        var links = [Link("Journal", Address.journal(search: id))]
        if visit.may("updateSubscription") { links.insert(Link("Change", Address.subscription(id) + "/edit"), at: 0) }
        if visit.may("createClient") { links.insert(Link("Add a client", Address.subscription(id) + "/add"), at: 0) }
        return Page(
            title: subscription.text("partner"), area: .subscriptions,
            trail: [
                Link(Area.tenants.title, Area.tenants.address), Link(tenant, Address.tenant(tenant)),
            ], badges: [Badge(status: subscription.text("status"))], links: links,
            sections: [
                .facts(
                    nil,
                    [
                        Fact("Subscription", .code(id)), Fact("Contact", subscription.cell("contact")),
                        Fact("Scopes", subscription.codes("scopes")),
                        Fact("Created", subscription.moment("created_at")),
                    ])
            ] + [.columns(columns)] + (try await UsageSection.sections(visit, of: ("subscription", id)))
                + (try await LimitsSection.sections(visit, subscription: id)) + [
                    .actions("Stop, start or end", statuses(subscription, id))
                ])
    }

    /// The clients of one environment, and the way to the others where there are too many for a page.
    private static func column(
        _ title: String, of subscription: String, in environment: String, _ visit: Visit
    ) async throws -> Column {
        let most = ConsoleLimits.clientCards
        let clients = try await visit.ask(
            "listClients",
            query: [("subscription", subscription), ("environment", environment), ("limit", String(most + 1))]
        ).items()
        var sections: [Section] = []
        for client in clients.prefix(most) { sections.append(try await card(client, visit)) }
        let hasMore = clients.count > most
        if hasMore {
            let address = Address.clients(of: subscription, in: environment)
            sections.append(.facts(nil, [Fact("And more", .link(Link("All clients of this environment", address)))]))
        }
        return Column(
            title: title,
            badge: Badge(
                hasMore ? "more than \(most) clients" : "\(clients.count) client\(clients.count == 1 ? "" : "s")",
                .quiet),
            sections: sections.isEmpty ? [.prose("No client here.")] : sections)
    }

    private static func card(_ client: JSONDocument, _ visit: Visit) async throws -> Section {
        let id = client.text("client_id")
        let secrets = try await visit.ask("listSecrets", path: ["client": id]).items()
        let working = secrets.filter { $0.text("state") == "active" }
        let used = secrets.map { $0.text("last_used_at") }.max() ?? ""
        return .facts(
            client.text("name"),
            [
                Fact("Client ID", .codeLink(Link(id, Address.client(id)))), Fact("Status", client.status()),
                Fact("Working secrets", .text(String(working.count))),
                Fact("Last used", used.isEmpty ? .text("never") : .moment(used)),
                Fact("Scopes", client.codes("scopes")),
            ])
    }

    private static func statuses(_ subscription: JSONDocument, _ id: String) -> [ActionForm] {
        let path = ["subscription": id]
        let partner = subscription.text("partner")
        let back: @Sendable (JSONDocument) -> ActionForm.Outcome = { _ in .to(Address.subscription(id)) }
        let end = ActionForm(
            id: "end", operation: "endSubscription", path: path, title: "End the subscription…",
            explanation: "For good: its clients are stopped, and it cannot be resumed.",
            submit: "End the subscription for good", isDangerous: true, typedName: partner, current: subscription,
            done: back)
        switch subscription.text("status") {
        case "active":
            return [
                ActionForm(
                    id: "suspend", operation: "suspendSubscription", path: path, title: "Suspend the subscription…",
                    explanation: "All tokens of its clients stop working, and they get no new ones.",
                    submit: "Suspend the subscription", isDangerous: true, typedName: partner, current: subscription,
                    done: back), end,
            ]
        case "suspended":
            return [
                ActionForm(
                    id: "resume", operation: "resumeSubscription", path: path, title: "Let the subscription go on…",
                    explanation: "Its clients can get tokens again.", submit: "Let it go on", current: subscription,
                    done: back), end,
            ]
        default: return []
        }
    }

    private static func edit(_ visit: Visit) async throws -> Page {
        let id = visit.segment("subscription")
        let subscription = try await visit.ask("getSubscription", path: ["subscription": id])
        let tenant = subscription.text("tenant")
        let known = tenant == "system" ? [] : try await scopes(visit, of: tenant)
        let unknown = subscription.texts("scopes").filter { name in !known.contains { $0.value == name } }
        return Page(
            title: "Change \(subscription.text("partner"))", area: .subscriptions,
            trail: [
                Link(Area.subscriptions.title, Area.subscriptions.address),
                Link(subscription.text("partner"), Address.subscription(id)),
            ],
            sections: [
                .form(
                    ActionForm(
                        id: "edit", operation: "updateSubscription", path: ["subscription": id],
                        title: "Subscription", submit: "Save", style: .open,
                        fields: [
                            Field("partner", "Partner", value: subscription.text("partner"), required: true),
                            Field("contact", "Contact", value: subscription.text("contact"), empty: .text),
                            Field(
                                "scopes", "Scopes", .several(known + unknown.map { Field.Option($0) }),
                                hint: "Tokens that are out keep the scopes they have.",
                                values: subscription.texts("scopes")),
                        ], current: subscription
                    ) { _ in .to(Address.subscription(id)) })
            ])
    }

    private static func add(_ visit: Visit) async throws -> Page {
        let id = visit.segment("subscription")
        let subscription = try await visit.ask("getSubscription", path: ["subscription": id])
        let tenant = subscription.text("tenant")
        let scopes = subscription.texts("scopes").map { Field.Option($0) }
        return Page(
            title: "Add a client", area: .subscriptions,
            trail: [
                Link(Area.subscriptions.title, Area.subscriptions.address),
                Link(subscription.text("partner"), Address.subscription(id)),
            ], lead: "A program of the partner's with a Client ID and a Secret of its own.",
            sections: [
                .form(
                    ActionForm(
                        id: "add", operation: "createClient", title: "New client", submit: "Create the client",
                        style: .open,
                        fields: [
                            Field("name", "Name", hint: "What the program is, such as Nightly import."),
                            Field(
                                "environment", "Environment",
                                .choice([Field.Option("sandbox"), Field.Option("production")]), required: true),
                            Field("scopes", "Scopes", .several(scopes), values: subscription.texts("scopes")),
                            Field(
                                "token_lifetime", "Token lifetime in seconds", .number(60...86_400),
                                hint: "1,200 where it is left empty."),
                        ], fixed: [.init("subscription_id", .text(id))]
                    ) { created in
                        .page(
                            CredentialsPage.created(
                                ["subscription": subscription, "clients": .list([created])], tenant: tenant, visit))
                    })
            ])
    }
}
