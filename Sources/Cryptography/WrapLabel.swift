/// Where a wrapped secret belongs. It is authenticated with the secret, so that one moved to another realm, use or
/// identifier does not unwrap.
public struct WrapLabel: Hashable, Sendable {
    /// The realm's identifier.
    public let realm: String

    /// What the secret is used for, such as `sealed-token`.
    public let use: String

    /// The identifier of the secret among those of the same realm and use.
    public let keyIdentifier: String

    /// Makes a label.
    public init(realm: String, use: String, keyIdentifier: String) {
        self.realm = realm
        self.use = use
        self.keyIdentifier = keyIdentifier
    }

    /// Each part with its length before it, so that two different labels never give the same bytes.
    var bytes: [UInt8] {
        [realm, use, keyIdentifier].flatMap { part in
            withUnsafeBytes(of: UInt32(part.utf8.count).bigEndian) { Array($0) } + Array(part.utf8)
        }
    }
}
