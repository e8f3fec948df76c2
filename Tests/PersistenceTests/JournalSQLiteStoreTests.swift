import FoundationEssentials
import GRDB
import Journal
import Logging
import Persistence
import Testing
import Timekeeping

private let noon = Timestamp(millisecondsSince1970: 1_795_559_858_120)

private func makeWriter(_ store: SQLiteJournalStore) -> JournalWriter {
    JournalWriter(
        store: store, timeSource: TimeSource { noon },
        logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
}

private func entry(_ number: Int64, change: Int64? = nil) -> JournalEntry {
    JournalEntry(
        at: noon, kind: .tokenIssued, realm: "demo/sandbox", fields: [.integer("n", number)], changeNumber: change)
}

@Suite struct JournalSQLiteStoreTests {
    @Test func `a restart continues the chain`() async throws {
        try await withTemporaryDirectory { directory in
            for start in [Int64(1), 4, 7] {
                let writer = makeWriter(try SQLiteJournalStore(directory: directory, now: noon))
                for number in start..<(start + 3) { try await writer.append(entry(number, change: number)) }
            }
            let reader = try SQLiteJournalStore(readingDirectory: directory)
            let verification = try JournalVerification.run(store: reader)
            #expect(verification.fault == nil)
            #expect(verification.entryCount == 9)
            #expect(try reader.lastChangeNumber() == 9)
        }
    }

    @Test func `many appends at once all land in an unbroken chain`() async throws {
        try await withTemporaryDirectory { directory in
            let store = try SQLiteJournalStore(directory: directory, now: noon)
            let writer = makeWriter(store)
            try await withThrowingTaskGroup { group in
                for number in 1...400 { group.addTask { try await writer.append(entry(Int64(number))) } }
                try await group.waitForAll()
            }
            let numbers = try store.entries(matching: JournalQuery(limit: 1_000)).map { try $0.entry()["n"] }
            #expect(Set(numbers) == Set((1...400).map { JournalValue.integer($0) }))
            #expect(try JournalVerification.run(store: store, pageEntries: 7).entryCount == 400)
        }
    }

    @Test func `a time is searched whether little or much happened in it, out of the order of the chain too`() throws {
        try withTemporaryDirectory { directory in
            let store = try SQLiteJournalStore(directory: directory, now: noon)
            // Every tenth entry is from a second earlier than its neighbours.
            try tamper(
                directory,
                """
                WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 30000)
                INSERT INTO entry (sequence, at, kind, realm, hash, body)
                SELECT n, (n / 10 - (n % 10 = 0)) * 1000, iif(n % 2, 'token.issued', 'token.refused'),
                    iif(n % 3, 'a/sandbox', 'b/sandbox'), zeroblob(32), x'78' FROM n
                """)
            func found(_ since: Int64?, _ until: Int64?, kind: JournalKind? = nil, realm: String? = nil) throws
                -> [Int64]
            {
                var query = JournalQuery(
                    kind: kind, realm: realm, since: since.map { Timestamp(secondsSince1970: $0) },
                    until: until.map { Timestamp(secondsSince1970: $0) }, limit: 12)
                let newest = try store.entries(matching: query).map(\.sequence)
                query.newestFirst = false
                query.limit = 30_000
                #expect(try Array(store.entries(matching: query).map(\.sequence).suffix(12).reversed()) == newest)
                return newest
            }
            #expect(try found(5, 6) == [60] + (51...59).reversed())
            #expect(try found(5, 6, kind: .tokenIssued, realm: "b/sandbox") == [57, 51])
            #expect(try found(2_999, nil) == [30_000] + (29_991...29_999).reversed())
            #expect(try found(10, nil) == Array((29_989...30_000).reversed()))
            #expect(try found(nil, 2_500).prefix(3) == [25_000, 24_999, 24_998])
            #expect(try found(10, nil, kind: .tokenRefused, realm: "b/sandbox").prefix(2) == [30_000, 29_994])
            #expect(try found(4_000, nil).isEmpty && found(nil, -5).isEmpty)
        }
    }

    @Test(arguments: [
        "UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), '\"n\":3', '\"n\":4') AS BLOB) WHERE sequence = 3",
        "UPDATE entry SET at = at + 1 WHERE sequence = 3", "UPDATE entry SET realm = NULL WHERE sequence = 3",
        "UPDATE entry SET kind = 'token.refused' WHERE sequence = 3",
        "UPDATE entry SET change_number = 30 WHERE sequence = 3",
        "UPDATE entry SET hash = zeroblob(32) WHERE sequence = 3", "DELETE FROM entry WHERE sequence = 3",
    ])
    func `an entry changed by hand is found`(statement: String) async throws {
        try await withTemporaryDirectory { directory in
            let store = try SQLiteJournalStore(directory: directory, now: noon)
            let writer = makeWriter(store)
            for number in 1...5 { try await writer.append(entry(Int64(number))) }
            #expect(try JournalVerification.run(store: store).fault == nil)
            try tamper(directory, statement)
            #expect(try JournalVerification.run(store: store).fault?.sequence == 3)
        }
    }

    @Test func `entries cut off the end are found`() async throws {
        try await withTemporaryDirectory { directory in
            let store = try SQLiteJournalStore(directory: directory, now: noon)
            let writer = makeWriter(store)
            for number in 1...5 { try await writer.append(entry(Int64(number))) }
            try tamper(directory, "DELETE FROM entry WHERE sequence > 3")
            #expect(
                try JournalVerification.run(store: store).fault == JournalFault(sequence: 4, kind: .missing))
        }
    }

    @Test func `a second writer cannot fork the chain`() async throws {
        try await withTemporaryDirectory { directory in
            let one = makeWriter(try SQLiteJournalStore(directory: directory, now: noon))
            let two = makeWriter(try SQLiteJournalStore(directory: directory, now: noon))
            try await one.append(entry(1))
            try await two.append(entry(2))
            await #expect(throws: JournalError.self) { try await one.append(entry(3)) }
            try await one.append(entry(4))
            let verification = try JournalVerification.run(store: SQLiteJournalStore(readingDirectory: directory))
            #expect(verification.fault == nil)
            #expect(verification.entryCount == 3)
        }
    }

    @Test func `a store opened for reading commits nothing`() async throws {
        try await withTemporaryDirectory { directory in
            let store = try SQLiteJournalStore(directory: directory, now: noon)
            try await makeWriter(store).append(entry(1))
            let reader = try SQLiteJournalStore(readingDirectory: directory)
            await #expect(throws: JournalError.self) { try await makeWriter(reader).append(entry(2)) }
            #expect(try store.head().sequence == 1)
        }
    }

    @Test func `the durability that was asked for is in force`() throws {
        try withTemporaryDirectory { directory in
            let pool = try SQLiteOpening.openPool(path: directory + "/some.sqlite")
            let settings = try pool.write { database in
                try ["synchronous", "journal_mode", "foreign_keys"].map { name in
                    try String.fetchOne(database, sql: "PRAGMA \(name)")
                }
            }
            #expect(settings == ["2", "wal", "1"])
        }
    }

    private func tamper(_ directory: String, _ statement: String) throws {
        let queue = try DatabaseQueue(path: directory + "/" + SQLiteJournalStore.Part.journal.fileName)
        try queue.write { database in try database.execute(sql: statement) }
    }
}
