import Journal
import Registry
import Timekeeping

/// Whether the server can do its work now, and if not, why.
struct Readiness: Sendable {
    let feed: ChangeFeed
    let journal: JournalWriter
    let journalMetrics: JournalMetrics
    let timeSource: TimeSource
    let maximumStalenessSeconds: Int

    /// What is in the way; empty when nothing is.
    func obstacles() async -> [String] {
        var obstacles: [String] = []
        if !isFresh {
            obstacles.append("The registry has not answered since \(feed.heardAt); tokens are not accepted.")
        }
        if let failure = await journalFailure() {
            obstacles.append("The journal cannot be written; no tokens are issued. \(failure)")
        }
        return obstacles
    }

    /// Whether the store was heard of late enough for revocations to be known.
    var isFresh: Bool {
        timeSource.now().milliseconds(since: feed.heardAt) <= Int64(maximumStalenessSeconds) * 1_000
    }

    /// After a failure each question tries the journal again, since a server that is not ready gets no requests that
    /// would. That it can be written again is itself worth an entry.
    private func journalFailure() async -> JournalError? {
        guard journalMetrics.isFailing else { return nil }
        do throws(JournalError) {
            try await journal.append(
                JournalEntry(at: timeSource.now(), kind: .journalRestored, realm: nil, fields: []))
            return nil
        } catch {
            return error
        }
    }
}
