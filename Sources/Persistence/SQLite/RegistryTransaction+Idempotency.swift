import GRDB
import Registry
import Timekeeping

extension SQLiteRegistryTransaction {
    func findIdempotentAnswer(_ key: String, at now: Timestamp) throws -> IdempotentAnswer? {
        try fetchOne("SELECT * FROM idempotent_answer WHERE key = ? AND until >= ?", [key, now.column]) { row in
            IdempotentAnswer(
                key: row["key"], digest: row["digest"], document: row["document"], until: row.time("until"))
        }
    }

    func insert(_ answer: IdempotentAnswer) throws {
        try execute(
            "INSERT OR REPLACE INTO idempotent_answer (key, digest, document, until) VALUES (?, ?, ?, ?)",
            [answer.key, answer.digest, answer.document, answer.until.column])
    }
}
