import Foundation
import Persistence
import Registry
import Testing
import Timekeeping

/// One contract for every replay set.
@Suite struct ReplaySetContractTests {
    enum Kind: CaseIterable {
        case sqlite
    }

    /// A set, and the registry's store that it may need.
    private struct Fixture {
        let set: any ReplaySet
        let folder: URL

        init(_ kind: Kind, capacityPerOwner: Int = 100) throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "replay-" + UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            switch kind {
            case .sqlite:
                let store = try SQLiteRegistryStore(
                    directory: folder.path, now: Timestamp(secondsSince1970: 1_795_559_880))
                set = SQLiteReplaySet(database: store.database, capacityPerOwner: capacityPerOwner)
            }
        }

        func remove() {
            do {
                try FileManager.default.removeItem(at: folder)
            } catch {
                Issue.record("the test's folder could not be removed: \(error)")
            }
        }
    }

    private let now = Timestamp(secondsSince1970: 1_795_559_880)

    private func used(
        _ byte: UInt8 = 1, owner: String = "o", realm: String = "acme/sandbox", seconds: Int64 = 60
    ) throws -> UsedIdentifier {
        UsedIdentifier(
            realm: try #require(RealmIdentifier(text: realm)), use: .clientAssertion, owner: owner,
            digest: Array(repeating: byte, count: 32), until: now.adding(seconds: seconds))
    }

    @Test(arguments: Kind.allCases)
    func `an identifier is fresh once, for each realm and owner`(_ kind: Kind) async throws {
        let fixture = try Fixture(kind)
        defer { fixture.remove() }
        let all = [
            try used(), try used(2), try used(owner: "p"), try used(realm: "acme/production"),
        ]
        for identifier in all { #expect(try await fixture.set.insert(identifier, at: now) == .fresh) }
        for identifier in all { #expect(try await fixture.set.insert(identifier, at: now) == .replayed) }
    }

    @Test(arguments: Kind.allCases)
    func `an identifier is remembered through its last moment and forgotten after it`(_ kind: Kind) async throws {
        let fixture = try Fixture(kind)
        defer { fixture.remove() }
        #expect(try await fixture.set.insert(try used(), at: now) == .fresh)
        #expect(try await fixture.set.insert(try used(2), at: now) == .fresh)
        let last = now.adding(seconds: 60)
        try await fixture.set.removeExpired(at: last)
        #expect(try await fixture.set.insert(try used(), at: last) == .replayed)
        // Whether or not it was removed in between.
        let after = now.adding(seconds: 61)
        #expect(try await fixture.set.insert(try used(seconds: 120), at: after) == .fresh)
        #expect(try await fixture.set.insert(try used(seconds: 120), at: after) == .replayed)
        try await fixture.set.removeExpired(at: after)
        #expect(try await fixture.set.insert(try used(2, seconds: 120), at: after) == .fresh)
        #expect(try await fixture.set.insert(try used(), at: after) == .replayed)
    }

    @Test(arguments: Kind.allCases)
    func `an owner whose set is full is told so until some are forgotten, and others are not concerned`(
        _ kind: Kind
    ) async throws {
        let fixture = try Fixture(kind, capacityPerOwner: 3)
        defer { fixture.remove() }
        for byte in 1...3 { #expect(try await fixture.set.insert(try used(UInt8(byte)), at: now) == .fresh) }
        #expect(try await fixture.set.insert(try used(4), at: now) == .full)
        #expect(try await fixture.set.insert(try used(4, owner: "p"), at: now) == .fresh)
        let after = now.adding(seconds: 61)
        try await fixture.set.removeExpired(at: after)
        for byte in 1...3 {
            #expect(try await fixture.set.insert(try used(UInt8(byte), seconds: 120), at: after) == .fresh)
        }
        #expect(try await fixture.set.insert(try used(4, seconds: 120), at: after) == .full)
    }

    @Test(arguments: Kind.allCases)
    func `of many who put in the same at the same moment, one is told that it is fresh`(_ kind: Kind) async throws {
        let fixture = try Fixture(kind)
        defer { fixture.remove() }
        let identifier = try used()
        let verdicts = try await withThrowingTaskGroup(of: ReplayVerdict.self) { group in
            for _ in 0..<100 { group.addTask { try await fixture.set.insert(identifier, at: now) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(verdicts.count { $0 == .fresh } == 1)
        #expect(verdicts.count { $0 == .replayed } == 99)
    }

    @Test func `two servers on one database share the set, and it outlives them`() async throws {
        let fixture = try Fixture(.sqlite)
        defer { fixture.remove() }
        #expect(try await fixture.set.insert(try used(), at: now) == .fresh)
        let other = SQLiteReplaySet(
            database: try SQLiteRegistryStore(directory: fixture.folder.path, now: now).database)
        #expect(try await other.insert(try used(), at: now) == .replayed)
        #expect(try await other.insert(try used(2), at: now) == .fresh)
        #expect(try await fixture.set.insert(try used(2), at: now) == .replayed)
    }
}
