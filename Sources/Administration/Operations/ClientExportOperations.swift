import HTTPTypes
import Registry

/// Clients in bulk, as JSON lines: `GET /clients.jsonl`.
enum ClientExportOperations {
    static let all = [export]

    private static let export = AdminOperation(
        .get, "/clients.jsonl", name: "exportClients",
        summary:
            "Export clients as JSON lines that an import takes, without anything of their secrets. Deleted clients, "
            + "those of ended subscriptions and the operators' own programs are left out.", access: .read,
        query: [
            AdminField("tenant", .text(), "Only those of this tenant."),
            AdminField("environment", .word(of: RealmEnvironment.self), "Only those of this environment."),
            AdminField("subscription", .text(), "Only those of this subscription."),
        ], answer: .text("ClientLines", mediaType: JSONLines.mediaType),
        work: .read { registry, call in
            let export = ClientExport(
                tenant: try call.query.text("tenant").map {
                    try registry.requireTenant(try TenantName(stored: $0)).name
                },
                environment: try call.environment,
                subscription: try call.query.text("subscription").map {
                    try registry.requireSubscription(SubscriptionIdentifier($0)).id
                })
            var text = ""
            for client in try export.rows(in: registry) { text += client.document.lineText + "\n" }
            return AdminAnswer(text: text)
        })
}
