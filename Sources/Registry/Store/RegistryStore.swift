/// The registry's storage. A body runs off the cooperative pool, wholly inside one transaction.
package protocol RegistryStore: Sendable {
    /// Reads one snapshot.
    ///
    /// - Throws: ``RegistryError`` as the body throws it, or `.storage` when the store fails.
    func read<Output: Sendable>(
        _ body: @escaping @Sendable (any RegistryReading) throws -> Output
    ) async throws(RegistryError) -> Output

    /// Writes; nothing is kept when the body throws.
    ///
    /// - Throws: ``RegistryError`` as the body throws it, or `.storage` when the store fails.
    func write<Output: Sendable>(
        _ body: @escaping @Sendable (any RegistryWriting) throws -> Output
    ) async throws(RegistryError) -> Output
}
