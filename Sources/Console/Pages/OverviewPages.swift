import Administration
import HTTPTypes
import Timekeeping
import WebFoundation

/// The first page: whether all is well, and what happened last.
enum OverviewPages {
    static let all = [
        Screen(path: "/console/", name: "showOverview", hasForms: false) { visit in try await overview(visit) }
    ]

    private static func overview(_ visit: Visit) async throws -> Page {
        var page = Page(title: "Overview", area: .overview)
        let obstacles = await visit.console.surroundings.obstacles()
        page.notices = obstacles.map { Notice(tone: .bad, text: $0) }
        let minute = visit.now.adding(seconds: -60).description
        let issued = try await visit.ask(
            "listJournal", query: [("kind", "token.issued"), ("since", minute), ("limit", "1000")])
        let refused = try await visit.ask(
            "listJournal", query: [("kind", "token.refused"), ("limit", "\(ConsoleLimits.overviewRows)")])
        let recent = try await visit.ask(
            "listJournal", query: [("limit", "\(ConsoleLimits.overviewRows)")])
        let count = issued.items().count
        page.sections =
            [
                .tiles(
                    [
                        Tile(
                            label: "Server", value: obstacles.isEmpty ? "Healthy" : "Not ready",
                            note: obstacles.isEmpty ? "The registry and the journal answer." : "See above.",
                            tone: obstacles.isEmpty ? .good : .bad),
                        Tile(
                            label: "Tokens in the last minute",
                            value: issued.text("next").isEmpty ? String(count) : "\(count) and more",
                            address: Address.journal(kind: "token.issued")),
                    ] + (try await counts(visit)))
            ] + (try await secrets(visit)) + [
                .table(
                    Table(
                        title: "Refused of late", headings: ["When", "Realm", "Reason", "From", "Requests"],
                        rows: refused.items().map { entry in
                            Table.Row(cells: [
                                entry.moment("at"), entry.code("realm"), entry.code("reason"),
                                entry.code("address_prefix"), entry.cell("count"),
                            ])
                        }, empty: "No token request was refused.")),
                .table(
                    Table(
                        title: "What happened last", headings: JournalPages.headings,
                        rows: recent.items().map { JournalPages.row($0) }, empty: "The journal is empty.")),
            ]
        if visit.may("createTenant") { page.links = [Link("Create a tenant", "/console/tenants/create")] }
        return page
    }

    /// What the registry holds, counted.
    private static func counts(_ visit: Visit) async throws(ProblemDetails) -> [Tile] {
        let counted = try await visit.ask("getOverview")
        return [
            Tile(label: "Tenants", value: counted.text("tenants"), address: Area.tenants.address),
            Tile(label: "Subscriptions", value: counted.text("subscriptions"), address: Area.subscriptions.address),
            Tile(label: "Clients", value: counted.text("clients"), address: Area.clients.address),
        ]
    }

    /// The secrets that end within a month, and those that partners should have moved away from.
    private static func secrets(_ visit: Visit) async throws(ProblemDetails) -> [Section] {
        let rows = ("limit", "\(ConsoleLimits.overviewRows)")
        let soon = try await visit.ask(
            "listExpiringSecrets",
            query: [("expires_before", visit.now.adding(seconds: 30 * 86_400).description), rows])
        let used = try await visit.ask("listSupersededSecrets", query: [("succession", "still_used"), rows])
        return [
            table("Secrets that expire within 30 days", soon.items(), visit),
            table("Old secrets that are still used beside new ones", used.items(), visit),
        ]
    }

    private static func table(_ title: String, _ secrets: [JSONDocument], _ visit: Visit) -> Section {
        .table(
            Table(
                title: title,
                headings: ["Expires", "Client", "Tenant", "Environment", "Secret", "Last used", "From", "Superseded"],
                rows: secrets.map { secret in
                    let tenant = secret.text("tenant")
                    return Table.Row(cells: [
                        secret.moment("expires_at"),
                        .link(Link(secret.text("client_name"), Address.client(secret.text("client_id")))),
                        .codeLink(Link(tenant, Address.tenant(tenant))),
                        .badge(Badge(environment: secret.text("environment"))), secret.code("hint"),
                        secret.moment("last_used_at"), secret.code("last_used_from"), secret.succession,
                    ])
                }, empty: "None."))
    }
}
