import FoundationEssentials
import GRDB
import Registry
import Timekeeping

extension SQLiteRegistryTransaction {
    func findSecret(_ id: SecretIdentifier) throws -> ClientSecretRecord? {
        try fetchOne("SELECT * FROM client_secret WHERE id = ?", [id.text], Self.secret)
    }

    func listSecrets(_ client: ClientIdentifier) throws -> [ClientSecretRecord] {
        try fetchAll(
            "SELECT * FROM client_secret WHERE client = ? ORDER BY created_at, id", [client.text], Self.secret)
    }

    func soonestSecretExpiry(after now: Timestamp) throws -> Timestamp? {
        try fetchOne(
            """
            SELECT expires_at FROM client_secret
            WHERE expires_at IS NOT NULL AND revoked_at IS NULL AND expires_at > ?
                AND client NOT IN (SELECT id FROM client WHERE id = client_secret.client AND status = 'deleted')
            ORDER BY expires_at LIMIT 1
            """, [now.column]
        ) { $0.time("expires_at") }
    }

    func insert(_ secret: ClientSecretRecord) throws {
        try execute(
            """
            INSERT INTO client_secret
                (id, client, hint, fingerprint, pepper_version, created_at, not_before, expires_at, revoked_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                secret.id.text, secret.client.text, secret.hint, Data(secret.fingerprint), secret.pepperVersion,
                secret.createdAt.column, secret.notBefore.column, secret.expiresAt?.column, secret.revokedAt?.column,
            ])
    }

    func update(_ secret: ClientSecretRecord) throws {
        try execute(
            "UPDATE client_secret SET expires_at = ?, revoked_at = ? WHERE id = ?",
            [secret.expiresAt?.column, secret.revokedAt?.column, secret.id.text])
    }

    func recordUse(_ uses: [SecretUse]) throws {
        for use in uses {
            try execute(
                """
                UPDATE client_secret SET last_used_at = ?1, last_used_from = ?2
                WHERE id = ?3 AND (last_used_at IS NULL OR last_used_at < ?1)
                """,
                [use.at.column, use.remoteAddress, use.secret.text])
        }
    }

    func listPeppers() throws -> [PepperRecord] {
        try fetchAll("SELECT * FROM pepper ORDER BY version") { row in
            PepperRecord(version: row["version"], wrapped: row.bytes("wrapped"), createdAt: row.time("created_at"))
        }
    }

    func insert(_ pepper: PepperRecord) throws {
        try execute(
            "INSERT INTO pepper (version, wrapped, created_at) VALUES (?, ?, ?)",
            [pepper.version, Data(pepper.wrapped), pepper.createdAt.column])
    }

    static func secret(_ row: Row) throws -> ClientSecretRecord {
        ClientSecretRecord(
            id: SecretIdentifier(row["id"]), client: try row.clientIdentifier("client"), hint: row["hint"],
            fingerprint: row.bytes("fingerprint"), pepperVersion: row["pepper_version"],
            createdAt: row.time("created_at"), notBefore: row.time("not_before"),
            expiresAt: row.optionalTime("expires_at"), revokedAt: row.optionalTime("revoked_at"),
            lastUsedAt: row.optionalTime("last_used_at"), lastUsedFrom: row["last_used_from"])
    }
}
