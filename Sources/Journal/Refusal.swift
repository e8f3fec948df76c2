package import Timekeeping

/// One refused request, told exactly enough that an operator can explain it to a partner. Never holds a secret.
package struct Refusal: Hashable, Sendable {
    /// When it was refused.
    package let at: Timestamp
    /// The realm whose host was asked.
    package let realm: String
    /// The `X-Request-Id` of the answer.
    package let requestID: String
    /// Which endpoint refused, such as `token`.
    package let endpoint: String
    /// The HTTP status of the answer.
    package let status: Int
    /// A stable code such as `client_secret_mismatch`.
    package let reason: String
    /// What exactly was wrong, for the operator.
    package let detail: String
    /// The client that was named, whether it exists or not.
    package let clientID: String?
    /// Who asked.
    package let remoteAddress: String

    /// The name of the token endpoint, whose refusals are journaled as `token.refused`; those of all others as
    /// `request.refused`.
    package static let tokenEndpoint = "token"

    /// The kind of the journal's entry that counts it.
    package var kind: JournalKind { endpoint == Self.tokenEndpoint ? .tokenRefused : .requestRefused }

    /// Makes a refusal. Texts are cut to a bound, because some came from the network, and control characters in them
    /// become U+FFFD, so that neither a store nor a terminal can be confused by them.
    package init(
        at: Timestamp, realm: String, requestID: String, endpoint: String, status: Int, reason: String,
        detail: String, clientID: String?, remoteAddress: String
    ) {
        self.at = at
        self.realm = Self.bounded(realm, JournalLimits.refusalNameMaximumScalars)
        self.requestID = Self.bounded(requestID, JournalLimits.refusalNameMaximumScalars)
        self.endpoint = Self.bounded(endpoint, JournalLimits.refusalNameMaximumScalars)
        self.status = min(max(status, 100), 599)
        self.reason = Self.bounded(reason, JournalLimits.refusalNameMaximumScalars)
        self.detail = Self.bounded(detail, JournalLimits.refusalDetailMaximumScalars)
        self.clientID = clientID.map { Self.bounded($0, JournalLimits.refusalNameMaximumScalars) }
        self.remoteAddress = Self.bounded(remoteAddress, JournalLimits.refusalNameMaximumScalars)
    }

    private static func bounded(_ text: String, _ maximumScalars: Int) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(maximumScalars) {
            result.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
        }
        return String(result)
    }
}
