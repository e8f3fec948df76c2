/// The value of `WWW-Authenticate` in a refusal by a resource server (RFC 6750 section 3), also for the scheme `DPoP`
/// (RFC 9449 section 7.1).
public struct BearerChallenge: Sendable, Hashable, CustomStringConvertible {
    /// The scheme that is asked for.
    public let scheme: AccessTokenType
    /// The protection space named to the caller (RFC 9110 section 11.5).
    public let protectionSpace: String
    /// The error code of RFC 6750 section 3.1; `nil` when the request had no credentials at all.
    public let error: String?
    /// A sentence for the developer of the calling program.
    public let errorDescription: String?
    /// The scopes that would do, separated by spaces.
    public let scope: String?
    /// The algorithms that proofs may be signed with (RFC 9449 section 7.1); none for bearer tokens.
    public let algorithms: [String]
    /// The URL of the resource's metadata (RFC 9728 section 5.1).
    public let resourceMetadata: String?

    /// Puts a challenge together. Characters that a quoted string cannot hold are left out.
    public init(
        scheme: AccessTokenType = .bearer, protectionSpace: String, error: String? = nil,
        errorDescription: String? = nil, scope: String? = nil, algorithms: [String] = [],
        resourceMetadata: String? = nil
    ) {
        self.scheme = scheme
        self.protectionSpace = protectionSpace
        self.error = error
        self.errorDescription = errorDescription
        self.scope = scope
        self.algorithms = algorithms
        self.resourceMetadata = resourceMetadata
    }

    /// The challenge with the URL of the resource's metadata in it.
    public func naming(resourceMetadata url: String) -> BearerChallenge {
        BearerChallenge(
            scheme: scheme, protectionSpace: protectionSpace, error: error, errorDescription: errorDescription,
            scope: scope, algorithms: algorithms, resourceMetadata: url)
    }

    /// The header field's value.
    public var description: String {
        var parts = ["realm=\(Self.quoted(protectionSpace))"]
        if let error { parts.append("error=\(Self.quoted(error))") }
        if let errorDescription { parts.append("error_description=\(Self.quoted(errorDescription))") }
        if let scope { parts.append("scope=\(Self.quoted(scope))") }
        if !algorithms.isEmpty { parts.append("algs=\(Self.quoted(algorithms.joined(separator: " ")))") }
        if let resourceMetadata { parts.append("resource_metadata=\(Self.quoted(resourceMetadata))") }
        return scheme.rawValue + " " + parts.joined(separator: ", ")
    }

    /// RFC 6750 section 3 allows neither quotation marks nor backslashes in these values.
    private static func quoted(_ text: String) -> String {
        let allowed = text.unicodeScalars.filter { $0.value >= 0x20 && $0.value < 0x7F && $0 != "\"" && $0 != "\\" }
        return "\"" + String(String.UnicodeScalarView(allowed)) + "\""
    }
}
