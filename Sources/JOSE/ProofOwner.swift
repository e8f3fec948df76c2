/// Whose a DPoP proof is, for the bounds of what is remembered.
public struct ProofOwner: Hashable, Sendable {
    /// Who share a bound: the clients of one realm, at its token endpoint or at its API.
    public let space: String
    /// Who sent it, such as a client. The `jti` of a proof has to be new for this user and the key only.
    public let user: String

    /// Names an owner.
    public init(space: String, user: String) {
        self.space = space
        self.user = user
    }
}
