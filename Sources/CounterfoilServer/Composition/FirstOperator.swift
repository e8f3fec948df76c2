package import Cryptography
package import Registry
package import Timekeeping

/// Sees to it that somebody can administer a new server: the first start makes the operator `admin`.
package struct FirstOperator: Sendable {
    private let stores: ServerStores
    private let timeSource: TimeSource
    private let random: RandomSource

    /// Looks after the operators of opened stores.
    package init(stores: ServerStores, timeSource: TimeSource, random: RandomSource) {
        self.stores = stores
        self.timeSource = timeSource
        self.random = random
    }

    /// Makes the first operator where there is none.
    ///
    /// - Returns: their name; `nil` where there were operators before.
    /// - Throws: ``ServerError``.
    package func prepare() async throws(ServerError) -> OperatorName? {
        do throws(RegistryError) {
            return try await stores.registry.run(CreateFirstOperator(), context)?.name
        } catch {
            throw .registry(error)
        }
    }

    /// Makes a link that signs an operator in.
    ///
    /// - Parameter origin: scheme and authority of the private listener.
    /// - Returns: the link, for a terminal and nothing else.
    /// - Throws: ``ServerError``.
    package func link(for name: OperatorName, origin: String) async throws(ServerError) -> Redacted<String> {
        do throws(RegistryError) {
            return try await stores.registry.run(CreateSignInLink(name: name.text), context).url(origin: origin)
        } catch {
            throw .registry(error)
        }
    }

    private var context: OperationContext {
        OperationContext(
            actor: Actor("server"), now: timeSource.now(), random: random, rootKey: stores.rootKey)
    }
}
