package import Registry

/// Finds the realm that answers to a host name.
package protocol RealmResolver: Sendable {
    /// The realm of the host, `nil` when no realm answers to it.
    ///
    /// - Parameter host: lower case, without port and trailing dot.
    /// - Throws: when the registry could not be asked.
    func realm(forHost host: String) async throws -> RealmIdentifier?
}
