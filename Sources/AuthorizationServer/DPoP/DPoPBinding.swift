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
    /// - Throws: ``OAuthError`` `invalid_dpop_proof`, or `use_dpop_nonce` with the nonce to use.
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
            try replays.insert(proof, of: "\(realm)/\(client.entry.client.id.text)", at: now)
            return .keyThumbprint(proof.thumbprint)
        } catch {
            guard error == .nonce else {
                throw OAuthError(.invalidDPoPProof, reason: error.reason, error.description)
            }
            throw OAuthError(
                .useDPoPNonce, reason: error.reason, error.description,
                headers: [.dpopNonce: nonces.current(in: realm, at: now)])
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
