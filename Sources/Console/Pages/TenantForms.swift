import Administration

/// The forms by which a tenant is named, stopped and ended.
enum TenantForms {
    /// The host names that lead to a tenant beside those made of its name.
    static func hostNames(_ hosts: [JSONDocument], of tenant: String) -> Table {
        Table(
            title: "Further host names", headings: ["Host name", "Environment"],
            rows: hosts.map { host in
                let name = host.text("host_name")
                let remove = ActionForm(
                    id: "remove-\(name)", operation: "removeHostName", path: ["tenant": tenant, "host_name": name],
                    title: "Take away…", explanation: "Calls by this name are answered 404 from then on.",
                    submit: "Take it away", isDangerous: true
                ) { _ in .to(Address.tenant(tenant)) }
                return Table.Row(
                    cells: [host.code("host_name"), .badge(Badge(environment: host.text("environment")))],
                    forms: [remove])
            }, empty: "There are none beside those made of the tenant's name.")
    }

    /// What can be done with a tenant; nothing with one whose life ended.
    static func sections(_ tenant: JSONDocument, _ name: String) -> [Section] {
        guard tenant.text("status") != "ended" else { return [] }
        return [
            .actions("Change", [rename(tenant, name), addHostName(name)]),
            .actions("Stop, start or end", [status(tenant, name), end(name)]),
        ]
    }

    private static func rename(_ tenant: JSONDocument, _ name: String) -> ActionForm {
        ActionForm(
            id: "rename", operation: "updateTenant", path: ["tenant": name], title: "Change the display name…",
            submit: "Change the name",
            fields: [
                Field("display_name", "Display name", value: tenant.text("display_name"), required: true)
            ], current: tenant
        ) { _ in .to(Address.tenant(name)) }
    }

    private static func addHostName(_ name: String) -> ActionForm {
        ActionForm(
            id: "add-host-name", operation: "addHostName", path: ["tenant": name], title: "Add a host name…",
            explanation: "The name must lead to this server, and a certificate for it belongs to whoever ends TLS.",
            submit: "Add the host name",
            fields: [
                Field("host_name", "Host name", hint: "Such as api.partner.example.", required: true),
                Field(
                    "environment", "Environment", .choice([Field.Option("production"), Field.Option("sandbox")]),
                    required: true),
            ]
        ) { _ in .to(Address.tenant(name)) }
    }

    private static func status(_ tenant: JSONDocument, _ name: String) -> ActionForm {
        let isActive = tenant.text("status") == "active"
        return ActionForm(
            id: "status", operation: isActive ? "suspendTenant" : "resumeTenant", path: ["tenant": name],
            title: isActive ? "Suspend the tenant…" : "Let the tenant go on…",
            explanation: isActive
                ? "All its clients, in production and sandbox, get no tokens, and those that are out stop working."
                : "Its clients can get tokens again. Those from before stay dead.",
            submit: isActive ? "Suspend the tenant" : "Let it go on", isDangerous: isActive,
            typedName: isActive ? name : nil, current: tenant
        ) { _ in .to(Address.tenant(name)) }
    }

    private static func end(_ name: String) -> ActionForm {
        ActionForm(
            id: "end", operation: "endTenant", path: ["tenant": name], title: "End the tenant's life…",
            explanation: "For good: what the journal has of it is copied to a file first; then its subscriptions end "
                + "and its keys are destroyed, and with them every token. Its name is never given again.",
            submit: "End it for good", isDangerous: true, typedName: name,
            fixed: [JSONDocument.Member("confirm", .text(name))]
        ) { ended in
            .page(
                Page(
                    title: "\(name) is ended", area: .tenants,
                    trail: [Link(Area.tenants.title, Area.tenants.address), Link(name, Address.tenant(name))],
                    lead: "Its subscriptions are ended and its keys destroyed.",
                    sections: [
                        .facts(
                            "The copy of its journal, on the server's machine",
                            [
                                Fact("File", ended.code("journal_copy")),
                                Fact("Entries", ended.cell("journal_entries")),
                                Fact("SHA-256", ended.code("journal_sha256")),
                            ])
                    ]))
        }
    }
}
