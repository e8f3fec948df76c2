public import Timekeeping

/// The nonces that a resource server asks for in DPoP proofs (RFC 9449 section 9): a proof with one of them cannot have
/// been made long before it is used.
public struct ProofNonces: Sendable {
    let current: @Sendable (_ now: Timestamp) -> String
    let accepts: @Sendable (_ nonce: String, _ now: Timestamp) -> Bool

    /// Says where nonces come from.
    ///
    /// - Parameters:
    ///   - current: the nonce to give out at a moment; in the characters of RFC 9449 section 8.1.
    ///   - accepts: whether a nonce is good at a moment. It compares in constant time.
    public init(
        current: @escaping @Sendable (_ now: Timestamp) -> String,
        accepts: @escaping @Sendable (_ nonce: String, _ now: Timestamp) -> Bool
    ) {
        self.current = current
        self.accepts = accepts
    }
}
