import Administration
import HTTPTypes
import Registry
import Timekeeping
import WebFoundation

/// The journal, and the reasons of refusals.
enum JournalPages {
    static let all = [
        Screen(path: "/console/journal", name: "showJournal", hasForms: false) { visit in try await journal(visit) },
        Screen(path: "/console/why", name: "showWhy", hasForms: false) { visit in try await why(visit) },
    ]

    static let headings = ["When", "Kind", "Realm", "Subject", "By", "Details"]

    /// Members that have a column of their own, or that few people look for.
    private static let shown: Set<String> = [
        "at", "kind", "realm", "subject", "actor", "sequence", "hash", "change_number",
    ]

    /// A row of an entry.
    static func row(_ entry: JSONDocument) -> Table.Row {
        let details = entry.members.filter { !shown.contains($0.name) }.compactMap { member in
            detail(member.value).map { "\(member.name): \($0)" }
        }
        let subject = entry.text("subject").nonEmpty ?? entry.text("client_id")
        return Table.Row(cells: [
            entry.moment("at"), entry.code("kind"), entry.code("realm"),
            self.subject(subject, kind: entry.text("kind")), entry.code("actor"),
            details.joined(separator: " · ").nonEmpty.map(Cell.text) ?? .none,
        ])
    }

    private static func subject(_ text: String, kind: String) -> Cell {
        guard !text.isEmpty else { return .none }
        if text.hasPrefix("cf_") { return .codeLink(Link(text, Address.client(text))) }
        if text.hasPrefix("sub_") { return .codeLink(Link(text, Address.subscription(text))) }
        if kind.hasPrefix("operator.") { return .codeLink(Link(text, Address.person(text))) }
        if kind.hasPrefix("tenant.") { return .codeLink(Link(text, Address.tenant(text))) }
        return .code(text)
    }

    private static func detail(_ value: JSONDocument) -> String? {
        switch value {
        case .null: nil
        case .boolean(let flag): flag ? "yes" : "no"
        case .integer(let number): String(number)
        case .text(let text): text.nonEmpty
        case .moment(let moment): Moments.short(moment.description)
        case .list(let values): values.compactMap(detail).joined(separator: ", ").nonEmpty
        case .object(let members):
            members.compactMap { member in detail(member.value).map { "\(member.name) \($0)" } }
                .joined(separator: ", ").nonEmpty
        }
    }

    private static func journal(_ visit: Visit) async throws -> Page {
        let filters = ["search", "kind", "realm", "since", "until"]
        var page = Page(
            title: "Journal", area: .journal,
            lead: "Everything that was issued, refused or changed, newest first. Nothing in it can be changed.")
        page.sections = [
            .search(
                SearchForm(
                    address: visit.address,
                    fields: [
                        visit.searchField("search", "Text, such as a Client ID or a name"),
                        visit.searchField("kind", "Kind, such as secret.created"),
                        visit.searchField("realm", "Realm, such as acme/sandbox"),
                    ], submit: "Search"))
        ]
        do {
            let found = try await visit.list("listJournal", filters: filters)
            page.sections.append(
                .table(
                    Table(
                        title: "Entries", headings: headings, rows: found.items.map(row),
                        empty: found.next == nil
                            ? "No entry is like that." : "No entry on this page is like that; the next may have some.",
                        next: found.next, first: found.first)))
        } catch {
            guard error.status == .badRequest || error.status == .unprocessableContent else { throw error }
            page.notices = [Notice(tone: .bad, text: error.errors.first?.detail ?? error.detail)]
        }
        return page
    }

    private static func why(_ visit: Visit) async throws -> Page {
        let asked = visit.query["request_id"]?.trimmed ?? ""
        var page = Page(
            title: "Why refused?", area: .why,
            lead: "Partners are told little when they are refused. Paste the X-Request-Id of the answer they got, and "
                + "read the exact reason.")
        page.sections = [
            .search(
                SearchForm(
                    address: visit.address, fields: [Field("request_id", "Request id", value: asked)],
                    submit: "Explain"))
        ]
        guard !asked.isEmpty else { return page }
        do throws(ProblemDetails) {
            let refusal = try await visit.ask("whyRefused", path: ["request_id": asked])
            let client = refusal.text("client_id")
            page.sections.append(
                .facts(
                    refusal.text("detail").nonEmpty ?? refusal.text("reason"),
                    [
                        Fact("Reason", refusal.code("reason")), Fact("When", refusal.moment("at")),
                        Fact("Realm", refusal.code("realm")), Fact("Endpoint", refusal.code("endpoint")),
                        Fact("Status", refusal.code("status")),
                        Fact(
                            "Client", client.isEmpty ? .none : .codeLink(Link(client, Address.client(client)))),
                        Fact("From", refusal.code("remote_address")),
                    ]))
        } catch {
            page.notices = [Notice(tone: .bad, text: error.detail)]
        }
        return page
    }
}
