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
        page.sections = [
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
                ] + (try await counts(visit))),
            try await expiring(visit),
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
        ].compactMap(\.self)
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

    /// The secrets that end within a month, where the API lists them.
    private static func expiring(_ visit: Visit) async throws(ProblemDetails) -> Section? {
        guard visit.may("listExpiringSecrets") else { return nil }
        let soon = try await visit.ask(
            "listExpiringSecrets",
            query: [
                ("expires_before", visit.now.adding(seconds: 30 * 86_400).description),
                ("limit", "\(ConsoleLimits.overviewRows)"),
            ])
        return .table(
            Table(
                title: "Secrets that expire within 30 days",
                headings: ["Expires", "Client", "Secret", "Last used"],
                rows: soon.items().map { secret in
                    Table.Row(cells: [
                        secret.moment("expires_at"),
                        .codeLink(Link(secret.text("client_id"), Address.client(secret.text("client_id")))),
                        secret.code("hint"), secret.moment("last_used_at"),
                    ])
                }, empty: "None."))
    }
}
