import ExternalRecords
package import Registry
package import ResourceServer
package import WebFoundation

/// A call that was let in: its realm, the token that admitted it, and its parameters, all of them good.
package struct ExternalCall: Sendable {
    /// The realm whose records are asked for.
    package let realm: RealmIdentifier
    /// The token that admitted the call.
    package let token: ValidatedToken
    /// The query's values.
    package let query: QueryValues
    /// What is known of the request.
    package let context: CounterfoilRequestContext

    /// A segment of the path, percent-decoded.
    package func pathParameter(_ name: String) -> String? {
        context.pathParameters[name]
    }

    /// Asks a store. What it cannot do becomes an answer: 503 where it may work later, 500 where it will not.
    func stored<Result: Sendable>(
        _ ask: () async throws(RecordStoreError) -> Result
    ) async throws -> Result {
        do throws(RecordStoreError) {
            return try await ask()
        } catch {
            switch error {
            case .unavailable: throw FailureForm.problem.error(.unavailable)
            case .exists, .unreadable: throw FailureForm.problem.error(.internalError)
            }
        }
    }
}
