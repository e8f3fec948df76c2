import HTTPTypes
import Registry
import Timekeeping
import WebFoundation

/// What clients did: `/usage`.
enum UsageOperations {
    static let all = [show, export]

    private static let totals: [AdminField] = [
        AdminField("tokens", .integer(0...Int64.max), "Issued tokens."),
        AdminField("refusals", .integer(0...Int64.max), "Refused requests to the token endpoint and the API."),
        AdminField("calls", .integer(0...Int64.max), "Calls of the API, the refused ones included."),
        AdminField(
            "refusals_by_reason",
            .records([
                AdminField("reason", .text(), "The reason, a stable word."),
                AdminField("count", .integer(1...Int64.max), "How often."),
            ]), "The refused requests by reason, the most frequent first."),
        AdminField(
            "calls_by_status",
            .records([
                AdminField("status", .text(), "The HTTP status."),
                AdminField("count", .integer(1...Int64.max), "How often."),
            ]), "The calls by status, the most frequent first."),
    ]

    private static let schema = AdminSchema(
        "Usage",
        [
            AdminField("from", .day, "The first day, UTC."), AdminField("to", .day, "The last day, UTC."),
            AdminField("total", .record(totals), "All days together."),
            AdminField("days", .records([AdminField("day", .day, "The day, UTC.")] + totals), "Each day, in order."),
        ])

    private static let query: [AdminField] = [
        AdminField("client", .text(), "Of this client. One of client, subscription and tenant is needed."),
        AdminField("subscription", .text(), "Of all clients of this subscription."),
        AdminField("tenant", .text(), "Of all clients of this tenant, and of requests whose client is not known."),
        AdminField("environment", .word(of: RealmEnvironment.self), "Only in this environment."),
        AdminField("from", .day, "The first day, UTC; 29 days before the last one where it is missing."),
        AdminField("to", .day, "The last day, UTC; today where it is missing."),
    ]

    private static let show = AdminOperation(
        .get, "/usage", name: "getUsage",
        summary: "Show issued tokens, refused requests and calls by day. They are written down every few seconds and "
            + "kept for 13 months.", access: .read, query: query, answer: schema,
        work: .ask { services, call in
            let days = try Self.days(call)
            return try await services.registry.read { registry in
                let query = UsageQuery(try holder(call, in: registry), from: days.from, to: days.to)
                return AdminAnswer(
                    UsageDocument.document(of: try registry.sumUsage(query), from: days.from, to: days.to))
            }
        })

    private static let export = AdminOperation(
        .get, "/usage.csv", name: "exportUsage",
        summary: "Export the same for each client and day, as comma-separated values (RFC 4180).", access: .read,
        query: query, answer: .text("UsageTable", mediaType: "text/csv"),
        work: .ask { services, call in
            let days = try Self.days(call)
            return try await services.registry.read { registry in
                let query = UsageQuery(try holder(call, in: registry), from: days.from, to: days.to)
                let rows = try registry.listUsage(query, limit: RegistryLimits.usageRows + 1)
                guard rows.count <= RegistryLimits.usageRows else {
                    throw RegistryError.conflict(
                        "There are more than \(RegistryLimits.usageRows) rows. Ask for fewer days, or for one "
                            + "subscription or client.")
                }
                return AdminAnswer(text: UsageDocument.table(of: rows))
            }
        })

    private static func days(_ call: AdminCall) throws(ProblemDetails) -> (from: Day, to: Day) {
        let named = ["client", "subscription", "tenant"].filter { call.query.text($0) != nil }
        guard named.count == 1 else {
            throw AdminProblem.invalidParameter(named.first ?? "client", "Name one of client, subscription and tenant.")
        }
        guard named != ["client"] || call.query.text("environment") == nil else {
            throw AdminProblem.invalidParameter("environment", "A client is in one environment. Leave it out.")
        }
        let to = call.query.text("to").flatMap { Day(text: $0) } ?? Day(of: call.now)
        let from = call.query.text("from").flatMap { Day(text: $0) } ?? to.adding(days: -29)
        guard from <= to else { throw AdminProblem.invalidParameter("from", "The first day is after the last one.") }
        guard to.number - from.number < RegistryLimits.usageQueryDays else {
            throw AdminProblem.invalidParameter("from", "Ask for \(RegistryLimits.usageQueryDays) days at most.")
        }
        return (from, to)
    }

    private static func holder(_ call: AdminCall, in registry: any RegistryReading) throws -> UsageQuery.Holder {
        let environments = try call.environment.map { [$0] } ?? RealmEnvironment.allCases
        func realms(_ tenant: TenantName) -> [RealmIdentifier] {
            environments.map { RealmIdentifier(tenant: tenant, environment: $0) }
        }
        if let text = call.query.text("client") {
            // Also a deleted one: what it did is still to be known.
            guard let id = ClientIdentifier(text), try registry.findClient(id) != nil else {
                throw RegistryError.notFound("There is no client “\(text.forMessage)”. `GET /clients` lists them.")
            }
            return .client(id)
        }
        if let text = call.query.text("subscription") {
            let subscription = try registry.requireSubscription(SubscriptionIdentifier(text))
            return .subscription(subscription.id, realms(subscription.tenant))
        }
        let text = call.query.text("tenant") ?? ""
        guard let name = try? TenantName(stored: text), try registry.findTenant(name) != nil else {
            throw RegistryError.notFound("There is no tenant “\(text.forMessage)”. `GET /tenants` lists them.")
        }
        return .realms(realms(name))
    }
}
