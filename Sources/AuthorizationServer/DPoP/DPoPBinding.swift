import HTTPTypes
import Hummingbird
package import JOSE
import Registry
import ResourceServer
import Timekeeping
import WebFoundation

/// Binds the tokens of a request that comes with a DPoP proof to the key of the proof (RFC 9449 section 5).
package struct DPoPBinding: Sendable {
    private let replays: ProofReplaySet
    private let nonces: DPoPNonces
    private let requiresNonce: Bool

    /// Puts the binding together.
    ///
    /// - Parameters:
    ///   - replays: the proofs seen lately.
    ///   - nonces: makes nonces.
    ///   - requiresNonce: whether a proof needs one.
    package init(replays: ProofReplaySet, nonces: DPoPNonces, requiresNonce: Bool) {
        self.replays = replays
        self.nonces = nonces
        self.requiresNonce = requiresNonce
    }

    /// The key that the request has proven to hold; `nil` when it has no proof.
    ///
    /// - Parameters:
    ///   - client: the client, which has authenticated: what strangers send is not remembered.
    ///   - now: the moment of the request.
    /// - Throws: ``OAuthError`` `invalid_dpop_proof`, `use_dpop_nonce` with the nonce to use, or
    ///   `temporarily_unavailable` when the proof cannot be remembered.
    func confirmation(
        of request: Request, _ context: CounterfoilRequestContext, client: AuthenticatedClient, at now: Timestamp
    ) throws(OAuthError) -> TokenConfirmation? {
        let fields = request.headers[values: .dpop]
        guard !fields.isEmpty else { return nil }
        let realm = client.entry.client.realm
        do throws(DPoPProofError) {
            guard fields.count == 1 else { throw .count(fields.count) }
            let occasion = DPoPProof.Occasion(
                method: request.method.rawValue, url: context.url(of: request),
                algorithms: DPoPProof.algorithms.filter { client.allows($0) })
            let proof = try DPoPProof(verifying: fields[0], for: occasion, at: now)
            guard hasNonce(proof, in: realm, at: now) else { throw .nonce }
            try replays.insert(
                proof, of: ProofOwner(space: realm.description, user: client.entry.client.id.text), at: now)
            return .keyThumbprint(proof.thumbprint)
        } catch {
            throw refusal(of: error, in: realm, at: now)
        }
    }

    private func refusal(of error: DPoPProofError, in realm: RealmIdentifier, at now: Timestamp) -> OAuthError {
        switch error {
        case .nonce:
            OAuthError(
                .useDPoPNonce, reason: error.reason, error.description,
                headers: [.dpopNonce: nonces.current(in: realm, at: now)])
        case .tooMany, .memoryFull:
            OAuthError(
                .temporarilyUnavailable, error == .tooMany ? .tooManyRequests : .serviceUnavailable,
                reason: error.reason, error.description,
                headers: [.retryAfter: String(AuthorizationLimits.replaySetFullRetrySeconds)])
        default: OAuthError(.invalidDPoPProof, reason: error.reason, error.description)
        }
    }

    /// The nonce for the next proof, with the answer to a request that had one (RFC 9449 section 8.2).
    func nextNonce(for confirmation: TokenConfirmation?, in realm: RealmIdentifier, at now: Timestamp) -> String? {
        guard requiresNonce, case .keyThumbprint = confirmation else { return nil }
        return nonces.current(in: realm, at: now)
    }

    private func hasNonce(_ proof: DPoPProof, in realm: RealmIdentifier, at now: Timestamp) -> Bool {
        !requiresNonce || nonces.accepts(proof.nonce ?? "", in: realm, at: now)
    }
}

extension HTTPField.Name {
    /// `DPoP` (RFC 9449 section 4.1).
    static let dpop = HTTPField.Name("DPoP") ?? .authorization
    /// `DPoP-Nonce` (RFC 9449 section 8.1).
    static let dpopNonce = HTTPField.Name("DPoP-Nonce") ?? .authorization
}
