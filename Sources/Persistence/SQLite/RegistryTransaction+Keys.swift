import Cryptography
import FoundationEssentials
import GRDB
import Registry

extension SQLiteRegistryTransaction {
    func listKeys(_ realm: RealmIdentifier) throws -> [KeyRecord] {
        try fetchAll(
            "SELECT * FROM key WHERE realm = ? ORDER BY created_at, identifier", [realm.description], Self.key)
    }

    func listRealmsWithDueKeys(_ due: KeyDueTimes, limit: Int) throws -> [RealmIdentifier] {
        try fetchAll(
            """
            SELECT DISTINCT realm FROM key
            WHERE state = 'staged' AND created_at <= ?
                OR state = 'retired' AND retired_at < ?
                OR state = 'active' AND activated_at <= ? AND NOT EXISTS (
                    SELECT 1 FROM key AS staged
                    WHERE staged.realm = key.realm AND staged.use = key.use AND staged.state = 'staged')
            ORDER BY realm LIMIT ?
            """,
            [due.stagedBefore.column, due.retiredBefore.column, due.activeBefore?.column, limit]
        ) { row in try row.realm("realm") }
    }

    func summarizeKeys() throws -> KeySummary {
        let counts = try fetchAll("SELECT state, count(*) AS count FROM key GROUP BY state") { row in
            (try row.choice("state") as KeyState, row["count"] as Int)
        }
        let oldest = try fetchOne("SELECT min(activated_at) AS oldest FROM key WHERE state = 'active'", []) { row in
            row.optionalTime("oldest")
        }
        return KeySummary(
            counts: Dictionary(counts, uniquingKeysWith: +), oldestActivation: oldest ?? nil)
    }

    func insert(_ key: KeyRecord) throws {
        try execute(
            """
            INSERT INTO key (
                identifier, tenant, realm, use, state, wrapped, created_at, activated_at, retired_at, destroyed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                key.identifier, key.realm.tenant.text, key.realm.description, key.use.rawValue, key.state.rawValue,
                Data(key.wrapped), key.createdAt.column, key.activatedAt?.column, key.retiredAt?.column,
                key.destroyedAt?.column,
            ])
    }

    func update(_ key: KeyRecord) throws {
        try execute(
            """
            UPDATE key SET state = ?, wrapped = ?, activated_at = ?, retired_at = ?, destroyed_at = ?
            WHERE identifier = ?
            """,
            [
                key.state.rawValue, Data(key.wrapped), key.activatedAt?.column, key.retiredAt?.column,
                key.destroyedAt?.column, key.identifier,
            ])
    }

    private static func key(_ row: Row) throws -> KeyRecord {
        KeyRecord(
            identifier: row["identifier"], realm: try row.realm("realm"), use: try row.choice("use"),
            state: try row.choice("state"), wrapped: row.bytes("wrapped"), createdAt: row.time("created_at"),
            activatedAt: row.optionalTime("activated_at"), retiredAt: row.optionalTime("retired_at"),
            destroyedAt: row.optionalTime("destroyed_at"))
    }
}
