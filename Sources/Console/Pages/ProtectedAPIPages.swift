import Administration
import Registry
import WebFoundation

/// The protected APIs of a tenant, their scopes, and the rules of its realms.
enum ProtectedAPIPages {
    static let all = [
        Screen(path: "/console/tenants/{tenant}/apis", name: "showProtectedAPIs") { visit in try await show(visit) }
    ]

    private static let formats = TokenFormat.allCases.map { Field.Option($0.rawValue) }

    private static func show(_ visit: Visit) async throws -> Page {
        let name = visit.segment("tenant")
        let tenant = try await visit.ask("getTenant", path: ["tenant": name])
        var columns: [Column] = []
        for environment in ["sandbox", "production"] {
            columns.append(
                Column(
                    environment: environment,
                    sections: try await sections(visit, name, environment)))
        }
        return Page(
            title: "APIs and scopes", area: .tenants,
            trail: [
                Link(Area.tenants.title, Area.tenants.address),
                Link(tenant.text("display_name"), Address.tenant(name)),
            ],
            lead: "A scope opens a part of one protected API. A subscription has scopes, and its clients get tokens "
                + "with them.",
            sections: [.columns(columns), .actions("Add to both environments", [createScope(name, nil, [])])])
    }

    private static func sections(
        _ visit: Visit, _ tenant: String, _ environment: String
    ) async throws(ProblemDetails) -> [Section] {
        let path = ["tenant": tenant, "environment": environment]
        let only: [(String, String?)] = [("environment", environment)]
        let realm = try await visit.ask("getRealm", path: path)
        let resources = try await visit.ask("listResources", path: ["tenant": tenant], query: only).items()
        let scopes = try await visit.ask("listScopes", path: ["tenant": tenant], query: only).items()
        let names = Dictionary(
            resources.map { ($0.text("resource"), $0.cell("name")) }, uniquingKeysWith: { first, _ in first })
        return [
            .table(
                Table(
                    title: "Protected APIs", headings: ["Identifier", "Name", "Form of its tokens"],
                    rows: resources.map { row(resource: $0, path, tenant) }, empty: "There are none.")),
            .table(
                Table(
                    title: "Scopes", headings: ["Scope", "What it opens", "API"],
                    rows: scopes.map { row(scope: $0, api: names[$0.text("resource")] ?? .none, tenant, environment) },
                    empty: "There are none.")),
            .actions(
                "Add or change",
                [
                    createResource(path, tenant), createScope(tenant, environment, resources),
                    rules(realm, path, tenant),
                ]),
        ]
    }

    private static func row(resource: JSONDocument, _ path: [String: String], _ tenant: String) -> Table.Row {
        let id = resource.text("resource")
        let place = path.merging(["resource": id]) { $1 }
        let mark = "\(path["environment"] ?? "")-\(id)"
        return Table.Row(
            cells: [resource.code("resource"), resource.cell("name"), resource.code("token_format")],
            forms: [
                ActionForm(
                    id: "change-api-\(mark)", operation: "updateResource", path: place, title: "Change…",
                    explanation: "Tokens that are out stay good.", submit: "Change the API",
                    fields: [
                        Field("name", "Name", value: resource.text("name"), required: true),
                        Field(
                            "token_format", "Form of its tokens", .choice(formats),
                            value: resource.text("token_format"), required: true),
                    ], current: resource
                ) { _ in .to(Address.protectedAPIs(tenant)) },
                ActionForm(
                    id: "delete-api-\(mark)", operation: "deleteResource", path: place, title: "Delete…",
                    explanation: "Only an API that nothing names and for which no sealed token was issued.",
                    submit: "Delete the API", isDangerous: true, current: resource
                ) { _ in .to(Address.protectedAPIs(tenant)) },
            ])
    }

    private static func row(
        scope: JSONDocument, api: Cell, _ tenant: String, _ environment: String
    ) -> Table.Row {
        let name = scope.text("scope")
        let place = ["tenant": tenant, "scope": name]
        let only: [(String, String?)] = [("environment", environment)]
        return Table.Row(
            cells: [scope.code("scope"), scope.cell("description"), api],
            forms: [
                ActionForm(
                    id: "change-scope-\(environment)-\(name)", operation: "updateScope", path: place, query: only,
                    title: "Change…", submit: "Change the scope",
                    fields: [
                        Field("description", "What it opens", value: scope.text("description"), required: true)
                    ]
                ) { _ in .to(Address.protectedAPIs(tenant)) },
                ActionForm(
                    id: "delete-scope-\(environment)-\(name)", operation: "deleteScope", path: place, query: only,
                    title: "Delete…",
                    explanation: "Only a scope that no subscription has. Tokens that are out keep it.",
                    submit: "Delete the scope", isDangerous: true
                ) { _ in .to(Address.protectedAPIs(tenant)) },
            ])
    }

    private static func createResource(_ path: [String: String], _ tenant: String) -> ActionForm {
        ActionForm(
            id: "create-api-\(path["environment"] ?? "")", operation: "createResource", path: path,
            title: "Add an API…", submit: "Add the API",
            fields: [
                Field("resource", "Identifier", hint: "A URI, such as https://reports.example.com.", required: true),
                Field("name", "Name", hint: "What people call it.", required: true),
                Field("token_format", "Form of its tokens", .choice(formats), value: "sealed", required: true),
            ]
        ) { _ in .to(Address.protectedAPIs(tenant)) }
    }

    /// - Parameter environment: where it is made; `nil` for both environments, where it opens the External API.
    private static func createScope(
        _ tenant: String, _ environment: String?, _ resources: [JSONDocument]
    ) -> ActionForm {
        let apis = resources.map { Field.Option($0.text("resource"), $0.text("name")) }
        let choice = [Field("resource", "API that it opens", .choice(apis), required: true)]
        return ActionForm(
            id: "create-scope" + (environment.map { "-\($0)" } ?? ""), operation: "createScope",
            path: ["tenant": tenant], title: "Add a scope…",
            explanation: environment == nil ? "In the sandbox and in production, for the External API." : nil,
            submit: "Add the scope",
            fields: [
                Field("scope", "Scope", hint: "As in tokens, such as patients.read.", required: true),
                Field("description", "What it opens", hint: "For people.", required: true),
            ] + (environment == nil ? [] : choice),
            fixed: environment.map { [JSONDocument.Member("environment", .text($0))] } ?? []
        ) { _ in .to(Address.protectedAPIs(tenant)) }
    }

    private static func rules(_ realm: JSONDocument, _ path: [String: String], _ tenant: String) -> ActionForm {
        let roots = realm.texts("certificate_roots").count
        return ActionForm(
            id: "rules-\(path["environment"] ?? "")", operation: "updateRealm", path: path, title: "Change the rules…",
            explanation: "The certificates that may issue its clients' ones: \(roots == 0 ? "none" : String(roots)).",
            submit: "Change the rules",
            fields: [
                Field(
                    "profile", "Rules that its clients are held to",
                    .choice([Field.Option("standard"), Field.Option("fapi2", "FAPI 2.0")]),
                    value: realm.text("profile"), required: true),
                Field(
                    "certificate_roots", "Certificates that issue its clients' ones", .block,
                    hint: "PEM, in place of those it has. Left empty, they stay."),
            ], current: realm
        ) { _ in .to(Address.protectedAPIs(tenant)) }
    }
}
