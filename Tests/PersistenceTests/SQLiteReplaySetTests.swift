import Foundation
import GRDB
import Persistence
import Registry
import Testing
import Timekeeping

/// What holds for the replay set on disk beside its contract.
@Suite struct SQLiteReplaySetTests {
    private static let now = Timestamp(secondsSince1970: 1_795_559_880)

    private static func insert(_ count: Int, into set: SQLiteReplaySet) async throws {
        let realm = try #require(RealmIdentifier(text: "acme/sandbox"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                let digest = Array(repeating: UInt8(0), count: 24) + withUnsafeBytes(of: number) { Array($0) }
                let used = UsedIdentifier(
                    realm: realm, use: .clientAssertion, owner: "o", digest: digest, until: now.adding(seconds: 60))
                group.addTask { _ = try await set.insert(used, at: now) }
                if number.isMultiple(of: 2_000) { try await group.waitForAll() }
            }
            try await group.waitForAll()
        }
    }

    @Test func `more than one transaction's worth of what expired is forgotten, with its count`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "replay-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            do {
                try FileManager.default.removeItem(at: folder)
            } catch {
                Issue.record("the test's folder could not be removed: \(error)")
            }
        }
        let store = try SQLiteRegistryStore(directory: folder.path, now: Self.now)
        let set = SQLiteReplaySet(database: store.database)
        func counts() async throws -> [Int?] {
            try await store.database.read { database in
                [
                    try Int.fetchOne(database, sql: "SELECT count(*) FROM used_identifier"),
                    try Int.fetchOne(database, sql: "SELECT sum(held) FROM used_identifier_count"),
                ]
            }
        }
        try await Self.insert(10_001, into: set)
        #expect(try await counts() == [10_001, 10_001])
        try await set.removeExpired(at: Self.now.adding(seconds: 60))
        #expect(try await counts() == [10_001, 10_001])
        try await set.removeExpired(at: Self.now.adding(seconds: 61))
        #expect(try await counts() == [0, nil])
    }
}
