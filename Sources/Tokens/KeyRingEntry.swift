public import Cryptography
public import Timekeeping

/// One key of a key ring, without its material.
public struct KeyRingEntry: Hashable, Sendable {
    /// The key's name, unique in its ring.
    public let identifier: KeyIdentifier

    /// What the key may be used for.
    public internal(set) var state: KeyState

    /// When the key was made.
    public let createdAt: Timestamp

    /// When it became active, if it did.
    public internal(set) var activatedAt: Timestamp?

    /// When another key took its place, if one did.
    public internal(set) var retiredAt: Timestamp?

    /// When its material was erased, if it was.
    public internal(set) var destroyedAt: Timestamp?

    /// Makes an entry, as read from a store.
    public init(
        identifier: KeyIdentifier,
        state: KeyState,
        createdAt: Timestamp,
        activatedAt: Timestamp? = nil,
        retiredAt: Timestamp? = nil,
        destroyedAt: Timestamp? = nil
    ) {
        self.identifier = identifier
        self.state = state
        self.createdAt = createdAt
        self.activatedAt = activatedAt
        self.retiredAt = retiredAt
        self.destroyedAt = destroyedAt
    }
}
