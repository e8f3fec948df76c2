import Registry

/// What a verifier of one kind of credentials found out. Whether the client may use the method, and whether it may get
/// tokens at all, is not for the verifier to say.
enum CredentialVerdict: Sendable {
    /// They are the client's.
    ///
    /// - Parameter singleUse: the identifier under which they must not have been used before.
    case proven(ClientAuthenticationMethod, ProvenCredential, singleUse: UsedIdentifier? = nil)
    /// They are not.
    case refused(AuthenticationRefusal)
}

/// Why a client was not authenticated.
struct AuthenticationRefusal: Error, Hashable, Sendable {
    /// The stable word for logs, metrics and the journal.
    let reason: String
    /// The exact cause, for the operator.
    let operatorDetail: String
    /// What the client's developer is told; `nil` for the one text that every failure has which is not to be told
    /// apart.
    let publicDescription: String?

    /// A refusal that is not told apart from others: whoever gets it has proven nothing.
    static func neutral(_ reason: String, _ detail: String) -> AuthenticationRefusal {
        AuthenticationRefusal(reason: reason, operatorDetail: detail, publicDescription: nil)
    }

    /// A refusal whose cause may be said: it follows from the form of what was sent, or the credentials are right.
    ///
    /// - Parameter detail: what the operator is told; the same when `nil`.
    static func told(_ reason: String, _ description: String, detail: String? = nil) -> AuthenticationRefusal {
        AuthenticationRefusal(
            reason: reason, operatorDetail: detail ?? description, publicDescription: description)
    }
}
