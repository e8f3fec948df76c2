import GRDB
import Registry

extension SQLiteRegistryTransaction {
    func findSubscription(_ id: SubscriptionIdentifier) throws -> Subscription? {
        try fetchOne("SELECT * FROM subscription WHERE id = ?", [id.text], Self.subscription)
    }

    func listSubscriptions(tenant: TenantName?, _ page: ListPage) throws -> [Subscription] {
        guard let tenant else {
            return try fetchAll(
                "SELECT * FROM subscription WHERE id > ? ORDER BY id LIMIT ?", [page.after ?? "", page.limit],
                Self.subscription)
        }
        return try fetchAll(
            "SELECT * FROM subscription WHERE tenant = ? AND id > ? ORDER BY id LIMIT ?",
            [tenant.text, page.after ?? "", page.limit], Self.subscription)
    }

    func findSubscription(having scope: ScopeName, tenant: TenantName) throws -> Subscription? {
        try fetchOne(
            """
            SELECT * FROM subscription
            WHERE tenant = ? AND status <> 'ended' AND instr(' ' || scopes || ' ', ' ' || ? || ' ') > 0 LIMIT 1
            """, [tenant.text, scope.text], Self.subscription)
    }

    func insert(_ subscription: Subscription) throws {
        try execute(
            """
            INSERT INTO subscription (id, tenant, partner, contact, scopes, status, created_at,
                token_requests_per_minute, active_secrets, calls_per_minute, soft_calls_per_month,
                hard_calls_per_month)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            ([
                subscription.id.text, subscription.tenant.text, subscription.partner, subscription.contact,
                subscription.scopes.column, subscription.status.rawValue, subscription.createdAt.column,
            ] as StatementArguments) + StatementArguments(subscription.limits.columns))
    }

    func update(_ subscription: Subscription) throws {
        try execute(
            """
            UPDATE subscription SET partner = ?, contact = ?, scopes = ?, status = ?, token_requests_per_minute = ?,
                active_secrets = ?, calls_per_minute = ?, soft_calls_per_month = ?, hard_calls_per_month = ?
            WHERE id = ?
            """,
            ([
                subscription.partner, subscription.contact, subscription.scopes.column, subscription.status.rawValue,
            ] as StatementArguments) + StatementArguments(subscription.limits.columns)
                + [subscription.id.text])
    }

    static func subscription(_ row: Row) throws -> Subscription {
        Subscription(
            id: SubscriptionIdentifier(row["id"]), tenant: try row.tenantName("tenant"), partner: row["partner"],
            contact: row["contact"], scopes: try row.scopes("scopes"), status: try row.choice("status"),
            limits: SubscriptionLimits(
                tokenRequestsPerMinute: row["token_requests_per_minute"], activeSecrets: row["active_secrets"],
                callsPerMinute: row["calls_per_minute"], softCallsPerMonth: row["soft_calls_per_month"],
                hardCallsPerMonth: row["hard_calls_per_month"]),
            createdAt: row.time("created_at"))
    }
}

extension SubscriptionLimits {
    /// The values of their columns, in the order of ``named``.
    fileprivate var columns: [(any DatabaseValueConvertible)?] { named.map(\.value) }
}
