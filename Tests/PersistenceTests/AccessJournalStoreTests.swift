import Journal
import Persistence
import Testing
import Timekeeping

/// What the journal of accesses has beyond the other: whose data an entry tells of.
struct AccessJournalStoreTests {
    private static let noon = Timestamp(millisecondsSince1970: 1_795_559_858_120)

    private func access(_ patients: [String], realm: String = "demo/sandbox") -> JournalEntry {
        JournalEntry(
            at: Self.noon, kind: JournalKind(rawValue: "access.read"), realm: realm,
            fields: [.texts("patients", patients)])
    }

    private func commit(_ entries: [JournalEntry], to store: SQLiteJournalStore) throws {
        var head = try store.head()
        let chained = entries.map { entry in
            let chained = ChainedEntry(entry, body: JournalEncoding.body(of: entry), after: head)
            head = chained.head
            return chained
        }
        try store.commit(entries: chained, refusals: [])
    }

    @Test func `entries are found by the patients they tell of, within their realm`() throws {
        try withTemporaryDirectory { directory in
            let store = try SQLiteJournalStore(.access, directory: directory, now: Self.noon)
            try commit(
                [
                    access(["1"]), access([]), access(["1", "2", "1"]), access(["2"]),
                    access(["1"], realm: "demo/production"),
                    JournalEntry(at: Self.noon, kind: .serverStarted, realm: nil),
                ], to: store)
            func sequences(_ patient: String, _ realm: String) throws -> [Int64] {
                var query = JournalQuery(realm: realm, newestFirst: false)
                query.patient = patient
                return try store.entries(matching: query).map(\.sequence)
            }
            #expect(try sequences("1", "demo/sandbox") == [1, 3])
            #expect(try sequences("2", "demo/sandbox") == [3, 4])
            #expect(try sequences("1", "demo/production") == [5])
            #expect(try sequences("3", "demo/sandbox") == [])
            #expect(try JournalVerification.run(store: store).fault == nil)
        }
    }

    @Test func `the two journals are files of their own`() throws {
        try withTemporaryDirectory { directory in
            let accesses = try SQLiteJournalStore(.access, directory: directory, now: Self.noon)
            let journal = try SQLiteJournalStore(directory: directory, now: Self.noon)
            try commit([access(["1"])], to: accesses)
            #expect(try journal.head() == .genesis)
            #expect(try SQLiteJournalStore(.access, readingDirectory: directory).head().sequence == 1)
        }
    }
}
