import HTTPTypes
import Registry
import Timekeeping
import WebFoundation

/// Holds token requests to the limit of the client's subscription. Only requests whose client has authenticated count,
/// so that a stranger uses nothing up.
struct TokenRequestLimit: Sendable {
    let meter: SubscriptionMeter

    /// Counts a request.
    ///
    /// - Returns: the header fields that say how much is left; none where there is no limit.
    /// - Throws: ``OAuthError`` 429 where the limit was used up.
    func count(_ entry: ClientEntry, at now: Timestamp) throws(OAuthError) -> HTTPFields {
        guard let metered = entry.metered, let verdict = meter.countTokenRequest(of: metered, at: now) else {
            return [:]
        }
        let fields = RateLimitFields.fields(of: verdict)
        guard let limit = verdict.refusal else { return fields }
        throw OAuthError(
            .temporarilyUnavailable, .tooManyRequests, reason: Self.reason,
            "The API subscription allows \(limit.limit) token requests a minute, and they are used up. Use each token "
                + "until it expires; the next request is answered in \(limit.resetSeconds) s.",
            operatorDetail: "The subscription \(metered.id) may make \(limit.limit) token requests a minute "
                + "(\(metered.environment.rawValue)): token_requests_per_minute.",
            headers: fields)
    }

    /// The reason of a refusal. It is no sign of a client that does something wrong, and so is not counted as one.
    static let reason = "token_request_limit"
}
