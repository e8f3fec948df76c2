import HTTPTypes
import Logging
import Registry
import ResourceServer
import Timekeeping
import WebFoundation

/// What a call of the External API must keep to once its token is good: the networks of its client, and the limits of
/// its subscription.
struct CallAdmission: Sendable {
    let registry: RegistryCache
    let meter: SubscriptionMeter
    let marks: QuotaMarks
    let timeSource: TimeSource

    /// The admission of a server, which counts where its token endpoint counts.
    init(_ parts: AuthorizationParts, logger: Logger) {
        registry = parts.registry
        meter = parts.meter
        marks = QuotaMarks(journal: parts.journal, logger: logger)
        timeSource = parts.timeSource
    }

    /// Lets a call in.
    ///
    /// - Returns: header fields for its answer.
    /// - Throws: `ProblemDetails` 403, 429, or 503 where the registry has to be read and does not answer.
    func admit(_ token: ValidatedToken, _ context: CounterfoilRequestContext) async throws -> HTTPFields {
        // Without its client's name a token says nothing of networks and limits, and these must not fall away.
        guard let id = token.clientID.flatMap({ ClientIdentifier($0) }) else {
            throw FailureForm.problem.error(.unavailable)
        }
        do {
            // The validator may know a token for a moment longer than its client is known.
            guard let entry = try await registry.client(id) else { return [:] }
            guard entry.client.settings.allows(address: context.remoteAddress) else {
                throw Self.addressNotAllowed(context.remoteAddress, entry.client)
            }
            guard let metered = entry.metered,
                let verdict = try await meter.countCall(of: metered, at: timeSource.now())
            else { return [:] }
            if verdict.mark != nil { await marks.note(verdict, of: metered, in: context, at: timeSource.now()) }
            let fields = RateLimitFields.fields(of: verdict)
            if let limit = verdict.refusal { throw Self.usedUp(limit, of: metered, fields) }
            return fields
        } catch is RegistryError {
            throw FailureForm.problem.error(.unavailable)
        }
    }

    private static func addressNotAllowed(_ address: String, _ client: Client) -> ProblemDetails {
        let networks = client.settings.allowedNetworks.map(\.description).joined(separator: ", ")
        return ProblemDetails(
            .forbidden, code: "address_not_allowed", title: "Network address not allowed",
            detail: "The access token is good, but its client may not be used from this network address. Ask the "
                + "provider of the API to allow it.",
            operatorDetail: "The call came from \(address); the client \(client.id) may be used from: \(networks).")
    }

    private static func usedUp(
        _ limit: LimitStanding, of metered: MeteredSubscription, _ fields: HTTPFields
    ) -> ProblemDetails {
        let place = "\(metered.id) (\(metered.environment.rawValue))"
        return switch limit.window {
        case .minute:
            ProblemDetails(
                .tooManyRequests, code: "too_many_requests", title: "Too many requests",
                detail: "The API subscription allows \(limit.limit) calls a minute, and they are used up. The next "
                    + "call is answered in \(limit.resetSeconds) s.",
                headers: fields, reason: "call_limit_of_minute",
                operatorDetail: "The subscription \(place) may make \(limit.limit) calls a minute: calls_per_minute.")
        case .month:
            ProblemDetails(
                .tooManyRequests, code: "quota_exhausted", title: "Calls of the month used up",
                detail: "The API subscription allows \(limit.limit) calls a month, and they are used up. Calls are "
                    + "answered again from the first day of the next month (UTC), or when the provider of the API "
                    + "allows more.",
                headers: fields, reason: "call_limit_of_month",
                operatorDetail: "The subscription \(place) may make \(limit.limit) calls a month: "
                    + "hard_calls_per_month.")
        }
    }
}
