import Cryptography
import CryptographyTesting
import JOSE
import Registry
import ResourceServer
import Testing
import Timekeeping
import Tokens

/// Rotation as a state machine, and over a store with a clock moved by hand: nothing here waits.
struct KeyRotationTests {
    private static let day: Int64 = 86_400
    private static let start = Timestamp(secondsSince1970: 1_800_000_000)
    private static let active = KeyIdentifier("active")
    private static let policy = KeyRotationPolicy(rotationSeconds: 90 * day, publishAheadSeconds: day)

    /// A ring with one key, active since the start.
    private func ring() throws -> KeyRing {
        var ring = KeyRing()
        _ = try ring.stage(Self.active, at: Self.start)
        _ = try ring.activate(Self.active, at: Self.start)
        return ring
    }

    private static let ages: [(Int64, [KeyRotationPolicy.Step])] = [
        (0, []), (88 * day, []), (89 * day - 1, []), (89 * day, [.stage]), (400 * day, [.stage]),
    ]

    @Test(arguments: ages)
    func `a new key is staged so early that it can take over in time`(
        _ age: Int64, _ steps: [KeyRotationPolicy.Step]
    ) throws {
        #expect(Self.policy.steps(for: try ring(), at: Self.start.adding(seconds: age)) == steps)
    }

    @Test func `a staged key is used after it was published long enough, and no second one is staged`() throws {
        var ring = try ring()
        let fresh = KeyIdentifier("fresh")
        let staged = Self.start.adding(seconds: 89 * Self.day)
        _ = try ring.stage(fresh, at: staged)
        #expect(Self.policy.steps(for: ring, at: staged).isEmpty)
        let almost = staged.adding(milliseconds: Self.day * 1_000 - 1)
        #expect(Self.policy.steps(for: ring, at: almost).isEmpty)
        #expect(throws: KeyRingError.tooEarly(fresh, until: staged.adding(seconds: Self.day))) {
            try ring.activate(fresh, at: almost, stagedForSeconds: Self.day)
        }
        let due = staged.adding(seconds: Self.day)
        #expect(Self.policy.steps(for: ring, at: due) == [.activate(fresh)])
        _ = try ring.activate(fresh, at: due, stagedForSeconds: Self.day)
        #expect(ring.active?.identifier == fresh)
        // The key before stays until the last token it signed has expired, with the skew between servers.
        #expect(Self.policy.steps(for: ring, at: due.adding(seconds: 86_700)).isEmpty)
        #expect(Self.policy.steps(for: ring, at: due.adding(seconds: 86_701)) == [.destroyExpired])
    }

    @Test func `without rotation by time a key that a person staged is used, and nothing is staged`() throws {
        let policy = KeyRotationPolicy(rotationSeconds: nil, publishAheadSeconds: 300)
        var ring = try ring()
        let later = Self.start.adding(seconds: 4_000 * Self.day)
        #expect(policy.steps(for: ring, at: later).isEmpty)
        _ = try ring.stage(KeyIdentifier("by hand"), at: later)
        #expect(policy.steps(for: ring, at: later.adding(seconds: 299)).isEmpty)
        #expect(policy.steps(for: ring, at: later.adding(seconds: 300)) == [.activate(KeyIdentifier("by hand"))])
    }

    @Test func `a full ring gets no further key before one has gone`() throws {
        var ring = try ring()
        for name in ["b", "c", "d"] {
            _ = try ring.stage(KeyIdentifier(name), at: Self.start)
            _ = try ring.activate(KeyIdentifier(name), at: Self.start)
        }
        let policy = KeyRotationPolicy(rotationSeconds: Self.day, publishAheadSeconds: Self.day)
        #expect(policy.steps(for: ring, at: Self.start.adding(seconds: 60)).isEmpty)
        #expect(policy.steps(for: ring, at: Self.start.adding(seconds: 86_701)) == [.destroyExpired])
    }

    @Test func `over ninety-odd days the keys of all uses and realms change, and no good token dies`() async throws {
        let fixture = try await RealmTokensFixture()
        let rotator = KeyRotator(
            store: fixture.store, rootKey: fixture.rootKey, random: fixture.random.source,
            timeSource: fixture.clock.source, policy: Self.policy)
        let first = try await fixture.signingKey().keyID
        #expect(try await rotator.rotate().steps == 0)

        fixture.clock.advance(seconds: 89 * Self.day)
        let staged = try await rotator.rotate()
        // Three uses in each of two realms.
        #expect(staged.steps == 6 && staged.failures.isEmpty)
        try await fixture.hear()
        #expect(try await fixture.signingKey().keyID == first)
        #expect(try await publishedCount(fixture) == 4)
        #expect(try await rotator.rotate().steps == 0)

        fixture.clock.advance(seconds: Self.day)
        let lastOfOld = try await fixture.sign(try await fixture.claims(lifetimeSeconds: 86_400))
        #expect(try await rotator.rotate().steps == 6)
        try await fixture.hear()
        #expect(try await fixture.signingKey().keyID != first)
        #expect(try await fixture.jwtValidator().validate(lastOfOld).clientNumber == fixture.client.number)

        fixture.clock.advance(seconds: 86_399)
        #expect(try await rotator.rotate().steps == 0)
        #expect(try await fixture.jwtValidator().validate(lastOfOld).clientNumber == fixture.client.number)
        fixture.clock.advance(seconds: 302)
        #expect(try await rotator.rotate().steps > 0)
        try await fixture.hear()
        #expect(try await publishedCount(fixture) == 2)
        await #expect(throws: AccessTokenValidationError.unknown) {
            try await fixture.jwtValidator().validate(lastOfOld)
        }
        #expect(try await rotator.rotate().steps == 0)
    }

    private func publishedCount(_ fixture: RealmTokensFixture) async throws -> Int {
        let keySet = try await fixture.directory.tokens(of: fixture.realm).keys.signing.keySetJSON
        return try JSONWebKeySet(json: keySet, reading: .strict).keys.count
    }
}
