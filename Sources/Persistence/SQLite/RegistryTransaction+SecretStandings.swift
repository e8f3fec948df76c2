import GRDB
import Registry
import Timekeeping

extension SQLiteRegistryTransaction {
    func findSecretStanding(_ id: SecretIdentifier, at now: Timestamp) throws -> SecretStanding? {
        try fetchOne(Self.standings + " WHERE s.id = :id", ["now": now.column, "id": id.text], Self.standing)
    }

    func listSecretStandings(_ client: ClientIdentifier, at now: Timestamp) throws -> [SecretStanding] {
        try fetchAll(
            Self.standings + " WHERE s.client = :client ORDER BY s.created_at, s.id",
            ["now": now.column, "client": client.text], Self.standing)
    }

    func searchSecrets(_ search: SecretSearch) throws -> [SecretStanding] {
        var conditions = ["c.status <> 'deleted'", Self.isLiving]
        var values: [String: (any DatabaseValueConvertible)?] = ["now": search.now.column, "limit": search.limit]
        let order: String
        switch search.kind {
        case .expiring(let end), .unwarned(let end):
            conditions.append("s.expires_at <= :end")
            values["end"] = end.column
            order = "s.expires_at, s.id"
        case .superseded(let succession):
            conditions.append("successor.id IS NOT NULL")
            // Few secrets have ever had a later one beside them, and an index has those.
            conditions.append("s.followed = 1")
            switch succession {
            case .stillUsed: conditions.append(Self.isStillUsed)
            case .unused: conditions.append("NOT \(Self.isStillUsed)")
            case .current: return []
            case nil: break
            }
            order = "s.id"
        }
        if case .unwarned = search.kind {
            conditions.append("s.warned_expiry IS NOT s.expires_at")
            conditions.append("(successor.id IS NULL OR \(Self.isStillUsed))")
        }
        if let after = search.after {
            values["identifier"] = after.identifier
            if case .superseded = search.kind {
                conditions.append("s.id > :identifier")
            } else {
                conditions.append("(s.expires_at, s.id) > (:expiry, :identifier)")
                values["expiry"] = Int64(after.value) ?? 0
            }
        }
        return try fetchAll(
            "\(Self.standings) JOIN client AS c ON c.id = s.client WHERE "
                + conditions.joined(separator: " AND ") + " ORDER BY \(order) LIMIT :limit",
            StatementArguments(values), Self.standing)
    }

    func countSecrets(expiringBy soon: Timestamp, at now: Timestamp) throws -> SecretCounts {
        let counts = try fetchOne(
            """
            SELECT count(*) FILTER (WHERE s.expires_at <= :soon) AS expiring,
                count(*) FILTER (WHERE successor.id IS NOT NULL AND NOT \(Self.isStillUsed)) AS superseded,
                count(*) FILTER (WHERE successor.id IS NOT NULL AND \(Self.isStillUsed)) AS superseded_in_use
            FROM \(Self.secretsWithSuccessors) JOIN client AS c ON c.id = s.client
            WHERE c.status <> 'deleted' AND \(Self.isLiving)
            """, ["now": now.column, "soon": soon.column]
        ) { row in
            SecretCounts(
                expiringSoon: row["expiring"], superseded: row["superseded"],
                supersededInUse: row["superseded_in_use"])
        }
        return counts ?? SecretCounts(expiringSoon: 0, superseded: 0, supersededInUse: 0)
    }

    func noteWarning(of secret: ClientSecretRecord) throws {
        try execute("UPDATE client_secret SET warned_expiry = expires_at WHERE id = ?", [secret.id.text])
    }

    private static let isLiving = "s.revoked_at IS NULL AND (s.expires_at IS NULL OR s.expires_at > :now)"

    private static let isStillUsed = "ifnull(s.last_used_at > successor.created_at, FALSE)"

    /// Every secret beside the first later one of its client that works at the moment `:now` and outlasts it.
    private static let secretsWithSuccessors = """
        client_secret AS s LEFT JOIN client_secret AS successor ON successor.id = (
            SELECT later.id FROM client_secret AS later
            WHERE s.followed = 1 AND later.client = s.client AND later.created_at > s.created_at AND \(isLiving)
                AND later.revoked_at IS NULL AND later.not_before <= :now
                AND (later.expires_at IS NULL OR later.expires_at > :now AND later.expires_at > s.expires_at)
            ORDER BY later.created_at, later.id LIMIT 1)
        """

    private static let standings = """
        SELECT s.*, successor.id AS successor_id, successor.created_at AS successor_created_at
        FROM \(secretsWithSuccessors)
        """

    private static func standing(_ row: Row) throws -> SecretStanding {
        let identifier: String? = row["successor_id"]
        return SecretStanding(
            secret: try secret(row),
            successor: identifier.map { identifier in
                SecretStanding.Successor(id: SecretIdentifier(identifier), createdAt: row.time("successor_created_at"))
            })
    }
}
