import Administration
import WebFoundation

/// Clients and their secrets.
enum ClientPages {
    static let all = [
        Screen(path: "/console/clients", name: "showClients", hasForms: false) { visit in try await list(visit) },
        Screen(path: "/console/clients/{client}", name: "showClient") { visit in try await client(visit) },
        Screen(path: "/console/clients/{client}/edit", name: "showClientChange") { visit in try await edit(visit) },
    ]

    private static func list(_ visit: Visit) async throws -> Page {
        let found = try await visit.list("listClients", filters: ["search", "environment", "status", "subscription"])
        let subscription = visit.query["subscription"].flatMap(\.nonEmpty)
        return Page(
            title: "Clients", area: .clients,
            trail: subscription.map { [Link($0, Address.subscription($0))] } ?? [],
            lead: subscription == nil
                ? "The partners' programs, each with a Client ID." : "The programs of one subscription.",
            sections: [
                .search(
                    SearchForm(
                        address: visit.address,
                        fields: [
                            visit.searchField("search", "Client ID or name"),
                            visit.searchField(
                                "environment", "Environment",
                                .choice([.any, Field.Option("sandbox"), Field.Option("production")])),
                            visit.searchField(
                                "status", "Status", .choice([.any, Field.Option("active"), Field.Option("suspended")])),
                        ], submit: "Search")),
                .table(
                    Table(
                        title: "Clients",
                        headings: ["Client ID", "Name", "Tenant", "Environment", "Status", "Created"],
                        rows: found.items.map { client in
                            let (id, tenant) = (client.text("client_id"), client.text("tenant"))
                            return Table.Row(cells: [
                                .codeLink(Link(id, Address.client(id))), client.cell("name"),
                                .codeLink(Link(tenant, Address.tenant(tenant))),
                                .badge(Badge(environment: client.text("environment"))), client.status(),
                                client.moment("created_at"),
                            ])
                        }, empty: "There are no such clients.", next: found.next, first: found.first)),
            ])
    }

    private static func client(_ visit: Visit) async throws -> Page {
        let id = visit.segment("client")
        let client = try await visit.ask("getClient", path: ["client": id])
        let secrets = try await visit.ask("listSecrets", path: ["client": id]).items()
        let (tenant, subscription) = (client.text("tenant"), client.text("subscription_id"))
        var links = [Link("Journal", Address.journal(search: id))]
        if visit.may("updateClient") { links.insert(Link("Change", Address.client(id) + "/edit"), at: 0) }
        return Page(
            title: client.text("name"), area: .clients,
            trail: [
                Link(Area.tenants.title, Area.tenants.address), Link(tenant, Address.tenant(tenant)),
                Link(subscription, Address.subscription(subscription)),
            ],
            badges: [Badge(environment: client.text("environment")), Badge(status: client.text("status"))],
            links: links,
            sections: [
                .copies("For the partner", lead: nil, [Copy(id: "client-id", label: "Client ID", text: id)]),
                .table(secretTable(secrets, client)),
                .actions("Give out a secret", SecretForms.new(client, visit)),
                .facts("Settings", settings(client)),
            ] + (try await UsageSection.sections(visit, of: ("client", id))) + [
                .actions("Stop, start or delete", statuses(client, id))
            ])
    }

    private static func settings(_ client: JSONDocument) -> [Fact] {
        [
            Fact("Scopes", client.codes("scopes")),
            Fact("Token lifetime", .text("\(client.text("token_lifetime")) s")),
            Fact("Authentication", client.codes("authentication")), Fact("Token form", client.code("token_format")),
            Fact("Token binding", client.code("token_binding")), Fact("Rules", client.code("profile")),
            Fact("Default scopes", client.codes("default_scopes")), Fact("Introspects", client.code("introspects")),
            Fact("Key set", client.code("jwks_uri")),
            Fact("Allowed networks", client.codes("allowed_networks")),
            Fact("Created", client.moment("created_at")),
        ].filter { fact in if case .none = fact.cell { false } else { true } }
    }

    private static func secretTable(_ secrets: [JSONDocument], _ client: JSONDocument) -> Table {
        Table(
            title: "Secrets of this client",
            headings: ["Secret", "State", "Created", "Expires", "Last used", "From", "Superseded"],
            rows: secrets.reversed().map { secret in
                Table.Row(
                    cells: [
                        secret.code("hint"), secret.status("state"), secret.moment("created_at"),
                        secret.moment("expires_at"), secret.moment("last_used_at"), secret.code("last_used_from"),
                        secret.succession,
                    ], forms: SecretForms.existing(secret, of: client))
            }, empty: "The client has no secrets.")
    }

    private static func statuses(_ client: JSONDocument, _ id: String) -> [ActionForm] {
        let path = ["client": id]
        let back: @Sendable (JSONDocument) -> ActionForm.Outcome = { _ in .to(Address.client(id)) }
        let name = client.text("name")
        let revoke = ActionForm(
            id: "revoke-tokens", operation: "revokeClientTokens", path: path, title: "Revoke all tokens…",
            explanation: "Every token of this client stops working. Its secrets still get new ones.",
            submit: "Revoke all tokens", isDangerous: true, done: back)
        let isActive = client.text("status") == "active"
        let status = ActionForm(
            id: "status", operation: isActive ? "suspendClient" : "resumeClient", path: path,
            title: isActive ? "Suspend the client…" : "Let the client go on…",
            explanation: isActive
                ? "Its tokens stop working, and it gets no new ones." : "It can get tokens again.",
            submit: isActive ? "Suspend the client" : "Let it go on", isDangerous: isActive,
            typedName: isActive ? name : nil, current: client, done: back)
        let delete = ActionForm(
            id: "delete", operation: "deleteClient", path: path, title: "Delete the client…",
            explanation: "For good: its tokens and its secrets stop working.", submit: "Delete the client for good",
            isDangerous: true, typedName: name, current: client
        ) { _ in .to(Address.subscription(client.text("subscription_id"))) }
        return [revoke, status, delete]
    }

    private static func edit(_ visit: Visit) async throws -> Page {
        let id = visit.segment("client")
        let client = try await visit.ask("getClient", path: ["client": id])
        let subscription = try await visit.ask(
            "getSubscription", path: ["subscription": client.text("subscription_id")])
        let scopes = subscription.texts("scopes").map { Field.Option($0) }
        return Page(
            title: "Change \(client.text("name"))", area: .clients,
            trail: [Link(Area.clients.title, Area.clients.address), Link(client.text("name"), Address.client(id))],
            lead: "Tokens that are out keep their scopes and their lifetime.",
            sections: [
                .form(
                    ActionForm(
                        id: "edit", operation: "updateClient", path: ["client": id], title: "Client", submit: "Save",
                        style: .open,
                        fields: [
                            Field("name", "Name", value: client.text("name"), required: true),
                            Field("scopes", "Scopes", .several(scopes), values: client.texts("scopes")),
                            Field(
                                "token_lifetime", "Token lifetime in seconds", .number(60...86_400),
                                hint: "60 to 86,400.", value: client.text("token_lifetime"), required: true),
                            Field(
                                "token_format", "Form of its tokens",
                                .choice([
                                    Field.Option("resource", "that of the API"), Field.Option("sealed"),
                                    Field.Option("ES256", "JWT, ES256"), Field.Option("RS256", "JWT, RS256"),
                                    Field.Option("EdDSA", "JWT, EdDSA"),
                                ]), value: client.text("token_format"), required: true),
                            Field(
                                "allowed_networks", "Allowed networks", .lines,
                                hint: "One a line, such as 203.0.113.0/24 or 2001:db8::/32. Empty for any.",
                                value: client.texts("allowed_networks").joined(separator: "\n")),
                        ], current: client
                    ) { _ in .to(Address.client(id)) })
            ])
    }
}
