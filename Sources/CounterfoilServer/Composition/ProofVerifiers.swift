import AuthorizationServer
import JOSE
import Registry
import ResourceServer
import Timekeeping
import Tokens
import WebFoundation

/// Who verifies the DPoP proofs at this server's API: by the rules of the realm asked, and with the nonces of its token
/// endpoint.
struct ProofVerifiers: Sendable {
    private let tokens: RealmTokensDirectory
    private let replays: ProofReplaySet
    private let nonces: DPoPNonces?
    private let timeSource: TimeSource
    private let algorithms: [SecurityProfile: [SigningAlgorithm]]

    /// Verifiers of all realms.
    ///
    /// - Parameters:
    ///   - replays: the proofs seen lately.
    ///   - nonces: makes the nonces that proofs need; `nil` where they need none.
    init(tokens: RealmTokensDirectory, replays: ProofReplaySet, nonces: DPoPNonces?, timeSource: TimeSource) {
        self.tokens = tokens
        self.replays = replays
        self.nonces = nonces
        self.timeSource = timeSource
        algorithms = Dictionary(
            uniqueKeysWithValues: SecurityProfile.allCases.map { profile in
                (profile, DPoPProof.algorithms.filter { profile.allows($0) })
            })
    }

    /// The verifier of a realm.
    ///
    /// - Throws: 503 when the store does not answer.
    func verifier(for realm: RealmIdentifier) async throws -> ProofVerifier {
        do throws(RegistryError) {
            let profile = try await tokens.tokens(of: realm).securityProfile
            return ProofVerifier(
                algorithms: algorithms[profile] ?? [], replays: replays,
                nonces: nonces.map { nonces in
                    ProofNonces(
                        current: { nonces.current(in: realm, at: $0) },
                        accepts: { nonces.accepts($0, in: realm, at: $1) })
                }, timeSource: timeSource)
        } catch {
            throw GeneralFailure.unavailable
        }
    }
}
