package import ExternalRecords
package import Registry
package import ResourceServer
package import Timekeeping
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
    /// The body's bytes; empty where the operation takes none.
    let body: [UInt8]
    /// `If-Match` and `If-None-Match`.
    let preconditions: Preconditions
    /// How the write is known when it is repeated.
    let repeatable: RepeatableWrite?

    /// The moment of the call.
    package var now: Timestamp { context.arrival }

    /// A segment of the path, percent-decoded.
    package func pathParameter(_ name: String) -> String? {
        context.pathParameters[name]
    }

    /// The id in the path; `nil` where it is not one, and then no record has it.
    package func identifier(_ name: String = "id") -> RecordIdentifier? {
        pathParameter(name).flatMap { RecordIdentifier($0) }
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
            case .exists, .unreadable, .identifiersUsedUp: throw FailureForm.problem.error(.internalError)
            case .changed: throw Preconditions.failed
            case .parentMissing: throw RecordProblem.notFound("patient")
            case .keyReused: throw RecordProblem.keyReused
            case .repeatedRecordGone: throw RecordProblem.repeatedRecordGone
            }
        }
    }
}

/// A good answer: its body, what identifies it, and whose data it gives away.
package struct ExternalAnswer: Sendable {
    /// The body; `nil` where there is none.
    package let body: JSONValue?
    /// The strong entity tag of the record.
    package var entityTag: String?
    /// The path of a new record below the API's own.
    package var location: String?
    /// Whose data it gives away or changes; `nil` where it is nobody's.
    package var access: PatientAccess?

    /// Puts an answer together.
    package init(
        _ body: JSONValue?, entityTag: String? = nil, location: String? = nil, access: PatientAccess? = nil
    ) {
        self.body = body
        self.entityTag = entityTag
        self.location = location
        self.access = access
    }
}
