/// When failures of client authentication are answered, counted from the moment that the request was read: a fixed time
/// for each kind of credentials, so that the time tells nothing of the cause.
package struct ClientAuthenticationTimes: Sendable, Hashable {
    /// When failures are answered that say what they are: it follows from the form, or the credentials are right. Those
    /// of a secret too, whose verification waits for nobody.
    package let failure: Duration
    /// When all other failures of an assertion or a certificate are answered: for some clients keys are fetched first.
    package let keyFailure: Duration
    /// How long keys that have to be fetched are waited for.
    package let keyWait: Duration

    /// Names the times; `keyWait` must be less than `keyFailure` for the answer to be in time.
    package init(failure: Duration, keyFailure: Duration, keyWait: Duration) {
        self.failure = failure
        self.keyFailure = keyFailure
        self.keyWait = keyWait
    }

    func earliestAnswer(to refusal: AuthenticationRefusal, of credentials: PresentedCredentials) -> Duration {
        guard refusal.publicDescription == nil else { return failure }
        switch credentials {
        case .secret: return failure
        case .assertion, .certificate: return max(failure, keyFailure)
        }
    }
}
