/// Why a key, a signature or a JWT is refused. The texts are for operators and hold nothing of what was sent: names of
/// members are those that this part knows, never the sender's.
public enum JOSEError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text is not JSON as this part reads it.
    case json(JSONFault)

    /// The named part is longer than the given number of bytes.
    case tooLong(String, limitBytes: Int)

    /// The named part is not base64url without padding, in its one canonical form (RFC 7515 section 2).
    case base64URL(String)

    /// A compact JWS does not have exactly three parts (RFC 7515 section 7.1).
    case partCount

    /// The named member is missing.
    case memberMissing(String)

    /// The named member is not what it must be; with the form that is wanted.
    case memberForm(String, wanted: String)

    /// The header names an algorithm that is not used here: `none`, one with a shared key, or an unknown one.
    case algorithmUnsupported

    /// The header has `crit` or `b64`: extensions that are not understood here must not be ignored (RFC 7515
    /// section 4.1.11).
    case criticalExtension

    /// The header brings its own key or points to one, where only registered keys count.
    case keyInHeader

    /// The key is of a type, curve or use that does not verify signatures here; with the member that says so.
    case keyUnsupported(String)

    /// A private or shared key was given where a public key belongs; with the member that gave it away.
    case keyPrivate(String)

    /// The key cannot be used, although its type is known; with the reason.
    case keyInvalid(String)

    /// No key of the set is meant by the header (or more than one, where the header names none).
    case keyNotFound

    /// The key does not verify signatures of the algorithm that the header names.
    case algorithmNotOfKey

    /// The signature is not one of this key over these bytes.
    case signatureInvalid

    /// The cryptographic library refused to make a key or a signature.
    case signingFailed

    /// A key set has more keys than the given number.
    case tooManyKeys(maximum: Int)

    /// Two keys of a set have the same `kid` and could be meant by the same header.
    case keyIdentifierRepeated

    /// The key at this position (0 is the first) of a set is refused.
    indirect case inKeySet(index: Int, JOSEError)

    /// What happened, why, and what to do.
    public var description: String {
        switch self {
        case .json(let fault): "The text is not acceptable JSON: \(fault.rawValue)."
        case .tooLong(let part, let limit): "The \(part) is longer than \(limit) bytes, the most that is read."
        case .base64URL(let part):
            "The \(part) is not base64url: no padding, no white space, only A-Z a-z 0-9 - _, and no stray bits at "
                + "the end (RFC 7515 section 2)."
        case .partCount: "The JWS does not have three parts with a dot between (RFC 7515 section 7.1)."
        case .memberMissing(let name): "The member `\(name)` is missing."
        case .memberForm(let name, let wanted): "The member `\(name)` must be \(wanted)."
        case .algorithmUnsupported:
            "The header's `alg` is not one of \(SigningAlgorithm.allCases.map(\.rawValue).joined(separator: ", "))."
        case .criticalExtension: "The header has `crit` or `b64`, and no extension is understood here. Leave it out."
        case .keyInHeader:
            "The header brings or points to a key (`jwk`, `jku`, `x5u`, `x5c`); only registered keys count. Leave "
                + "it out and name the key by `kid`."
        case .keyUnsupported(let member):
            "The key's `\(member)` is not one that verifies signatures here (RSA, EC on P-256 or P-384, Ed25519)."
        case .keyPrivate(let member):
            "The key has the member `\(member)`: it is a private or shared key. Give the public key only, and "
                + "replace the private key, which has now been shown."
        case .keyInvalid(let reason): "The key cannot be used: \(reason)."
        case .keyNotFound:
            "No key fits. The header's `kid` names none of the known keys, or there is no `kid` and not exactly "
                + "one key that fits `alg`."
        case .algorithmNotOfKey: "The key is not meant for the algorithm that the header names."
        case .signatureInvalid: "The signature is not this key's over these bytes."
        case .signingFailed: "The cryptographic library refused to make the key or the signature. Try again."
        case .tooManyKeys(let maximum): "The key set has more than \(maximum) keys. Remove the old ones."
        case .keyIdentifierRepeated: "Two keys of the set have the same `kid`. Give each its own."
        case .inKeySet(let index, let fault): "Key \(index) of the set (the first is 0): \(fault)"
        }
    }
}

/// What is wrong with a JSON text; the raw value is the reason in words.
public enum JSONFault: String, Error, Hashable, Sendable {
    /// Longer than the reader takes.
    case tooLong = "it is longer than what is read"
    /// Not UTF-8.
    case notUTF8 = "it is not UTF-8"
    /// Not the grammar of RFC 8259.
    case syntax = "it breaks the grammar of RFC 8259"
    /// A name twice in one object.
    case duplicateMember = "an object has the same member twice"
    /// Nested too deep.
    case tooDeep = "objects or arrays lie too deep in each other"
    /// A number that is no finite double.
    case number = "a number is too large"
    /// Something after the value.
    case trailingBytes = "something stands after its end"
    /// The outermost value is not an object.
    case notObject = "it is not an object"
}
