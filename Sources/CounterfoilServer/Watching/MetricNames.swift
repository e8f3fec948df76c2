/// The names of the metrics, as `/metrics` shows them. Label values are bounded: never a client, a token or a realm.
enum MetricName {
    static let requests = "counterfoil_http_requests_total"
    static let requestDuration = "counterfoil_http_request_duration_seconds"
    static let journalEntries = "counterfoil_journal_entries_total"
    static let journalGroupSize = "counterfoil_journal_group_entries"
    static let journalCommitDuration = "counterfoil_journal_commit_duration_seconds"
    static let journalFailures = "counterfoil_journal_failures_total"
    static let cacheHits = "counterfoil_registry_cache_hits_total"
    static let cacheMisses = "counterfoil_registry_cache_misses_total"
    static let revocations = "counterfoil_revocations"
    static let oldestActiveKeyAge = "counterfoil_oldest_active_key_age_seconds"
    static let liveKeys = "counterfoil_live_keys"
    static let soonestSecretExpiry = "counterfoil_soonest_secret_expiry_timestamp_seconds"
    static let expiringSecrets = "counterfoil_expiring_secrets"
    static let supersededSecrets = "counterfoil_superseded_secrets"
    static let quotaMarks = "counterfoil_quota_marks_total"
    static let changeFeedAge = "counterfoil_change_feed_age_seconds"
}
