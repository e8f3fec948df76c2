import Registry
import WebFoundation

/// The private listener's host names all stand for the built-in realm.
struct PrivateHosts: RealmResolver {
    /// Lower case.
    let names: Set<String>

    func realm(forHost host: String) async throws -> RealmIdentifier? {
        names.contains(host) ? .system : nil
    }
}
