import Registry

/// A client whose credentials were verified, and which may get tokens at this moment.
struct AuthenticatedClient: Sendable {
    /// The client and all that goes with it.
    let entry: ClientEntry
    /// How it authenticated.
    let method: ClientAuthenticationMethod
    /// The secret that it used.
    let secret: SecretIdentifier
}
