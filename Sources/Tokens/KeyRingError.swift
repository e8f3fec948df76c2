public import Cryptography
public import Timekeeping

/// Why a change to a key ring was refused. Nothing was changed then.
public enum KeyRingError: Error, Hashable, CustomStringConvertible {
    /// The ring has no key of this name.
    case unknown(KeyIdentifier)

    /// The ring has, or had, a key of this name already.
    case duplicate(KeyIdentifier)

    /// Only a staged key can be activated; this one is in the given state.
    case notStaged(KeyIdentifier, KeyState)

    /// The staged key was not staged long enough; it may be activated from the given moment on.
    case tooEarly(KeyIdentifier, until: Timestamp)

    /// The ring has as many live keys as it may have; these of them are retired.
    case full(retired: [KeyIdentifier])

    /// The key makes the tokens and cannot go.
    case active(KeyIdentifier)

    /// The key is destroyed already.
    case destroyed(KeyIdentifier)

    /// Tokens made with the retired key may still be good through the given second.
    case unexpiredTokens(KeyIdentifier, until: Timestamp)

    /// A stored ring has more than one active key.
    case severalActive([KeyIdentifier])

    /// A stored ring has a retired key without the time it was retired at.
    case retirementTimeMissing(KeyIdentifier)

    /// What happened, why, and what to do.
    public var description: String {
        switch self {
        case .unknown(let key):
            "There is no key \(key) in this ring. List the keys and choose one of them."
        case .duplicate(let key):
            "The ring already has a key \(key), and a name is never used twice. Use a new name."
        case .notStaged(let key, let state):
            "Key \(key) is \(state.rawValue), and only a staged key can be activated, so that every server knows a "
                + "key before tokens are made with it. Stage a new key, then activate that one."
        case .tooEarly(let key, let until):
            "Key \(key) may be unknown to those who keep the realm's JWK set, who would refuse what it signs. Activate "
                + "it at \(until) or later; if the old key was stolen, activate it at once all the same."
        case .full(let retired):
            "The ring already has \(TokenLimits.liveKeysMaximum) keys in use, the most there may be. "
                + (retired.isEmpty
                    ? "Activate or destroy a staged key first."
                    : "Destroy a retired key first, once its tokens have expired: \(Self.list(retired)).")
        case .active(let key):
            "Key \(key) is the one new tokens are made with, so it cannot be destroyed. Activate another key first; "
                + "if this one was stolen: `counterfoil key replace`."
        case .destroyed(let key):
            "Key \(key) is destroyed already. Nothing is left to do."
        case .unexpiredTokens(let key, let until):
            "Key \(key) cannot be destroyed yet: tokens made with it may be good until \(until), and would stop "
                + "working. Try again after that; if the key was stolen: `counterfoil key replace`."
        case .severalActive(let keys):
            "The stored ring has more than one active key (\(Self.list(keys))), so the store was damaged. Restore it "
                + "from a backup, or make new keys: `counterfoil key replace`."
        case .retirementTimeMissing(let key):
            "The stored key \(key) is retired but has no time of retirement, so the store was damaged. Restore it "
                + "from a backup, or make new keys: `counterfoil key replace`."
        }
    }

    private static func list(_ keys: [KeyIdentifier]) -> String {
        keys.map(\.value).joined(separator: ", ")
    }
}
