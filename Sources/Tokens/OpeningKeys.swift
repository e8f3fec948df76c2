/// The live keys of one realm, ready for use.
public struct OpeningKeys: Sendable {
    /// The key that new tokens are sealed with.
    public let active: SealingKey

    private let inOrder: [SealingKey]

    /// Takes the active key and those that only open: the staged ones, which another replica may have activated
    /// already, and the retired ones, whose tokens live on until they expire.
    public init(active: SealingKey, staged: [SealingKey], retired: [SealingKey]) {
        self.active = active
        inOrder = [active] + staged + retired
    }

    /// What the token says, by the first key that opens it: the active, then the staged, then the retired ones.
    public func open(_ token: SealedToken) -> SealedTokenPayload? {
        opened(token)?.payload
    }

    /// What the token says, with the name of the key that opened it.
    public func opened(_ token: SealedToken) -> (key: KeyIdentifier, payload: SealedTokenPayload)? {
        for key in inOrder {
            if let payload = key.open(token) { return (key.identifier, payload) }
        }
        return nil
    }
}
