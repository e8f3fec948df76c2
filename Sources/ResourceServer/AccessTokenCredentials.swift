/// What a request's `Authorization` header fields and query say about an access token (RFC 6750 section 2, RFC 9449
/// section 7.1).
public enum AccessTokenCredentials: Sendable, Hashable {
    /// No access token was sent.
    case none
    /// One token, well-formed as `b64token` (`token68` for DPoP, which is the same), and the scheme it came with.
    /// Whether it is good is another question.
    case token(String, AccessTokenType)
    /// Several credentials, or one that is not well-formed; with a sentence for the caller and the scheme, if there is
    /// one.
    case malformed(String, AccessTokenType)

    /// The longest token that is looked at, in bytes. None is issued that is longer.
    public static let longestTokenBytes = 8_192

    /// Reads the values of all `Authorization` header fields of a request.
    ///
    /// The scheme's name is compared without regard to case (RFC 9110 section 11.1). A token in the form body or in
    /// the query (RFC 6750 sections 2.2 and 2.3) is not accepted; `queryHasToken` makes it a clear error instead of
    /// silence.
    public init(authorization values: [String], queryHasToken: Bool) {
        if queryHasToken {
            self = .malformed(
                "The access token was sent in the URL, where logs and histories keep it. "
                    + "Send it in the Authorization header field, and treat this token as exposed.", .bearer)
            return
        }
        guard let value = values.first else {
            self = .none
            return
        }
        guard values.count == 1 else {
            self = .malformed(
                "The request has more than one Authorization header field; send exactly one.", .bearer)
            return
        }
        self = Self.read(value)
    }

    private static func read(_ value: String) -> AccessTokenCredentials {
        let trimmed = value.utf8.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let name = trimmed.prefix { $0 != UInt8(ascii: " ") }
        guard let scheme = scheme(name) else { return .none }
        let rest = trimmed[name.endIndex...].drop { $0 == UInt8(ascii: " ") }
        guard !rest.isEmpty else {
            return .malformed(
                "The Authorization header field says \(scheme.rawValue) but has no access token after it.", scheme)
        }
        guard rest.count <= longestTokenBytes else {
            return .malformed("The access token is longer than any that is issued here.", scheme)
        }
        let body = rest.drop(while: isTokenByte).drop { $0 == UInt8(ascii: "=") }
        guard body.isEmpty, let first = rest.first, first != UInt8(ascii: "=") else {
            return .malformed(
                "The access token has a character that no access token has. Send `Authorization: "
                    + "\(scheme.rawValue) TOKEN` with the access_token exactly as it was issued, without quotation "
                    + "marks or spaces.", scheme)
        }
        return .token(String(Substring(rest)), scheme)
    }

    /// The names of schemes have no case (RFC 9110 section 11.1).
    private static func scheme(_ name: some Collection<UInt8>) -> AccessTokenType? {
        [.bearer, .dpop].first { scheme in
            // Sets the bit that tells small letters from capitals, and so is no comparison for other characters.
            name.elementsEqual(scheme.rawValue.lowercased().utf8) { sent, letter in
                (sent | 0x20) == letter && sent >= 0x40
            }
        }
    }

    /// RFC 6750 section 2.1, the alphabet of `b64token`.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "+"),
            UInt8(ascii: "/"):
            true
        default:
            false
        }
    }
}
