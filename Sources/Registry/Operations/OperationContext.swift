package import Cryptography
package import Timekeeping

/// What every administrative operation is given: who, when, and where keys and random bytes come from.
package struct OperationContext: Sendable {
    /// Who changes something.
    package let actor: Actor
    /// The one moment of the operation.
    package let now: Timestamp
    /// Where random bytes come from.
    package let random: RandomSource
    /// What wraps keys at rest.
    package let rootKey: RootKey

    /// Puts a context together.
    package init(actor: Actor, now: Timestamp, random: RandomSource, rootKey: RootKey) {
        self.actor = actor
        self.now = now
        self.random = random
        self.rootKey = rootKey
    }

    /// A change row of this operation.
    package func change(
        _ kind: String, tenant: TenantName, realm: RealmIdentifier? = nil, subject: String,
        before: [String: String] = [:], after: [String: String] = [:]
    ) -> Change {
        Change(
            at: now, actor: actor, kind: kind, tenant: tenant, realm: realm, subject: subject, before: before,
            after: after)
    }
}

/// One administrative operation: a value that says what is wanted, run in a transaction. The command line and the
/// admin API call the same ones.
package protocol RegistryOperation: Sendable {
    /// What it gives back.
    associatedtype Output: Sendable

    /// Does it, with its change row, or throws and leaves nothing behind.
    func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Output
}

extension RegistryStore {
    /// Runs an operation in a transaction of its own.
    package func run<Operation: RegistryOperation>(
        _ operation: Operation, _ context: OperationContext
    ) async throws(RegistryError) -> Operation.Output {
        try await write { registry in try operation.run(in: registry, context) }
    }
}
