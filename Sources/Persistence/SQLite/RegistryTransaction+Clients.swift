import GRDB
import Registry
import Timekeeping

extension SQLiteRegistryTransaction {
    func findClient(_ id: ClientIdentifier) throws -> Client? {
        try fetchOne("SELECT * FROM client WHERE id = ?", [id.text], Self.client)
    }

    func findClient(number: UInt32, realm: RealmIdentifier) throws -> Client? {
        try fetchOne(
            "SELECT * FROM client WHERE number = ? AND realm = ?", [Int64(number), realm.description], Self.client)
    }

    func listClients(
        tenant: TenantName?, realm: RealmIdentifier?, subscription: SubscriptionIdentifier?, _ page: ListPage
    ) throws -> [Client] {
        var conditions = ["status <> 'deleted'", "id > ?"]
        var arguments: StatementArguments = [page.after ?? ""]
        let filters = [
            ("tenant", tenant?.text), ("realm", realm?.description), ("subscription", subscription?.text),
        ]
        for case (let column, let value?) in filters {
            conditions.append("\(column) = ?")
            arguments += [value]
        }
        arguments += [page.limit]
        return try fetchAll(
            "SELECT * FROM client WHERE \(conditions.joined(separator: " AND ")) ORDER BY id LIMIT ?", arguments,
            Self.client)
    }

    func allocateClientNumber() throws -> UInt32 {
        try execute("UPDATE client_number SET last = last + 1 WHERE id = 1", [])
        guard let number = try fetchOne("SELECT last FROM client_number WHERE id = 1", [], { $0[0] as Int64 }),
            let allocated = UInt32(exactly: number)
        else { throw RegistryError.storage("The table client_number has no row. Restore the registry from a backup.") }
        return allocated
    }

    func insert(_ client: Client) throws {
        try execute(
            """
            INSERT INTO client
                (id, number, tenant, realm, subscription, name, scopes, token_lifetime, status, created_at, introspects)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                client.id.text, Int64(client.number), client.realm.tenant.text, client.realm.description,
                client.subscription.text, client.name, client.scopes.column, client.tokenLifetimeSeconds,
                client.status.rawValue, client.createdAt.column, client.introspects,
            ])
    }

    func update(_ client: Client) throws {
        try execute(
            "UPDATE client SET number = ?, name = ?, scopes = ?, token_lifetime = ?, status = ? WHERE id = ?",
            [
                Int64(client.number), client.name, client.scopes.column, client.tokenLifetimeSeconds,
                client.status.rawValue, client.id.text,
            ])
    }

    private static func client(_ row: Row) throws -> Client {
        Client(
            id: try row.clientIdentifier("id"), number: row["number"], realm: try row.realm("realm"),
            subscription: SubscriptionIdentifier(row["subscription"]), name: row["name"],
            scopes: try row.scopes("scopes"), tokenLifetimeSeconds: row["token_lifetime"],
            status: try row.choice("status"), createdAt: row.time("created_at"),
            introspects: row["introspects"])
    }
}
