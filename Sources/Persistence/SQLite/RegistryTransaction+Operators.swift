import FoundationEssentials
import GRDB
import Registry
import Timekeeping

extension SQLiteRegistryTransaction {
    func findOperator(_ name: OperatorName) throws -> Operator? {
        try fetchOne("SELECT * FROM operator WHERE name = ?", [name.text], Self.person)
    }

    func listOperators() throws -> [Operator] {
        try fetchAll("SELECT * FROM operator ORDER BY name", [], Self.person)
    }

    func insert(_ person: Operator) throws {
        try execute(
            """
            INSERT INTO operator (name, display_name, role, status, created_at, last_signed_in_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                person.name.text, person.displayName, person.role.rawValue, person.status.rawValue,
                person.createdAt.column, person.lastSignedInAt?.column,
            ])
    }

    func update(_ person: Operator) throws {
        try execute(
            "UPDATE operator SET display_name = ?, role = ?, status = ?, last_signed_in_at = ? WHERE name = ?",
            [
                person.displayName, person.role.rawValue, person.status.rawValue, person.lastSignedInAt?.column,
                person.name.text,
            ])
    }

    func delete(_ person: Operator) throws {
        try execute("DELETE FROM operator WHERE name = ?", [person.name.text])
    }

    func findSignInLink(digest: [UInt8]) throws -> SignInLink? {
        try fetchOne("SELECT * FROM sign_in_link WHERE digest = ?", [Data(digest)]) { row in
            SignInLink(
                digest: row.bytes("digest"), operatorName: try OperatorName(row["operator"]),
                expiresAt: row.time("expires_at"))
        }
    }

    func insert(_ link: SignInLink) throws {
        try execute(
            "INSERT INTO sign_in_link (digest, operator, expires_at) VALUES (?, ?, ?)",
            [Data(link.digest), link.operatorName.text, link.expiresAt.column])
    }

    func deleteSignInLinks(of name: OperatorName) throws {
        try execute("DELETE FROM sign_in_link WHERE operator = ?", [name.text])
    }

    func findSession(digest: [UInt8]) throws -> OperatorSession? {
        try fetchOne("SELECT * FROM operator_session WHERE digest = ?", [Data(digest)], Self.session)
    }

    func listSessions(of name: OperatorName, at now: Timestamp) throws -> [OperatorSession] {
        try fetchAll(
            "SELECT * FROM operator_session WHERE operator = ? ORDER BY created_at, id", [name.text], Self.session
        ).filter { $0.expiresAt > now }
    }

    func insert(_ session: OperatorSession) throws {
        try execute(
            """
            INSERT INTO operator_session (id, digest, operator, created_at, last_used_at, remote_address)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                session.id, Data(session.digest), session.operatorName.text, session.createdAt.column,
                session.lastUsedAt.column, session.remoteAddress,
            ])
    }

    func update(_ session: OperatorSession) throws {
        try execute(
            "UPDATE operator_session SET last_used_at = ? WHERE id = ?", [session.lastUsedAt.column, session.id])
    }

    func deleteSession(_ id: String) throws {
        try execute("DELETE FROM operator_session WHERE id = ?", [id])
    }

    func deleteSessions(of name: OperatorName) throws {
        try execute("DELETE FROM operator_session WHERE operator = ?", [name.text])
    }

    private static func person(_ row: Row) throws -> Operator {
        Operator(
            name: try OperatorName(row["name"]), displayName: row["display_name"], role: try row.choice("role"),
            status: try row.choice("status"), createdAt: row.time("created_at"),
            lastSignedInAt: row.optionalTime("last_signed_in_at"))
    }

    private static func session(_ row: Row) throws -> OperatorSession {
        OperatorSession(
            id: row["id"], digest: row.bytes("digest"), operatorName: try OperatorName(row["operator"]),
            createdAt: row.time("created_at"), lastUsedAt: row.time("last_used_at"),
            remoteAddress: row["remote_address"])
    }
}
