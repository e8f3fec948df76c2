import Timekeeping

/// What ``RevocationSet`` guards.
///
/// Beside the tables by identifier it keeps the identifiers by the minute they expire in, so that taking out the
/// expired ones never means going through all of them.
struct RevocationState: Sendable {
    private(set) var tokens: [TokenIdentifier: Timestamp]
    var clients: [UInt32: Timestamp]
    private var byMinute: [Int64: [TokenIdentifier]] = [:]

    init(tokens: [TokenIdentifier: Timestamp] = [:], clients: [UInt32: Timestamp] = [:]) {
        self.tokens = tokens
        self.clients = clients
        for (identifier, until) in tokens {
            byMinute[Self.minute(until), default: []].append(identifier)
        }
    }

    func isRevoked(_ identifier: TokenIdentifier, at now: Timestamp) -> Bool {
        guard let until = tokens[identifier] else { return false }
        return Self.stands(until, at: now)
    }

    mutating func revoke(_ identifier: TokenIdentifier, until: Timestamp) {
        let known = tokens[identifier]
        if let known, known >= until { return }
        tokens[identifier] = until
        // The entry under an earlier minute stays; when its turn comes, the later time is found in the table.
        if known.map(Self.minute) != Self.minute(until) {
            byMinute[Self.minute(until), default: []].append(identifier)
        }
    }

    mutating func removeExpiredClients(at now: Timestamp) -> Int {
        let before = clients.count
        clients = clients.filter { Self.stands($0.value, at: now) }
        return before - clients.count
    }

    /// Looks at no more than `atMost` entries of the minutes that have wholly passed.
    mutating func removeExpiredTokens(at now: Timestamp, atMost: Int) -> (removed: Int, isLast: Bool) {
        guard let minute = byMinute.keys.first(where: { $0 < Self.minute(now) }) else { return (0, true) }
        var left = byMinute.removeValue(forKey: minute) ?? []
        var removed = 0
        for identifier in left.suffix(atMost) {
            guard let until = tokens[identifier], until < now else { continue }
            tokens.removeValue(forKey: identifier)
            removed += 1
        }
        left.removeLast(min(atMost, left.count))
        if !left.isEmpty { byMinute[minute] = left }
        return (removed, false)
    }

    /// A token is good through the whole second it expires in; so is its revocation, or it would come alive again.
    private static func stands(_ until: Timestamp, at now: Timestamp) -> Bool {
        now.secondsSince1970 <= until.secondsSince1970
    }

    private static func minute(_ moment: Timestamp) -> Int64 {
        moment.secondsSince1970 / 60
    }
}
