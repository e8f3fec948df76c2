import FoundationEssentials
import GRDB
import Persistence
import Testing
import Timekeeping

/// GRDB has a type of that name too.
private typealias PersistenceError = Persistence.PersistenceError

private let noon = Timestamp(millisecondsSince1970: 1_795_559_858_120)
private let first = SQLiteMigration(number: 1, name: "one", bytes: Array("CREATE TABLE a (x INTEGER) STRICT".utf8))
private let second = SQLiteMigration(
    number: 2, name: "two", bytes: Array("CREATE TABLE b (x INTEGER) STRICT; INSERT INTO a VALUES (1);".utf8))
private let broken = SQLiteMigration(
    number: 2, name: "broken", bytes: Array("INSERT INTO a VALUES (1); INSERT INTO nowhere VALUES (1);".utf8))

@Suite struct SQLiteOpeningTests {
    @Test func `only the owner can read a database and its log`() throws {
        try withTemporaryDirectory { directory in
            let pool = try SQLiteOpening.openPool(path: directory + "/some.sqlite")
            try SQLiteMigrations.apply([first], to: pool, now: noon)
            let files = try FileManager.default.contentsOfDirectory(atPath: directory)
            #expect(Set(files) == ["some.sqlite", "some.sqlite-wal", "some.sqlite-shm"])
            for file in files {
                let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/" + file)
                #expect(attributes[.posixPermissions] as? UInt16 == 0o600, "\(file)")
            }
        }
    }

    @Test func `a file that is no database is refused`() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/some.sqlite"
            try Data(repeating: 0x41, count: 8_192).write(to: URL(filePath: path))
            #expect(throws: PersistenceError.notADatabase(path: path)) { try SQLiteOpening.openPool(path: path) }
            #expect(throws: PersistenceError.notADatabase(path: path)) { try SQLiteOpening.openReader(path: path) }
            #expect(PersistenceError.notADatabase(path: path).description.contains("restore it from a backup"))
        }
    }

    @Test func `a damaged database is refused`() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/some.sqlite"
            try DatabaseQueue(path: path).write { database in
                try database.execute(sql: "CREATE TABLE a (x INTEGER)")
            }
            var bytes = try Data(contentsOf: URL(filePath: path))
            for index in 100..<4_096 { bytes[index] = 0xFF }
            try bytes.write(to: URL(filePath: path))
            let error = #expect(throws: PersistenceError.self) { try SQLiteOpening.openPool(path: path) }
            guard case .corrupt(path, _) = error else {
                Issue.record("not told as damaged: \(String(describing: error))")
                return
            }
        }
    }

    @Test func `a directory that is not there is told`() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/absent/some.sqlite"
            let detail = "No such file or directory"
            #expect(throws: PersistenceError.unwritable(path: path, detail: detail)) {
                try SQLiteOpening.openPool(path: path)
            }
            #expect(throws: PersistenceError.missing(path: path)) { try SQLiteOpening.openReader(path: path) }
        }
    }

    @Test func `a directory in the place of the file is told`() throws {
        try withTemporaryDirectory { directory in
            #expect(throws: PersistenceError.unwritable(path: directory, detail: "Is a directory")) {
                try SQLiteOpening.openPool(path: directory)
            }
        }
    }

    @Test func `migrations are applied once, in order, and written down`() throws {
        try withTemporaryDirectory { directory in
            let pool = try SQLiteOpening.openPool(path: directory + "/some.sqlite")
            try SQLiteMigrations.apply([first], to: pool, now: noon)
            try SQLiteMigrations.apply([first, second], to: pool, now: noon.adding(seconds: 1))
            try SQLiteMigrations.apply([first, second], to: pool, now: noon.adding(seconds: 2))
            let rows = try pool.read { database in
                try Row.fetchAll(database, sql: "SELECT number, name, applied_at FROM schema_migration")
            }
            #expect(rows.map { $0[0] as Int } == [1, 2])
            #expect(rows.map { $0[1] as String } == ["one", "two"])
            #expect(rows.map { $0[2] as Int64 } == [1_795_559_858_120, 1_795_559_859_120])
            #expect(try pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM a") } == 1)
        }
    }

    @Test func `a migration that fails leaves nothing behind`() throws {
        try withTemporaryDirectory { directory in
            let pool = try SQLiteOpening.openPool(path: directory + "/some.sqlite")
            #expect(throws: PersistenceError.self) {
                try SQLiteMigrations.apply([first, broken], to: pool, now: noon)
            }
            #expect(try pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM a") } == 0)
            try SQLiteMigrations.apply([first, second], to: pool, now: noon)
            #expect(try pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM a") } == 1)
        }
    }

    @Test func `a database of a later release is refused and left alone`() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/some.sqlite"
            let pool = try SQLiteOpening.openPool(path: path)
            try SQLiteMigrations.apply([first, second], to: pool, now: noon)
            let expected = PersistenceError.newerSchema(path: path, found: 2, known: 1)
            #expect(throws: expected) { try SQLiteMigrations.apply([first], to: pool, now: noon) }
            #expect(throws: expected) { try SQLiteMigrations.check([first], of: pool) }
            #expect(expected.description.contains("later release"))
        }
    }

    @Test func `a reader refuses a database of an earlier release`() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/some.sqlite"
            try SQLiteMigrations.apply([first], to: SQLiteOpening.openPool(path: path), now: noon)
            let reader = try SQLiteOpening.openReader(path: path)
            try SQLiteMigrations.check([first], of: reader)
            #expect(throws: PersistenceError.olderSchema(path: path, found: 1, known: 2)) {
                try SQLiteMigrations.check([first, second], of: reader)
            }
        }
    }
}
