import FoundationEssentials
import GRDB
import Registry

extension SQLiteRegistryTransaction {
    func lastChangeNumber() throws -> Int64 {
        try fetchOne("SELECT max(number) AS last FROM change", []) { $0["last"] as Int64? ?? 0 } ?? 0
    }

    func listChanges(after number: Int64, limit: Int) throws -> [Change] {
        try fetchAll(
            "SELECT * FROM change WHERE number > ? ORDER BY number LIMIT ?", [number, limit]
        ) { row in
            let realm: String? = row["realm"]
            return Change(
                number: row["number"], at: row.time("at"), actor: Actor(row["actor"]), kind: row["kind"],
                tenant: try row.tenantName("tenant"), realm: realm.flatMap { RealmIdentifier(stored: $0) },
                subject: row["subject"], before: try row.facts("before"), after: try row.facts("after"))
        }
    }

    func record(_ change: Change) throws {
        try change.requireRecordable()
        try execute(
            """
            INSERT INTO change (at, actor, kind, tenant, realm, subject, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                change.at.column, change.actor.name, change.kind, change.tenant.text, change.realm?.description,
                change.subject, try Self.json(change.before), try Self.json(change.after),
            ])
    }

    private static func json(_ facts: [String: String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(facts), as: UTF8.self)
    }
}
