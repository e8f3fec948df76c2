package import Cryptography
import HTTPTypes
package import Journal
package import Registry
package import Timekeeping
package import WebFoundation

/// The admin API: every administrative operation there is, for programs, the command line and the web console.
package struct AdminAPI: Sendable {
    /// Where every path of the API starts.
    package static let root = "/admin/v1"

    /// Every operation there is.
    package static let allOperations = AdminOperations.all
    /// The operations in the order of the document.
    package var operations: [AdminOperation] { Self.allOperations }
    let services: AdminServices

    /// The API over its services.
    package init(services: AdminServices) {
        self.services = services
    }

    /// The operation of a name.
    package func operation(_ name: String) -> AdminOperation? {
        operations.first { $0.name == name }
    }

    /// A request of an operation, as bytes and text.
    package struct Input: Sendable {
        /// Who calls, as the journal names them.
        package var actor: Actor
        /// What the caller may do: by a program's scopes, by an operator's role; all of it on the server's own machine.
        package var accesses: Set<AdminAccess>
        /// The segments of the path that vary, percent-decoded.
        package var path: [String: String] = [:]
        /// The query without its question mark.
        package var query: String?
        /// The body; empty where there is none.
        package var body: [UInt8] = []
        /// The value of `If-Match`.
        package var ifMatch: String?
        /// The value of `Idempotency-Key`.
        package var idempotencyKey: String?
        /// Scheme and authority that the caller reaches the private listener by.
        package var origin = AdminLimits.usualOrigin
        /// Who hears how far long work has come.
        package var progress = WorkProgress.unheard

        /// A request of an actor who may do so much.
        package init(actor: Actor, accesses: Set<AdminAccess>) {
            self.actor = actor
            self.accesses = accesses
        }
    }

    /// Does what an operation does.
    ///
    /// - Throws: `ProblemDetails`; what it says is for people and programs alike.
    package func perform(_ operation: AdminOperation, _ input: Input) async throws(ProblemDetails) -> AdminAnswer {
        guard operation.isAllowed(input.accesses) else { throw AdminProblem.forbidden(operation) }
        var call = AdminCall(
            actor: input.actor, accesses: input.accesses, now: services.timeSource.now(), path: input.path,
            query: try AdminInput.query(input.query, operation.query),
            body: operation.takesLines ? [:] : try AdminInput.body(input.body, operation.body), origin: input.origin)
        call.lines = operation.takesLines ? input.body : []
        call.progress = input.progress
        return try await perform(operation, input, call)
    }

    private func perform(
        _ operation: AdminOperation, _ input: Input, _ call: AdminCall
    ) async throws(ProblemDetails) -> AdminAnswer {
        do {
            switch operation.work {
            case .read(let read): return try await services.registry.read { registry in try read(registry, call) }
            case .ask(let ask): return try await ask(services, call)
            case .change(let change):
                return try await apply(
                    change, of: operation, input, call, repeated: try IdempotentRequest(input, operation: operation))
            case .prepared(let prepare):
                // What was done before is not got ready again: it may not be possible any more.
                let repeated = try IdempotentRequest(input, operation: operation)
                if let known = try await known(repeated, call) { return known }
                return try await apply(
                    try await prepare(services, call), of: operation, input, call, repeated: repeated)
            }
        } catch let problem as ProblemDetails {
            throw problem
        } catch let error as RegistryError {
            throw AdminProblem.problem(error)
        } catch let error as JournalStoreError {
            throw AdminProblem.problem(.storage("The journal does not answer. \(error)"))
        } catch {
            throw AdminProblem.internalError
        }
    }

    /// The answer to an earlier request with the same `Idempotency-Key`.
    private func known(_ repeated: IdempotentRequest?, _ call: AdminCall) async throws -> AdminAnswer? {
        guard let repeated else { return nil }
        return try await services.registry.read { registry in try repeated.answer(in: registry, at: call.now) }
    }

    /// Changes the registry in one transaction with the checks of `Idempotency-Key` and `If-Match`.
    private func apply(
        _ change: @escaping AdminOperation.Change, of operation: AdminOperation, _ input: Input, _ call: AdminCall,
        repeated: IdempotentRequest?
    ) async throws -> AdminAnswer {
        let context = OperationContext(
            actor: call.actor, now: call.now, random: services.random, rootKey: try await services.rootKey())
        return try await services.registry.write { registry in
            if let known = try repeated?.answer(in: registry, at: call.now) { return known }
            if let current = operation.current {
                try Precondition.require(input.ifMatch, of: try current(registry, call))
            }
            let answer = try change(registry, context, call)
            try repeated?.remember(answer, in: registry, at: call.now)
            return answer
        }
    }
}

/// What the admin API works on.
package struct AdminServices: Sendable {
    /// The registry.
    package let registry: any RegistryStore
    /// Finds the journal.
    package let journal: @Sendable () async throws -> JournalReader
    /// Finds what wraps keys at rest. Reading needs it not, so that a lost key hides nothing but secrets.
    package let rootKey: @Sendable () async throws -> RootKey
    /// Writes what the journal has of a tenant to a file.
    package let copyJournal: @Sendable (TenantName) async throws -> JournalCopy
    /// The records of the External API, as far as operators have to do with them.
    package let records: AdminRecords
    /// Random bytes.
    package let random: RandomSource
    /// The time.
    package let timeSource: TimeSource

    /// Puts the services together.
    package init(
        registry: any RegistryStore, journal: @escaping @Sendable () async throws -> JournalReader,
        rootKey: @escaping @Sendable () async throws -> RootKey,
        copyJournal: @escaping @Sendable (TenantName) async throws -> JournalCopy, records: AdminRecords,
        random: RandomSource, timeSource: TimeSource
    ) {
        self.registry = registry
        self.journal = journal
        self.rootKey = rootKey
        self.copyJournal = copyJournal
        self.records = records
        self.random = random
        self.timeSource = timeSource
    }
}

/// The records of the External API, as far as operators have to do with them: who has seen them, and samples.
package struct AdminRecords: Sendable {
    /// Finds the journal of accesses to the data of patients.
    package let accesses: @Sendable () async throws -> JournalReader
    /// Puts the records of a sandbox back to the sample data.
    package let resetSandbox: @Sendable (RealmIdentifier, Timestamp) async throws -> Void

    /// Puts them together.
    package init(
        accesses: @escaping @Sendable () async throws -> JournalReader,
        resetSandbox: @escaping @Sendable (RealmIdentifier, Timestamp) async throws -> Void
    ) {
        self.accesses = accesses
        self.resetSandbox = resetSandbox
    }
}
