/// Why the root key, or something wrapped with it, cannot be used. None of the texts holds any of the secret.
public enum RootKeyError: Error, Equatable, CustomStringConvertible {
    /// The key has this many bytes.
    case length(bytes: Int)

    /// The text of the key file is not 64 hexadecimal digits and the end of the line.
    case fileForm

    /// The cipher refused to work.
    case wrapping

    /// What should be a wrapped secret is too short, or of a version that is not known here.
    case wrappedForm

    /// The wrapped secret was made with another root key, for another label, or was changed since.
    case notAuthentic(WrapLabel)

    /// What happened, why, and what to do.
    public var description: String {
        switch self {
        case .length(let bytes):
            "The root key has \(bytes) bytes instead of \(CryptographyLimits.rootKeyBytes). Give the key that this "
                + "data was made with."
        case .fileForm:
            "The root key file does not hold 64 hexadecimal digits and the end of the line. Put the original file "
                + "back from your backup; a new key cannot open the existing data."
        case .wrapping:
            "The secret could not be encrypted for storage, so nothing was stored. Try again; if it happens again, "
                + "the cryptographic library of this build does not work on this machine."
        case .wrappedForm:
            "A stored secret is cut short or was written by a newer version. Restore the store from a backup, or "
                + "start the version that wrote it."
        case .notAuthentic(let label):
            "The stored secret \(label.keyIdentifier) (\(label.use), realm \(label.realm)) does not open with this "
                + "root key. The data belongs to another root key, or was changed. Start with the root key that "
                + "this data was made with, or restore both from the same backup."
        }
    }
}
