import Administration
import ArgumentParser
import Registry

/// `counterfoil usage`
struct UsageCommand: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage", abstract: "Show what a client, a subscription or a tenant used.",
        discussion: """
            Issued tokens, refused requests and calls by day (UTC). What a server counts is written down every few \
            seconds and kept for 13 months.

            Example: counterfoil usage --tenant acme --environment production --from 2026-11-01 --csv
            """)

    @Option(help: ArgumentHelp("Of this client.", valueName: "id"))
    var client: String?
    @Option(help: ArgumentHelp("Of all clients of this subscription.", valueName: "id"))
    var subscription: String?
    @Option(
        help: ArgumentHelp(
            "Of all clients of this tenant, and of requests whose client is not known.", valueName: "name"))
    var tenant: String?
    @Option(help: "Only in this environment.")
    var environment: RealmEnvironment?
    @Option(
        help: ArgumentHelp("The first day, such as 2026-11-01. (default: 29 days before the last)", valueName: "day"))
    var from: String?
    @Option(help: ArgumentHelp("The last day. (default: today)", valueName: "day"))
    var to: String?
    @Flag(help: "Print each client and day as comma-separated values.")
    var csv = false
    @OptionGroup var data: DataOptions

    func validate() throws {
        guard [client, subscription, tenant].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("Whose usage? Give one of --client, --subscription and --tenant.")
        }
        guard !csv || !data.json else { throw ValidationError("Give --csv or --json, not both.") }
    }

    func report(_ admin: AdminCaller) async throws -> Report {
        let usage = try await admin.call(
            csv ? "exportUsage" : "getUsage",
            query: [
                "client": client, "subscription": subscription, "tenant": tenant,
                "environment": environment?.rawValue, "from": from, "to": to,
            ])
        if case .text(let table) = usage {
            // The line break at the end is printed with every report.
            return Report(usage, [.sentence(String(String.UnicodeScalarView(table.unicodeScalars.dropLast())))])
        }
        let total = usage["total"] ?? .null
        let lists = ["calls_by_status", "refusals_by_reason"].compactMap { total[$0]?.items }.filter { !$0.isEmpty }
        let days: [Table.Column] = ["day", "tokens", "calls", "refusals"]
        return Report(
            usage,
            [.table(Table(usage["days"]?.items ?? [], columns: days))]
                + [.record(.object(total.members.filter { ["tokens", "calls", "refusals"].contains($0.name) }))]
                + lists.map { list in
                    .table(Table(list, columns: list[0].members.map { Table.Column(name: $0.name, isFlexible: false) }))
                })
    }
}
