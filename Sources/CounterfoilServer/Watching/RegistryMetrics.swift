import Cryptography
import Observability
import Registry
import Synchronization
import Timekeeping
import Tokens

/// What `/metrics` says of what is held in memory, and of keys and secrets in the store.
final class RegistryMetrics: Sendable {
    private struct Reading {
        var keys = KeySummary(counts: [:], oldestActivation: nil)
        var soonestExpiry: Timestamp?
        var secrets: SecretCounts?
        /// When the secrets were counted.
        var countedAt: Timestamp?
    }

    /// How old the counts of secrets may be: they cost a look at every secret.
    private static let countsKeptSeconds: Int64 = 60

    private let registry: any RegistryStore
    private let timeSource: TimeSource
    private let reading = Mutex(Reading())

    init(registry: any RegistryStore, timeSource: TimeSource) {
        self.registry = registry
        self.timeSource = timeSource
    }

    /// Reads the store once for a scrape. When it does not answer, the values of the last scrape stand.
    func refresh() async {
        let now = timeSource.now()
        let last = reading.withLock { $0 }
        let isFresh = last.countedAt.map { now < $0.adding(seconds: Self.countsKeptSeconds) } ?? false
        let read = try? await registry.read { registry in
            let soon = now.adding(seconds: RegistryLimits.secretExpiryWarningSeconds)
            return Reading(
                keys: try registry.summarizeKeys(), soonestExpiry: try registry.soonestSecretExpiry(after: now),
                secrets: isFresh ? last.secrets : try registry.countSecrets(expiringBy: soon, at: now),
                countedAt: isFresh ? last.countedAt : now)
        }
        guard let read else { return }
        reading.withLock { $0 = read }
    }

    /// Registers the gauges.
    func register(
        in metrics: PrometheusRegistry, cache: RegistryCache, tokens: RealmTokensDirectory, feed: ChangeFeed
    ) {
        metrics.counter(MetricName.cacheHits, help: "Registry look-ups answered from memory since the start.") {
            Double(cache.counts.hits)
        }
        metrics.counter(MetricName.cacheMisses, help: "Registry look-ups that cost a read since the start.") {
            Double(cache.counts.misses)
        }
        metrics.gauge(MetricName.revocations, help: "Revocations held in memory, of all realms in use.") {
            Double(tokens.revocationCount)
        }
        let timeSource = timeSource
        metrics.gauge(MetricName.changeFeedAge, help: "Seconds since the registry was last heard.") {
            Double(timeSource.now().milliseconds(since: feed.heardAt)) / 1_000
        }
        metrics.gauge(
            MetricName.oldestActiveKeyAge, help: "Seconds for which the oldest active key of any realm has sealed."
        ) { [self] in
            reading.withLock { $0.keys.oldestActivation }.map {
                Double(timeSource.now().milliseconds(since: $0)) / 1_000
            }
        }
        for state in [KeyState.staged, .active, .retired] {
            metrics.gauge(MetricName.liveKeys, help: "Keys of all realms.", labels: [("state", state.rawValue)]) {
                [self] in Double(reading.withLock { $0.keys.counts[state] ?? 0 })
            }
        }
        metrics.gauge(
            MetricName.soonestSecretExpiry, help: "When the next client secret expires, in seconds since 1970."
        ) { [self] in
            reading.withLock { $0.soonestExpiry }.map { Double($0.millisecondsSince1970) / 1_000 }
        }
        registerSecrets(in: metrics)
        metrics.describe(MetricName.requests, help: "Answered requests by operation, method, status and reason.")
        metrics.describe(MetricName.requestDuration, help: "Seconds from a request's head to its answer.")
        metrics.describe(MetricName.quotaMarks, help: "Subscriptions whose calls of a month have met a mark.")
        metrics.describe(MetricName.journalEntries, help: "Entries written to the journal.")
        metrics.describe(MetricName.journalGroupSize, help: "Entries that shared one transaction of the journal.")
        metrics.describe(MetricName.journalCommitDuration, help: "Seconds that a transaction of the journal took.")
        metrics.describe(MetricName.journalFailures, help: "Transactions of the journal that failed.")
    }

    private func registerSecrets(in metrics: PrometheusRegistry) {
        metrics.gauge(
            MetricName.expiringSecrets, help: "Client secrets that stop within two weeks; at most a minute old."
        ) { [self] in
            reading.withLock { $0.secrets.map { Double($0.expiringSoon) } }
        }
        for succession in [SecretStanding.Succession.stillUsed, .unused] {
            metrics.gauge(
                MetricName.supersededSecrets,
                help: "Client secrets that still work beside one in their place, by whether they were used since.",
                labels: [("succession", succession.rawValue)]
            ) { [self] in
                reading.withLock {
                    $0.secrets.map { Double(succession == .stillUsed ? $0.supersededInUse : $0.superseded) }
                }
            }
        }
    }
}
