/// Why a DPoP proof is refused (RFC 9449 section 4.3). All of it follows from what the client itself sent, so the
/// client may be told.
public enum DPoPProofError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The request has no proof, or more than one; with their number.
    case count(Int)
    /// It is not a JWS of the form that a proof has.
    case form(JOSEError)
    /// Its own key does not verify it.
    case signature
    /// The named claim is missing.
    case claimMissing(String)
    /// The `jti` is longer than ``JOSELimits/tokenIdentifierBytes``.
    case identifierTooLong
    /// It was made too long ago, or has expired.
    case stale
    /// It says that it is made in the future, or is not good yet.
    case notYetValid
    /// Its `htm` is not the method of the request.
    case otherMethod
    /// Its `htu` is not the URL of the request.
    case otherURL
    /// Its `ath` is not the hash of the access token.
    case otherAccessToken
    /// It was made with another key than the one that the access token is bound to.
    case otherKey
    /// It does not have a nonce that the server gave out lately.
    case nonce
    /// It was used before.
    case replayed
    /// The client has used more proofs in a short time than are remembered.
    case tooMany
    /// There is no room to remember the proof: those of all users of the space, or of all spaces, fill it.
    case memoryFull

    /// A stable word for logs, metrics and the journal.
    public var reason: String {
        switch self {
        case .count(0): "dpop_proof_missing"
        case .count: "dpop_proof_repeated"
        case .form: "dpop_proof_malformed"
        case .signature: "dpop_proof_signature"
        case .claimMissing: "dpop_proof_claim_missing"
        case .identifierTooLong: "dpop_proof_jti_too_long"
        case .stale: "dpop_proof_stale"
        case .notYetValid: "dpop_proof_not_yet_valid"
        case .otherMethod: "dpop_proof_htm"
        case .otherURL: "dpop_proof_htu"
        case .otherAccessToken: "dpop_proof_ath"
        case .otherKey: "dpop_proof_other_key"
        case .nonce: "dpop_proof_nonce"
        case .replayed: "dpop_proof_replayed"
        case .tooMany: "dpop_proofs_too_many"
        case .memoryFull: "dpop_proofs_memory_full"
        }
    }

    /// What happened and what to do, for the developer of the client.
    public var description: String {
        switch self {
        case .count(0): "A DPoP proof is needed. Send one in the DPoP header field."
        case .count: "The request has more than one DPoP header field. Send exactly one."
        case .form(let fault): "The DPoP proof is not well-formed. \(fault)"
        case .signature: "The DPoP proof is not signed by the key in its header."
        case .claimMissing(let name): "The DPoP proof has no \(name)."
        case .identifierTooLong:
            "The jti of the DPoP proof is longer than \(JOSELimits.tokenIdentifierBytes) bytes."
        case .stale:
            "The DPoP proof is too old. Make one for each request, and set the clock: iat may lie "
                + "\(JOSELimits.proofAgeSeconds) seconds in the past."
        case .notYetValid:
            "The DPoP proof is not valid yet. Set the clock: iat may lie \(JOSELimits.clockSkewSeconds) seconds in "
                + "the future."
        case .otherMethod: "The htm of the DPoP proof is not the method of this request."
        case .otherURL:
            "The htu of the DPoP proof is not the URL of this request, as the client sees it, without query and "
                + "fragment."
        case .otherAccessToken: "The ath of the DPoP proof is not the hash of this access token."
        case .otherKey: "The DPoP proof was made with another key than the access token is bound to."
        case .nonce: "The DPoP proof needs the nonce of this answer's DPoP-Nonce header field. Send another with it."
        case .replayed: "The DPoP proof was used before. Make one for each request, with a jti of its own."
        case .memoryFull:
            "The server cannot remember further DPoP proofs at the moment, and so takes none. Try again in a minute."
        case .tooMany: "Too many DPoP proofs came within a short time. Wait a minute."
        }
    }
}
