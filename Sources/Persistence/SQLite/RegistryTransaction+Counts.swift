import GRDB
import Registry

extension SQLiteRegistryTransaction {
    func countRecords() throws -> RecordCounts {
        let counts = try fetchOne(
            """
            SELECT * FROM
                (SELECT count(*) AS tenants, count(*) FILTER (WHERE status = 'suspended') AS suspended_tenants
                    FROM tenant WHERE name <> 'system'),
                (SELECT count(*) AS subscriptions FROM subscription WHERE tenant <> 'system' AND status <> 'ended'),
                (SELECT count(*) AS clients, count(*) FILTER (WHERE status = 'suspended') AS suspended_clients
                    FROM client WHERE tenant <> 'system' AND status <> 'deleted')
            """, []
        ) { row in
            RecordCounts(
                tenants: row["tenants"], suspendedTenants: row["suspended_tenants"],
                subscriptions: row["subscriptions"], clients: row["clients"],
                suspendedClients: row["suspended_clients"])
        }
        return counts
            ?? RecordCounts(tenants: 0, suspendedTenants: 0, subscriptions: 0, clients: 0, suspendedClients: 0)
    }
}
