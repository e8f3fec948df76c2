import Registry
import ResourceServer

/// Adds the public `client_id` to what a validator found out, for the log and for whoever asks who called.
struct ClientNamingValidator: AccessTokenValidator {
    let base: any AccessTokenValidator
    let registry: RegistryCache
    let realm: RealmIdentifier

    func validate(_ token: String) async throws(AccessTokenValidationError) -> ValidatedToken {
        let token = try await base.validate(token)
        guard token.clientID == nil, let number = token.clientNumber else { return token }
        // The token is good whether or not its client can be named: validation works on through an outage of the store.
        let client = try? await registry.clientIdentifier(number: number, realm: realm)
        return token.naming(clientID: client?.text)
    }
}
