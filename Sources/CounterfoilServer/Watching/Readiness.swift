import Journal
import Registry
import Timekeeping

/// Whether the server can do its work now, and if not, why.
struct Readiness: Sendable {
    let feed: ChangeFeed
    let journal: JournalReader
    let timeSource: TimeSource
    let maximumStalenessSeconds: Int

    /// What is in the way; empty when nothing is.
    func obstacles() async -> [String] {
        var obstacles: [String] = []
        if !isFresh {
            obstacles.append("The registry has not answered since \(feed.heardAt); tokens are not accepted.")
        }
        do throws(JournalStoreError) {
            _ = try await journal.head()
        } catch {
            obstacles.append("The journal cannot be read; no tokens are issued. \(error)")
        }
        return obstacles
    }

    /// Whether the store was heard of late enough for revocations to be known.
    var isFresh: Bool {
        timeSource.now().milliseconds(since: feed.heardAt) <= Int64(maximumStalenessSeconds) * 1_000
    }
}
