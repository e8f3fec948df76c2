import JOSE
import Registry
import ResourceServer

/// Holds the DPoP proofs of a client's tokens to the rules of the client, where these are stricter than those of its
/// realm.
struct ClientProfileValidator: AccessTokenValidator {
    let base: any AccessTokenValidator
    let registry: RegistryCache

    func validate(_ token: String) async throws(AccessTokenValidationError) -> ValidatedToken {
        let token = try await base.validate(token)
        guard token.tokenType == .dpop, let id = token.clientID.flatMap({ ClientIdentifier($0) }) else { return token }
        // Validation works on through an outage of the store: a client that is not known then is held to the strictest.
        let profile = (try? await registry.client(id))?.client.settings.profile ?? .fapi2
        guard profile == .fapi2 else { return token }
        return token.limiting(proofAlgorithms: DPoPProof.algorithms.filter { profile.allows($0) })
    }
}
