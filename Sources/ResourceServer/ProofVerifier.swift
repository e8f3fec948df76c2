public import JOSE
public import Timekeeping

/// Verifies the DPoP proofs that come with access tokens (RFC 9449 section 7), and accepts each once.
public struct ProofVerifier: Sendable {
    /// The algorithms that proofs may be signed with, as challenges name them.
    public let algorithms: [SigningAlgorithm]

    /// Their names, as metadata list them.
    public var algorithmNames: [String] { algorithms.map(\.rawValue) }

    /// The nonce for the next proof; `nil` where none is asked for.
    public var nextNonce: String? { nonces?.current(timeSource.now()) }

    private let replays: ProofReplaySet
    private let nonces: ProofNonces?
    private let timeSource: TimeSource

    /// Makes a verifier.
    ///
    /// - Parameters:
    ///   - algorithms: the algorithms that proofs may be signed with.
    ///   - replays: the proofs seen lately; all guards of one server share it.
    ///   - nonces: the nonces that proofs must have; `nil` for none.
    ///   - timeSource: the time.
    public init(
        algorithms: [SigningAlgorithm] = DPoPProof.algorithms, replays: ProofReplaySet = ProofReplaySet(),
        nonces: ProofNonces? = nil, timeSource: TimeSource = .system
    ) {
        self.algorithms = algorithms
        self.replays = replays
        self.nonces = nonces
        self.timeSource = timeSource
    }

    /// The same for proofs of a token that may not be signed by all of the algorithms.
    func limited(to allowed: [SigningAlgorithm]) -> ProofVerifier {
        ProofVerifier(
            algorithms: algorithms.filter(allowed.contains), replays: replays, nonces: nonces, timeSource: timeSource)
    }

    /// Verifies that the sender of a request holds the key.
    ///
    /// - Parameters:
    ///   - presentation: the request.
    ///   - text: its access token.
    ///   - thumbprint: the thumbprint of the key that the token is bound to.
    ///   - owner: whose token it is.
    /// - Throws: ``DPoPProofError``.
    func verify(
        _ presentation: TokenPresentation, token text: String, boundTo thumbprint: String, of owner: ProofOwner
    ) throws(DPoPProofError) {
        guard presentation.proofs.count == 1 else { throw .count(presentation.proofs.count) }
        let now = timeSource.now()
        let proof = try DPoPProof(
            verifying: presentation.proofs[0],
            for: DPoPProof.Occasion(
                method: presentation.method, url: presentation.url, accessToken: text, algorithms: algorithms),
            at: now)
        guard proof.thumbprint == thumbprint else { throw .otherKey }
        if let nonces {
            guard nonces.accepts(proof.nonce ?? "", now) else { throw .nonce }
        }
        try replays.insert(proof, of: owner, at: now)
    }
}
