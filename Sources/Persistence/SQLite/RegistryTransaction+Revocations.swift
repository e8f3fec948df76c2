import GRDB
import Registry
import Timekeeping

extension SQLiteRegistryTransaction {
    func insert(_ retired: RetiredClientNumber) throws {
        try execute(
            "INSERT INTO retired_client_number (realm, number, until) VALUES (?, ?, ?)",
            [retired.realm.description, Int64(retired.number), retired.until.column])
    }

    func listRetiredClientNumbers(_ realm: RealmIdentifier, at now: Timestamp) throws -> [RetiredClientNumber] {
        try fetchAll(
            "SELECT * FROM retired_client_number WHERE realm = ? AND until >= ?", [realm.description, now.column]
        ) { row in
            RetiredClientNumber(realm: realm, number: row["number"], until: row.time("until"))
        }
    }

    func insert(_ revoked: RevokedToken) throws {
        try execute(
            "INSERT INTO revoked_token (realm, token_id, until) VALUES (?, ?, ?)",
            [revoked.realm.description, revoked.identifier, revoked.until.column])
    }

    func findRevokedToken(_ identifier: String, realm: RealmIdentifier) throws -> RevokedToken? {
        try fetchOne(
            "SELECT * FROM revoked_token WHERE realm = ? AND token_id = ?", [realm.description, identifier]
        ) { row in
            RevokedToken(realm: realm, identifier: row["token_id"], until: row.time("until"))
        }
    }

    func listRevokedTokens(_ realm: RealmIdentifier, at now: Timestamp) throws -> [RevokedToken] {
        try fetchAll(
            "SELECT * FROM revoked_token WHERE realm = ? AND until >= ?",
            [realm.description, now.startOfSecond.column]
        ) { row in
            RevokedToken(realm: realm, identifier: row["token_id"], until: row.time("until"))
        }
    }

    func deleteExpired(at now: Timestamp) throws {
        try execute("DELETE FROM retired_client_number WHERE until < ?", [now.column])
        try execute("DELETE FROM idempotent_answer WHERE until < ?", [now.column])
        try execute("DELETE FROM revoked_token WHERE until < ?", [now.startOfSecond.column])
        try execute("DELETE FROM deleted_resource WHERE until < ?", [now.column])
        try execute("DELETE FROM sign_in_link WHERE expires_at < ?", [now.column])
        try execute(
            "DELETE FROM operator_session WHERE last_used_at < ? OR created_at < ?",
            [
                now.adding(seconds: -RegistryLimits.sessionIdleSeconds).column,
                now.adding(seconds: -RegistryLimits.sessionSeconds).column,
            ])
        try deleteUsage(before: Day(of: now).monthStart(after: -RegistryLimits.usageKeptMonths))
    }
}

extension Timestamp {
    /// A token is good through the whole second it expires in, and so must its revocation be.
    fileprivate var startOfSecond: Timestamp { Timestamp(secondsSince1970: secondsSince1970) }
}
