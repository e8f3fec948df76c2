import Cryptography
import FoundationEssentials

/// The client with which a resource server introspects tokens (RFC 7662 section 2.1). It prints without its secret.
public struct IntrospectionCredentials: Sendable, CustomStringConvertible {
    private let clientID: String
    private let header: Redacted<String>

    /// Names the client and its secret.
    public init(clientID: String, clientSecret: String) {
        self.clientID = clientID
        // Both are form-encoded first (RFC 6749 section 2.3.1), so that a colon in them stands for itself.
        let pair = FormEncoding.encode(clientID) + ":" + FormEncoding.encode(clientSecret)
        header = Redacted("Basic " + Data(pair.utf8).base64EncodedString())
    }

    /// The value of the `Authorization` header field.
    var authorization: String { header.exposed }

    /// The client's name.
    public var description: String { "IntrospectionCredentials(\(clientID), •••)" }
}

extension IntrospectionCredentials: CustomDebugStringConvertible, CustomReflectable {
    /// The client's name.
    public var debugDescription: String { description }

    /// A mirror without children, so that `dump` and test failures show nothing of the secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
