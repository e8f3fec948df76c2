import Testing
import Timekeeping
import Tokens

@Suite struct RevocationSetTests {
    private let now = Timestamp(secondsSince1970: 1_800_000_000)

    private func identifier(_ number: Int) throws -> TokenIdentifier {
        try #require(TokenIdentifier(bytes: withUnsafeBytes(of: (UInt64(number), UInt64(1))) { Array($0) }))
    }

    @Test func `a revoked token is revoked through its last whole second, and no other is`() throws {
        let set = RevocationSet()
        let token = try identifier(1)
        #expect(!set.isRevoked(token, at: now))
        set.revoke(token, until: now.adding(seconds: 10))
        #expect(set.isRevoked(token, at: now))
        #expect(set.isRevoked(token, at: now.adding(seconds: 10)))
        #expect(set.isRevoked(token, at: now.adding(milliseconds: 10_999)))
        #expect(!set.isRevoked(token, at: now.adding(milliseconds: 11_000)))
        #expect(!set.isRevoked(try identifier(2), at: now))
    }

    @Test func `a retired client number stands until it is taken out`() {
        let set = RevocationSet()
        set.retire(clientNumber: 7, until: now.adding(seconds: 86_700))
        #expect(set.isRetired(clientNumber: 7))
        #expect(!set.isRetired(clientNumber: 8))
        set.removeExpired(at: now.adding(milliseconds: 86_700_999))
        #expect(set.isRetired(clientNumber: 7))
        set.removeExpired(at: now.adding(seconds: 86_701))
        #expect(!set.isRetired(clientNumber: 7))
    }

    @Test func `one check tells what was revoked`() throws {
        let set = RevocationSet()
        let until = now.adding(seconds: 60)
        set.revoke(try identifier(1), until: until)
        set.retire(clientNumber: 7, until: until)
        #expect(set.check(token: try identifier(2), client: 8, at: now) == .good)
        #expect(set.check(token: try identifier(1), client: 8, at: now) == .tokenRevoked)
        #expect(set.check(token: try identifier(1), client: 8, at: until.adding(seconds: 1)) == .good)
        #expect(set.check(token: try identifier(2), client: 7, at: now) == .clientRetired)
        #expect(set.check(token: try identifier(1), client: 7, at: now) == .clientRetired)
    }

    @Test func `of two times for one token or client the later counts, in either order`() throws {
        for times in [[60, 600], [600, 60]] as [[Int64]] {
            let set = RevocationSet()
            for seconds in times {
                set.revoke(try identifier(1), until: now.adding(seconds: seconds))
                set.retire(clientNumber: 7, until: now.adding(seconds: seconds))
            }
            #expect(set.count == 2)
            #expect(set.removeExpired(at: now.adding(seconds: 300)) == 0)
            #expect(set.isRevoked(try identifier(1), at: now.adding(seconds: 600)))
            #expect(set.isRetired(clientNumber: 7))
            #expect(set.removeExpired(at: now.adding(seconds: 900)) == 2)
            #expect(set.count == 0)
        }
    }

    @Test func `what has expired is taken out by the minute, and nothing else is`() throws {
        let set = RevocationSet()
        for number in 0..<20_000 {
            set.revoke(try identifier(number), until: now.adding(seconds: Int64(number % 200)))
        }
        let later = now.adding(seconds: 125)
        let removed = set.removeExpired(at: later)
        // The minute in progress stays as a whole, so what is left is at most a minute too old.
        #expect(removed == 12_000)
        #expect(set.count == 8_000)
        for number in 0..<200 {
            #expect(set.isRevoked(try identifier(number), at: later) == (number >= 125), "\(number)")
        }
        #expect(set.removeExpired(at: later) == 0)
        #expect(set.removeExpired(at: now.adding(seconds: 10_000)) == 8_000)
        #expect(set.count == 0)
    }

    @Test func `replacing the content forgets what was there`() throws {
        let set = RevocationSet()
        let until = now.adding(seconds: 60)
        set.revoke(try identifier(1), until: until)
        set.retire(clientNumber: 1, until: until)
        set.replace(tokens: [try identifier(2): until], clients: [2: until, 3: until])
        #expect(set.count == 3)
        #expect(set.check(token: try identifier(1), client: 1, at: now) == .good)
        #expect(set.check(token: try identifier(2), client: 1, at: now) == .tokenRevoked)
        #expect(set.check(token: try identifier(1), client: 3, at: now) == .clientRetired)
        #expect(set.removeExpired(at: now.adding(seconds: 120)) == 3)
    }

    @Test func `revoking and looking up from many tasks at once loses nothing`() async throws {
        let set = RevocationSet()
        let until = now.adding(seconds: 60)
        let identifiers = try (0..<4_000).map { try identifier($0) }
        await withTaskGroup(of: Void.self) { group in
            for part in 0..<8 {
                group.addTask {
                    for number in stride(from: part, to: identifiers.count, by: 8) {
                        set.revoke(identifiers[number], until: until)
                        set.removeExpired(at: until)
                    }
                }
            }
        }
        #expect(identifiers.allSatisfy { set.isRevoked($0, at: now) })
        #expect(set.count == identifiers.count)
    }
}
