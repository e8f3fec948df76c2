import HTTPTypes
import Registry

/// How much there is: `/overview`.
enum OverviewOperations {
    static let all = [show]

    private static let count = AdminField.Form.integer(0...Int64.max)

    private static let schema = AdminSchema(
        "Overview",
        [
            AdminField("tenants", count, "Tenants."),
            AdminField("suspended_tenants", count, "Those of them that are suspended."),
            AdminField("subscriptions", count, "Subscriptions that have not ended."),
            AdminField("clients", count, "Clients that are not deleted."),
            AdminField("suspended_clients", count, "Those of them that are suspended."),
            AdminField("next_secret_expires_at", .moment, "When the next client secret expires.", nullable: true),
        ])

    private static let show = AdminOperation(
        .get, "/overview", name: "getOverview", summary: "Tell how much there is.", access: .read, answer: schema,
        work: .read { registry, call in
            let counts = try registry.countRecords()
            return AdminAnswer([
                "tenants": .integer(Int64(counts.tenants)),
                "suspended_tenants": .integer(Int64(counts.suspendedTenants)),
                "subscriptions": .integer(Int64(counts.subscriptions)),
                "clients": .integer(Int64(counts.clients)),
                "suspended_clients": .integer(Int64(counts.suspendedClients)),
                "next_secret_expires_at": .moment(ifPresent: try registry.soonestSecretExpiry(after: call.now)),
            ])
        })
}
