import GRDB
import Journal
import Timekeeping

/// The statements of the table `refusal`, a ring for each realm.
enum JournalRefusalRows {
    private static let columns =
        "at, realm, request_id, endpoint, status, reason, detail, client_id, remote_address"

    /// Adds refusals and drops those that have fallen out of the ring: each costs a look at the end of the realm's
    /// key range and at its beginning, however full the ring is.
    static func insert(_ refusals: [Refusal], keeping rows: Int, into database: Database) throws {
        let last = try database.cachedStatement(
            sql: "SELECT number FROM refusal WHERE realm = ? ORDER BY number DESC LIMIT 1")
        let insert = try database.cachedStatement(
            sql: "INSERT INTO refusal (number, \(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        let trim = try database.cachedStatement(sql: "DELETE FROM refusal WHERE realm = ? AND number <= ?")
        for refusal in refusals {
            let number = (try Int64.fetchOne(last, arguments: [refusal.realm]) ?? 0) + 1
            try insert.execute(arguments: [
                number, refusal.at.millisecondsSince1970, refusal.realm, refusal.requestID, refusal.endpoint,
                refusal.status, refusal.reason, refusal.detail, refusal.clientID, refusal.remoteAddress,
            ])
            try trim.execute(arguments: [refusal.realm, number - Int64(rows)])
        }
    }

    static func find(requestID: String, in database: Database) throws -> Refusal? {
        let statement = try database.cachedStatement(
            sql: "SELECT \(columns) FROM refusal WHERE request_id = ? ORDER BY at DESC, number DESC LIMIT 1")
        return try Row.fetchOne(statement, arguments: [requestID]).map(refusal)
    }

    static func list(realm: String, limit: Int, in database: Database) throws -> [Refusal] {
        let statement = try database.cachedStatement(
            sql: "SELECT \(columns) FROM refusal WHERE realm = ? ORDER BY number DESC LIMIT ?")
        return try Row.fetchAll(statement, arguments: [realm, max(limit, 0)]).map(refusal)
    }

    private static func refusal(_ row: Row) -> Refusal {
        Refusal(
            at: Timestamp(millisecondsSince1970: row[0]), realm: row[1], requestID: row[2], endpoint: row[3],
            status: row[4], reason: row[5], detail: row[6], clientID: row[7], remoteAddress: row[8])
    }
}
