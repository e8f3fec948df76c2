import Cryptography
import Logging
import Registry
import ServiceLifecycle
import Tokens

/// Follows the change table: what is held in memory is brought up to date, and the journal takes the change in.
struct ChangeFollower: Service {
    let feed: ChangeFeed
    let registry: RegistryCache
    let tokens: RealmTokensDirectory
    let journaling: ChangeJournaling
    let random: RandomSource
    let logger: Logger

    /// The design's bound is a second; a poll costs one look at the end of an index.
    private static let pollMilliseconds = 100

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var isJournalBehind = true
            while !Task.isCancelled {
                isJournalBehind = await follow(isJournalBehind: isJournalBehind)
                try? await Task.sleep(for: .milliseconds(Self.pollMilliseconds))
            }
        }
        _ = await follow(isJournalBehind: true)
    }

    /// One look at the change table.
    ///
    /// - Returns: whether the journal still lacks changes afterwards.
    func follow(isJournalBehind: Bool) async -> Bool {
        let before = feed.lastNumber
        do throws(RegistryError) {
            try await feed.pollBatches { changes throws(RegistryError) in
                // The cache first: whoever finds a realm's new keys must not take a client for what it was before.
                for change in changes { registry.apply(change) }
                await tokens.apply(changes)
                // Beside the feed, which must not wait for it: one for RS256 can take seconds.
                let wanted = WantedKeys(changes)
                if !wanted.isEmpty { Task { await tokens.prepare(wanted, random: random) } }
            }
        } catch {
            // A read that shutdown cut short is no fault; the last look follows.
            if !Task.isCancelled {
                logger.error("The registry's changes cannot be read; trying again. \(error.message)")
            }
            return true
        }
        guard isJournalBehind || feed.lastNumber != before else { return false }
        do {
            try await journaling.takeIn()
            return false
        } catch {
            guard !Task.isCancelled else { return true }
            logger.error("The journal cannot take in the registry's changes; trying again. \(error)")
            return true
        }
    }
}
