import Administration
import WebFoundation

/// The keys of a tenant's realms.
enum KeyPages {
    static let all = [
        Screen(path: "/console/tenants/{tenant}/keys", name: "showKeys") { visit in try await keys(visit) }
    ]

    private static func keys(_ visit: Visit) async throws -> Page {
        let name = visit.segment("tenant")
        let tenant = try await visit.ask("getTenant", path: ["tenant": name])
        var columns: [Column] = []
        for environment in ["sandbox", "production"] {
            let keys = try await visit.ask(
                "listKeys", path: ["tenant": name], query: [("environment", environment)]
            ).items()
            columns.append(
                Column(
                    environment: environment,
                    sections: [
                        .table(
                            Table(
                                title: "Keys", headings: ["Key", "Use", "State", "In use since", "Retired"],
                                rows: keys.map { row($0, tenant: name, environment: environment) },
                                empty: "There are no keys yet.")),
                        .actions("Change the keys", actions(keys, tenant: name, environment: environment)),
                    ]))
        }
        return Page(
            title: "Keys", area: .tenants,
            trail: [
                Link(Area.tenants.title, Area.tenants.address),
                Link(tenant.text("display_name"), Address.tenant(name)),
            ],
            lead: "Servers rotate keys by themselves. A fresh key is staged until every server knows it, then active; "
                + "the one before is retired until the last token made with it has expired.",
            sections: [.columns(columns)])
    }

    private static func row(_ key: JSONDocument, tenant: String, environment: String) -> Table.Row {
        let id = key.text("key_id")
        let activate = ActionForm(
            id: "activate-\(environment)-\(id)", operation: "activateKey",
            path: ["tenant": tenant, "environment": environment, "key": id], title: "Take into use now…",
            explanation: "Others may not have it in their JWK set yet, and refuse its tokens for a while.",
            submit: "Take it into use", isDangerous: true
        ) { _ in .to(Address.keys(tenant)) }
        return Table.Row(
            cells: [
                key.code("key_id"), key.code("use"), key.status("state"), key.moment("activated_at"),
                key.moment("retired_at"),
            ], forms: key.text("state") == "staged" ? [activate] : [])
    }

    private static func actions(_ keys: [JSONDocument], tenant: String, environment: String) -> [ActionForm] {
        let path = ["tenant": tenant, "environment": environment]
        let back: @Sendable (JSONDocument) -> ActionForm.Outcome = { _ in .to(Address.keys(tenant)) }
        var uses: [String] = []
        for key in keys where !uses.contains(key.text("use")) { uses.append(key.text("use")) }
        let options = (uses.isEmpty ? ["sealed-token"] : uses).map { Field.Option($0) }
        return [
            ActionForm(
                id: "rotate-\(environment)", operation: "rotateKey", path: path, title: "Rotate…",
                explanation: "Makes a fresh key. Tokens that are out stay good.", submit: "Rotate the key",
                fields: [Field("use", "Use", .choice(options), required: true)], done: back),
            ActionForm(
                id: "replace-\(environment)", operation: "replaceKeys", path: path, title: "Replace stolen keys…",
                explanation: "Destroys all keys of this environment, and with them every token, and makes new ones.",
                submit: "Destroy and replace the keys", isDangerous: true, typedName: "\(tenant)/\(environment)",
                fields: [Field("reason", "Why, for the journal", required: true)], done: back),
        ]
    }
}
