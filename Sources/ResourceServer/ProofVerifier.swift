public import JOSE
public import Timekeeping

/// Verifies the DPoP proofs that come with access tokens (RFC 9449 section 7), and accepts each once.
public struct ProofVerifier: Sendable {
    /// The algorithms that proofs may be signed with, as challenges name them.
    public let algorithms: [SigningAlgorithm]

    /// Their names, as metadata list them.
    public var algorithmNames: [String] { algorithms.map(\.rawValue) }

    private let replays: ProofReplaySet
    private let timeSource: TimeSource

    /// Makes a verifier.
    ///
    /// - Parameters:
    ///   - algorithms: the algorithms that proofs may be signed with.
    ///   - replays: the proofs seen lately; all guards of one server share it.
    ///   - timeSource: the time.
    public init(
        algorithms: [SigningAlgorithm] = DPoPProof.algorithms, replays: ProofReplaySet = ProofReplaySet(),
        timeSource: TimeSource = .system
    ) {
        self.algorithms = algorithms
        self.replays = replays
        self.timeSource = timeSource
    }

    /// Verifies that the sender of a request holds the key.
    ///
    /// - Parameters:
    ///   - presentation: the request.
    ///   - text: its access token.
    ///   - thumbprint: the thumbprint of the key that the token is bound to.
    ///   - user: whose token it is; a `jti` has to be new for this user and key only.
    /// - Throws: ``DPoPProofError``.
    func verify(
        _ presentation: TokenPresentation, token text: String, boundTo thumbprint: String, of user: String
    ) throws(DPoPProofError) {
        guard presentation.proofs.count == 1 else { throw .count(presentation.proofs.count) }
        let now = timeSource.now()
        let proof = try DPoPProof(
            verifying: presentation.proofs[0],
            for: DPoPProof.Occasion(
                method: presentation.method, url: presentation.url, accessToken: text, algorithms: algorithms),
            at: now)
        guard proof.thumbprint == thumbprint else { throw .otherKey }
        try replays.insert(proof, of: user, at: now)
    }
}
