import JOSE
import Registry
import ResourceServer

/// The public keys of clients: those that are registered here, and those that are fetched.
struct ClientKeySets: Sendable {
    let fetched: FetchedKeySets

    /// The keys of a client.
    ///
    /// - Parameters:
    ///   - keyID: the `kid` that is looked for: a fetched set that does not have it is fetched anew.
    ///   - deadline: when to wait for it no longer: who knows no key must not learn by the time of the answer that keys
    ///     were fetched, and so that the client exists.
    /// - Throws: ``AuthenticationRefusal`` where there are none.
    func keys(
        of entry: ClientEntry, knowing keyID: String?, until deadline: ContinuousClock.Instant
    ) async throws(AuthenticationRefusal) -> JSONWebKeySet {
        switch entry.client.settings.keys {
        case nil:
            throw .neutral("client_keys_missing", "The client \(entry.client.id) has no public keys.")
        case .registered:
            return entry.registeredKeys ?? JSONWebKeySet(keys: [])
        case .fetched(let uri):
            do throws(ClientKeyError) {
                return try await fetched.keys(at: uri, knowing: keyID, share: entry.client.realm.tenant.text) {
                    // Cancelled when the keys came first.
                    try? await Task.sleep(until: deadline, clock: .continuous)
                }
            } catch {
                throw .neutral(
                    "client_keys_unavailable", "The keys of the client \(entry.client.id) cannot be had. \(error)")
            }
        }
    }
}
