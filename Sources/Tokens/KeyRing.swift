import Cryptography
public import Timekeeping

/// The keys of one use of one realm: a state machine without material, storage or clock.
///
/// Each change returns the entries that it made or altered. The caller writes them in one transaction, and where one is
/// now `destroyed`, erases its material in the same.
public struct KeyRing: Hashable, Sendable {
    /// All keys that ever were in the ring, in the order they came.
    public private(set) var entries: [KeyRingEntry]

    /// An empty ring.
    public init() {
        entries = []
    }

    /// A ring as read from a store.
    ///
    /// - Throws: ``KeyRingError/duplicate(_:)``, ``KeyRingError/severalActive(_:)``, or
    ///   ``KeyRingError/retirementTimeMissing(_:)`` when the store holds what no sequence of changes leads to.
    public init(entries: [KeyRingEntry]) throws(KeyRingError) {
        var seen: Set<KeyIdentifier> = []
        for entry in entries {
            guard seen.insert(entry.identifier).inserted else { throw .duplicate(entry.identifier) }
            guard entry.state != .retired || entry.retiredAt != nil else {
                throw .retirementTimeMissing(entry.identifier)
            }
        }
        let active = entries.filter { $0.state == .active }.map(\.identifier)
        guard active.count <= 1 else { throw .severalActive(active) }
        self.entries = entries
    }

    /// The key that makes tokens, if the ring has one.
    public var active: KeyRingEntry? {
        entries.first { $0.state == .active }
    }

    /// All keys that open tokens.
    public var live: [KeyRingEntry] {
        entries.filter(\.state.isLive)
    }

    /// Adds a new key that opens but makes nothing yet.
    ///
    /// - Throws: ``KeyRingError/duplicate(_:)``; ``KeyRingError/full(retired:)`` when the ring has as many live keys as
    ///   opening may try.
    public mutating func stage(
        _ identifier: KeyIdentifier,
        at now: Timestamp
    ) throws(KeyRingError) -> [KeyRingEntry] {
        guard index(of: identifier) == nil else { throw .duplicate(identifier) }
        guard live.count < TokenLimits.liveKeysMaximum else {
            throw .full(retired: entries.filter { $0.state == .retired }.map(\.identifier))
        }
        let entry = KeyRingEntry(identifier: identifier, state: .staged, createdAt: now)
        entries.append(entry)
        return [entry]
    }

    /// Lets a staged key make the tokens from now on; the key that did so before is retired.
    ///
    /// - Parameter stagedForSeconds: how long the key must have been staged.
    /// - Throws: ``KeyRingError/unknown(_:)``; ``KeyRingError/notStaged(_:_:)``; ``KeyRingError/tooEarly(_:until:)``.
    public mutating func activate(
        _ identifier: KeyIdentifier,
        at now: Timestamp,
        stagedForSeconds: Int64 = 0
    ) throws(KeyRingError) -> [KeyRingEntry] {
        guard let chosen = index(of: identifier) else { throw .unknown(identifier) }
        guard entries[chosen].state == .staged else { throw .notStaged(identifier, entries[chosen].state) }
        let earliest = entries[chosen].createdAt.adding(seconds: stagedForSeconds)
        guard earliest <= now else { throw .tooEarly(identifier, until: earliest) }
        var changed: [KeyRingEntry] = []
        if let former = entries.firstIndex(where: { $0.state == .active }) {
            entries[former].state = .retired
            entries[former].retiredAt = now
            changed.append(entries[former])
        }
        entries[chosen].state = .active
        entries[chosen].activatedAt = now
        changed.append(entries[chosen])
        return changed
    }

    /// The retired keys whose last token has expired, given the longest lifetime a token of the ring may have.
    public func destroyable(at now: Timestamp, longestLifetimeSeconds: Int64) -> [KeyIdentifier] {
        entries.filter { entry in
            entry.state == .retired && !Self.mayHaveTokens(entry, at: now, lifetimeSeconds: longestLifetimeSeconds)
        }
        .map(\.identifier)
    }

    /// Ends a key for good. A staged key may always go, a retired one once its last token has expired.
    ///
    /// - Throws: ``KeyRingError/unknown(_:)``; ``KeyRingError/active(_:)``; ``KeyRingError/destroyed(_:)``;
    ///   ``KeyRingError/unexpiredTokens(_:until:)`` when tokens that the key made may still be good.
    public mutating func destroy(
        _ identifier: KeyIdentifier,
        at now: Timestamp,
        longestLifetimeSeconds: Int64
    ) throws(KeyRingError) -> [KeyRingEntry] {
        guard let chosen = index(of: identifier) else { throw .unknown(identifier) }
        let entry = entries[chosen]
        switch entry.state {
        case .active: throw .active(identifier)
        case .destroyed: throw .destroyed(identifier)
        case .retired where Self.mayHaveTokens(entry, at: now, lifetimeSeconds: longestLifetimeSeconds):
            throw .unexpiredTokens(identifier, until: Self.lastSecond(of: entry, longestLifetimeSeconds))
        case .staged, .retired: break
        }
        return [destroy(at: chosen, now)]
    }

    private func index(of identifier: KeyIdentifier) -> Int? {
        entries.firstIndex { $0.identifier == identifier }
    }

    private mutating func destroy(at position: Int, _ now: Timestamp) -> KeyRingEntry {
        entries[position].state = .destroyed
        entries[position].destroyedAt = now
        return entries[position]
    }

    /// A token is good through the whole second `issued at + lifetime`, hence the comparison of whole seconds.
    private static func mayHaveTokens(_ entry: KeyRingEntry, at now: Timestamp, lifetimeSeconds: Int64) -> Bool {
        lastSecond(of: entry, lifetimeSeconds).secondsSince1970 >= now.secondsSince1970
    }

    private static func lastSecond(of entry: KeyRingEntry, _ lifetimeSeconds: Int64) -> Timestamp {
        // A retired key without its time cannot be read from a store; should one be, its tokens never count as gone.
        guard let retiredAt = entry.retiredAt else { return Timestamp(millisecondsSince1970: .max) }
        return Timestamp(secondsSince1970: retiredAt.secondsSince1970 + lifetimeSeconds)
    }
}
