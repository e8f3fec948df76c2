import Cryptography
import Testing
import Timekeeping
import Tokens

@Suite struct KeyRingTests {
    private static let start = Timestamp(secondsSince1970: 1_800_000_000)
    private static let lifetime: Int64 = 1_200

    /// One key in each state, in the order staged, active, retired, destroyed.
    private static func oneOfEach() throws -> KeyRing {
        var ring = KeyRing()
        for name in ["destroyed", "retired", "active"] {
            _ = try ring.stage(KeyIdentifier(name), at: start)
            _ = try ring.activate(KeyIdentifier(name), at: start)
        }
        let later = start.adding(seconds: 1_201)
        _ = try ring.destroy(KeyIdentifier("destroyed"), at: later, longestLifetimeSeconds: lifetime)
        _ = try ring.stage(KeyIdentifier("staged"), at: later)
        return ring
    }

    @Test func `a first key is staged and then activated`() throws {
        var ring = KeyRing()
        let staged = try ring.stage(KeyIdentifier("a"), at: Self.start)
        #expect(staged == [KeyRingEntry(identifier: KeyIdentifier("a"), state: .staged, createdAt: Self.start)])
        #expect(ring.active == nil)
        let later = Self.start.adding(seconds: 60)
        let changed = try ring.activate(KeyIdentifier("a"), at: later)
        #expect(changed.map(\.state) == [.active])
        #expect(ring.active?.activatedAt == later)
        #expect(ring.active?.createdAt == Self.start)
    }

    @Test func `activating another key retires the former one at the same moment`() throws {
        var ring = KeyRing()
        _ = try ring.stage(KeyIdentifier("a"), at: Self.start)
        _ = try ring.activate(KeyIdentifier("a"), at: Self.start)
        _ = try ring.stage(KeyIdentifier("b"), at: Self.start)
        let later = Self.start.adding(seconds: 60)
        let changed = try ring.activate(KeyIdentifier("b"), at: later)
        #expect(changed.map(\.identifier.value) == ["a", "b"])
        #expect(changed.map(\.state) == [.retired, .active])
        #expect(changed[0].retiredAt == later && changed[1].activatedAt == later)
        #expect(ring.entries.filter { $0.state == .active }.count == 1)
    }

    @Test(arguments: [
        ("staged", nil), ("active", KeyRingError.notStaged(KeyIdentifier("active"), .active)),
        ("retired", .notStaged(KeyIdentifier("retired"), .retired)),
        ("destroyed", .notStaged(KeyIdentifier("destroyed"), .destroyed)),
        ("nobody", .unknown(KeyIdentifier("nobody"))),
    ])
    func `only a staged key can be activated`(name: String, refusal: KeyRingError?) throws {
        var ring = try Self.oneOfEach()
        let before = ring
        let now = Self.start.adding(seconds: 2_000)
        expectOutcome(refusal) { () throws(KeyRingError) in _ = try ring.activate(KeyIdentifier(name), at: now) }
        #expect((ring == before) == (refusal != nil))
    }

    @Test(arguments: [
        ("staged", Int64(0), nil), ("active", 100_000, KeyRingError.active(KeyIdentifier("active"))),
        ("destroyed", 100_000, .destroyed(KeyIdentifier("destroyed"))),
        ("nobody", 0, .unknown(KeyIdentifier("nobody"))),
        ("retired", 0, .unexpiredTokens(KeyIdentifier("retired"), until: start.adding(seconds: 1_200))),
        ("retired", 1_200_000, .unexpiredTokens(KeyIdentifier("retired"), until: start.adding(seconds: 1_200))),
        ("retired", 1_200_999, .unexpiredTokens(KeyIdentifier("retired"), until: start.adding(seconds: 1_200))),
        ("retired", 1_201_000, nil),
    ])
    func `a key goes only when no token needs it`(name: String, milliseconds: Int64, refusal: KeyRingError?) throws {
        var ring = try Self.oneOfEach()
        let before = ring
        let now = Self.start.adding(milliseconds: milliseconds)
        expectOutcome(refusal) { () throws(KeyRingError) in
            let changed = try ring.destroy(KeyIdentifier(name), at: now, longestLifetimeSeconds: Self.lifetime)
            #expect(changed.map(\.state) == [.destroyed])
            #expect(changed.map(\.destroyedAt) == [now])
        }
        #expect((ring == before) == (refusal != nil))
    }

    @Test func `a key retired within a second stays for the tokens of that whole second`() throws {
        var ring = KeyRing()
        let retirement = Self.start.adding(milliseconds: 900)
        for (name, time) in [("a", Self.start), ("b", retirement)] {
            _ = try ring.stage(KeyIdentifier(name), at: time)
            _ = try ring.activate(KeyIdentifier(name), at: time)
        }
        let last = Self.start.adding(milliseconds: 1_200_999)
        #expect(ring.destroyable(at: last, longestLifetimeSeconds: 1_200) == [])
        let after = last.adding(milliseconds: 1)
        #expect(ring.destroyable(at: after, longestLifetimeSeconds: 1_200) == [KeyIdentifier("a")])
    }

    @Test func `only retired keys are ever listed as destroyable`() throws {
        let ring = try Self.oneOfEach()
        let longAfter = Self.start.adding(seconds: 1_000_000)
        #expect(ring.destroyable(at: longAfter, longestLifetimeSeconds: 1_200) == [KeyIdentifier("retired")])
        #expect(ring.live.map(\.identifier.value) == ["retired", "active", "staged"])
    }

    @Test func `a fifth live key is refused until one is destroyed`() throws {
        var ring = try Self.oneOfEach()
        let now = Self.start.adding(seconds: 5_000)
        _ = try ring.stage(KeyIdentifier("fourth"), at: now)
        expectOutcome(.full(retired: [KeyIdentifier("retired")])) { () throws(KeyRingError) in
            _ = try ring.stage(KeyIdentifier("fifth"), at: now)
        }
        _ = try ring.destroy(KeyIdentifier("retired"), at: now, longestLifetimeSeconds: Self.lifetime)
        _ = try ring.stage(KeyIdentifier("fifth"), at: now)
        #expect(ring.live.count == TokenLimits.liveKeysMaximum)
    }

    @Test(arguments: ["staged", "active", "retired", "destroyed"])
    func `a name is never used twice`(name: String) throws {
        var ring = try Self.oneOfEach()
        let identifier = KeyIdentifier(name)
        expectOutcome(.duplicate(identifier)) { () throws(KeyRingError) in
            _ = try ring.stage(identifier, at: Self.start)
        }
    }

    @Test func `a ring reads back from its entries`() throws {
        let ring = try Self.oneOfEach()
        #expect(try KeyRing(entries: ring.entries) == ring)
    }

    @Test(arguments: [
        ([("a", KeyState.staged), ("a", .destroyed)], KeyRingError.duplicate(KeyIdentifier("a"))),
        ([("a", .active), ("b", .active)], .severalActive([KeyIdentifier("a"), KeyIdentifier("b")])),
        ([("a", .active), ("b", .retired)], .retirementTimeMissing(KeyIdentifier("b"))),
    ])
    func `entries that no ring can have are refused`(entries: [(String, KeyState)], refusal: KeyRingError) {
        let stored = entries.map { name, state in
            KeyRingEntry(identifier: KeyIdentifier(name), state: state, createdAt: Self.start)
        }
        expectOutcome(refusal) { () throws(KeyRingError) in _ = try KeyRing(entries: stored) }
    }

    @Test func `every refusal names the key and says what to do`() {
        let key = KeyIdentifier("key-7")
        let errors: [KeyRingError] = [
            .unknown(key), .duplicate(key), .notStaged(key, .retired), .full(retired: [key]), .active(key),
            .destroyed(key), .unexpiredTokens(key, until: Self.start), .severalActive([key]),
            .retirementTimeMissing(key),
        ]
        for error in errors {
            #expect(error.description.contains("key-7") && error.description.hasSuffix("."), "\(error)")
        }
        #expect(KeyRingError.full(retired: []).description.contains("Activate or destroy a staged key first."))
        #expect(errors[6].description.contains("2027-01-15T08:00:00"))
    }

    /// Expects `refusal`, or success where that is `nil`.
    private func expectOutcome(_ refusal: KeyRingError?, of change: () throws(KeyRingError) -> Void) {
        var thrown: KeyRingError?
        do { try change() } catch { thrown = error }
        #expect(thrown == refusal)
    }
}
