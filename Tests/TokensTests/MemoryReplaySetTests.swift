import Registry
import Testing
import Timekeeping
import Tokens

@Suite struct MemoryReplaySetTests {
    private let now = Timestamp(secondsSince1970: 1_795_559_880)

    private func used(
        _ byte: UInt8 = 1, owner: String = "o", realm: String = "acme/sandbox", use: SingleUse = .dpopProof,
        seconds: Int64 = 60
    ) throws -> UsedIdentifier {
        UsedIdentifier(
            realm: try #require(RealmIdentifier(text: realm)), use: use, owner: owner,
            digest: Array(repeating: byte, count: 32), until: now.adding(seconds: seconds))
    }

    @Test func `an identifier is fresh once, for each realm, use and owner`() async throws {
        let set = MemoryReplaySet()
        let all = [
            try used(), try used(2), try used(owner: "p"), try used(realm: "acme/production"),
            try used(use: .clientAssertion),
        ]
        for identifier in all { #expect(try await set.insert(identifier, at: now) == .fresh) }
        for identifier in all { #expect(try await set.insert(identifier, at: now) == .replayed) }
    }

    @Test func `an identifier is remembered through its last moment and forgotten after it`() async throws {
        let set = MemoryReplaySet()
        #expect(try await set.insert(try used(), at: now) == .fresh)
        let last = now.adding(seconds: 60)
        try await set.removeExpired(at: last)
        #expect(try await set.insert(try used(), at: last) == .replayed)
        let after = now.adding(seconds: 61)
        #expect(try await set.insert(try used(seconds: 120), at: after) == .fresh)
    }

    @Test func `an owner whose set is full is told so, until the time of some is over; others are not concerned`()
        async throws
    {
        let set = MemoryReplaySet()
        let identifier = try used()
        for number in 0..<RegistryLimits.usedIdentifiersPerOwner {
            let digest = withUnsafeBytes(of: number.bigEndian) { Array($0) }
            _ = try await set.insert(
                UsedIdentifier(
                    realm: identifier.realm, use: identifier.use, owner: identifier.owner, digest: digest,
                    until: identifier.until), at: now)
        }
        #expect(try await set.insert(identifier, at: now) == .full)
        #expect(try await set.insert(try used(owner: "p"), at: now) == .fresh)
        #expect(try await set.insert(try used(seconds: 120), at: now.adding(seconds: 61)) == .fresh)
    }
}
