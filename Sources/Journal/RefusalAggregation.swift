package import Timekeeping

/// Decides, refusal by refusal, what of a flood is kept: some singly, all of them as counts, in bounded memory.
///
/// Of each realm, minute, reason and address prefix the first refusal is journaled at once, so that an operator sees it
/// immediately, and all further ones of that minute as one entry when the minute is over. The counts of the entries
/// add up to the number of refusals.
package struct RefusalAggregation: Sendable {
    /// What is to be written because of one refusal.
    package struct Decision: Hashable, Sendable {
        /// Whether the refusal goes into the ring of single refusals.
        package let isKeptSingly: Bool
        /// An entry to be journaled at once, for the first refusal of its kind in a minute.
        package let entry: JournalEntry?
    }

    /// Stands for the address prefixes beyond the bound.
    package static let otherPrefixes = "other"

    private let limits: JournalLimits
    private var minutes: [RealmMinute: Counts] = [:]
    /// Counts of earlier minutes that could not be written yet, oldest first.
    private var unwritten: [JournalEntry] = []

    /// Makes an aggregation that has seen nothing.
    package init(limits: JournalLimits = .standard) {
        self.limits = limits
    }

    /// Takes a refusal in and says what is to be written because of it.
    package mutating func record(_ refusal: Refusal) -> Decision {
        let minute = refusal.at.minute
        let prefix = AddressPrefix.of(refusal.remoteAddress)
        return minutes[RealmMinute(realm: refusal.realm, minute: minute), default: Counts()]
            .record(refusal, minute: minute, prefix: prefix, limits: limits)
    }

    /// Entries for the minutes that are over at `now`, oldest first; they are forgotten here.
    package mutating func takeFinished(at now: Timestamp) -> [JournalEntry] {
        take(at: now) { $0.minute < now.minute }
    }

    /// Entries for all minutes, the running one too; for the end of the program.
    package mutating func takeAll(at now: Timestamp) -> [JournalEntry] {
        take(at: now) { _ in true }
    }

    /// Takes entries back that could not be written; the next call gives them out again, before all others. Beyond
    /// the bound they are added up by realm, kind and reason, so that their counts stay right.
    package mutating func putBack(_ entries: [JournalEntry]) {
        let all = entries + unwritten
        unwritten = Array(all.prefix(limits.unwrittenCountsMaximumEntries))
        for entry in all.dropFirst(limits.unwrittenCountsMaximumEntries) { fold(entry) }
    }

    private mutating func fold(_ entry: JournalEntry) {
        let folded = unwritten.firstIndex { other in
            other["address_prefix"] == .text(Self.otherPrefixes) && other.realm == entry.realm
                && other.kind == entry.kind && other["reason"] == entry["reason"]
        }
        guard let folded else { return unwritten.append(entry.counting(entry.count, prefix: Self.otherPrefixes)) }
        unwritten[folded] = unwritten[folded].counting(
            unwritten[folded].count + entry.count, prefix: Self.otherPrefixes)
    }

    private mutating func take(at now: Timestamp, where isTaken: (RealmMinute) -> Bool) -> [JournalEntry] {
        defer { unwritten = [] }
        let taken = minutes.keys.filter(isTaken).sorted { ($0.minute, $0.realm) < ($1.minute, $1.realm) }
        return unwritten + taken.flatMap { minutes.removeValue(forKey: $0)?.remainder(at: now) ?? [] }
    }
}

extension RefusalAggregation {
    private struct RealmMinute: Hashable {
        let realm: String
        let minute: Timestamp
    }

    private struct Pair: Hashable {
        let clientID: String?
        let prefix: String
    }

    private struct Group: Hashable {
        let kind: JournalKind
        let reason: String
        let prefix: String
    }

    private struct Remainder {
        let first: Refusal
        let minute: Timestamp
        let prefix: String
        var count: Int64 = 0

        func entry(at moment: Timestamp, count: Int64) -> JournalEntry {
            JournalEntry(
                at: moment, kind: first.kind, realm: first.realm,
                fields: [
                    .text("reason", first.reason),
                    .text("address_prefix", prefix),
                    .integer("count", count),
                    .text("minute", TimestampText.text(minute)),
                    .text("client_id", ifPresent: first.clientID),
                    .text("request_id", first.requestID),
                ])
        }
    }

    /// The counts of one realm and minute.
    private struct Counts {
        private var prefixes: Set<String> = []
        private var keptByPair: [Pair: Int] = [:]
        private var groups: [Group: Int] = [:]
        private var remainders: [Remainder] = []

        mutating func record(
            _ refusal: Refusal, minute: Timestamp, prefix: String, limits: JournalLimits
        ) -> Decision {
            let isKept = keepSingly(Pair(clientID: refusal.clientID, prefix: prefix), limits)
            let counted = countedPrefix(prefix, limits)
            let group = Group(kind: refusal.kind, reason: refusal.reason, prefix: counted)
            if let index = groups[group] {
                remainders[index].count += 1
                return Decision(isKeptSingly: isKept, entry: nil)
            }
            groups[group] = remainders.count
            let remainder = Remainder(first: refusal, minute: minute, prefix: counted)
            remainders.append(remainder)
            return Decision(isKeptSingly: isKept, entry: remainder.entry(at: refusal.at, count: 1))
        }

        func remainder(at now: Timestamp) -> [JournalEntry] {
            remainders.filter { $0.count > 0 }.map { $0.entry(at: now, count: $0.count) }
        }

        private mutating func keepSingly(_ pair: Pair, _ limits: JournalLimits) -> Bool {
            let kept = keptByPair[pair]
            guard kept != nil || keptByPair.count < limits.refusalsKeptPairsPerRealmMinute else { return false }
            guard kept ?? 0 < limits.refusalsKeptPerClientPrefixMinute else { return false }
            keptByPair[pair] = (kept ?? 0) + 1
            return true
        }

        private mutating func countedPrefix(_ prefix: String, _ limits: JournalLimits) -> String {
            if prefixes.contains(prefix) { return prefix }
            guard prefixes.count < limits.prefixesPerRealmMinute else { return RefusalAggregation.otherPrefixes }
            prefixes.insert(prefix)
            return prefix
        }
    }
}

extension JournalEntry {
    /// How many refusals it stands for.
    fileprivate var count: Int64 {
        if case .integer(let count)? = self["count"] { count } else { 0 }
    }

    /// The entry with another count, for another prefix.
    fileprivate func counting(_ count: Int64, prefix: String) -> JournalEntry {
        let fields = fields.map { field in
            switch field.name {
            case "count": JournalField.integer("count", count)
            case "address_prefix": JournalField.text("address_prefix", prefix)
            default: field
            }
        }
        return JournalEntry(at: at, kind: kind, realm: realm, fields: fields, changeNumber: changeNumber)
    }
}

extension Timestamp {
    /// The start of the minute that this moment lies in.
    fileprivate var minute: Timestamp {
        let remainder = millisecondsSince1970 % 60_000
        return adding(milliseconds: remainder < 0 ? -remainder - 60_000 : -remainder)
    }
}
