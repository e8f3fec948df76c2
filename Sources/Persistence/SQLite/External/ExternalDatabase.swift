import ExternalRecords
import FoundationEssentials
import GRDB
import Registry
import Timekeeping

/// What the stores of the External API's records have in common: transactions, errors, ids, repeated writes.
struct ExternalDatabase: Sendable {
    let writer: any DatabaseWriter

    /// Reads one snapshot, on the pool's own threads.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(RecordStoreError) -> Value {
        do {
            return try await writer.read(body)
        } catch {
            throw Self.recordError(error)
        }
    }

    /// Writes in one transaction, on the pool's own thread.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(RecordStoreError) -> Value {
        do {
            return try await writer.write(body)
        } catch {
            throw Self.recordError(error)
        }
    }

    /// SQLite's own errors can hold a statement's values, so nothing of them is passed on.
    private static func recordError(_ error: any Error) -> RecordStoreError {
        switch error {
        case let error as RecordStoreError: error
        case let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_TRIGGER: .parentMissing
        default: .unavailable
        }
    }

    /// How documents are stored.
    static func document(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }
}

/// The next ids.
enum RecordNumberRows {
    /// Takes the next id of a kind.
    static func next(
        _ kind: String, first: Int, realm: RealmIdentifier, in database: Database
    ) throws -> RecordIdentifier {
        let number = try Int.fetchOne(
            database.cachedStatement(
                sql: """
                    INSERT INTO record_number (realm, kind, last) VALUES (?, ?, ?)
                    ON CONFLICT (realm, kind) DO UPDATE SET last = last + 1 RETURNING last
                    """), arguments: [realm.description, kind, first])
        guard let number, let id = RecordIdentifier(number: number) else { throw RecordStoreError.identifiersUsedUp }
        return id
    }

    /// Notes an id that was not taken from here.
    static func note(
        _ id: RecordIdentifier, of kind: String, realm: RealmIdentifier, in database: Database
    ) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO record_number (realm, kind, last) VALUES (?, ?, ?)
                ON CONFLICT (realm, kind) DO UPDATE SET last = max(last, excluded.last)
                """
        ).execute(arguments: [realm.description, kind, Int(id.text) ?? 0])
    }
}

/// Writes that are done once.
enum RecordCreationRows {
    /// The id that the first request made; `nil` where this is the first.
    static func find(
        _ write: RepeatableWrite, of kind: String, realm: RealmIdentifier, at now: Timestamp, in database: Database
    ) throws -> RecordIdentifier? {
        try database.cachedStatement(sql: "DELETE FROM record_creation WHERE until <= ?")
            .execute(arguments: [now.millisecondsSince1970])
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT fingerprint, kind, id FROM record_creation WHERE realm = ? AND key = ?"),
            arguments: [realm.description, write.key])
        guard let row else { return nil }
        guard row["kind"] == kind, [UInt8](row["fingerprint"] as Data) == write.fingerprint else {
            throw RecordStoreError.keyReused
        }
        guard let id = RecordIdentifier(row["id"] as String) else { throw RecordStoreError.unavailable }
        return id
    }

    static func insert(
        _ write: RepeatableWrite, of kind: String, id: RecordIdentifier, realm: RealmIdentifier, at now: Timestamp,
        in database: Database
    ) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO record_creation (realm, key, fingerprint, kind, id, until) VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            realm.description, write.key, Data(write.fingerprint), kind, id.text,
            now.adding(seconds: RecordLimits.repeatableSeconds).millisecondsSince1970,
        ])
    }
}

/// What a list is narrowed to and how it is ordered, as SQL.
struct ListConditions {
    private(set) var conditions: [String]
    private(set) var arguments: StatementArguments

    init(_ condition: String, _ arguments: StatementArguments) {
        conditions = [condition]
        self.arguments = arguments
    }

    mutating func require(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
        guard let value else { return }
        conditions.append(condition)
        arguments += [value]
    }

    var sql: String { conditions.joined(separator: " AND ") }

    static func order(_ order: RecordOrder) -> String {
        switch order {
        case .created: "sequence"
        case .createdDescending: "sequence DESC"
        case .modified: "modified_at, sequence"
        case .modifiedDescending: "modified_at DESC, sequence DESC"
        }
    }
}
