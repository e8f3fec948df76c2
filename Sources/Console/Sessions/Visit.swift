import Administration
import Crypto
import Cryptography
import HTTPTypes
import Hummingbird
import Registry
import Timekeeping
import WebFoundation

/// One request of an operator who is signed in.
struct Visit: Sendable {
    let console: WebConsole
    let context: CounterfoilRequestContext
    let person: Operator
    let session: OperatorSession
    let cookie: String
    let now: Timestamp
    /// The query's first values.
    let query: Submission
    /// Where the page is, without its query.
    let address: String

    /// A segment of the page's path.
    func segment(_ name: String) -> String { context.pathParameters[name] ?? "" }

    /// Whether the operator may call an operation.
    func may(_ operation: String) -> Bool {
        console.api.operation(operation)?.isAllowed(person.role.accesses) == true
    }

    /// Calls an operation that reads.
    ///
    /// - Throws: `ProblemDetails`.
    func ask(
        _ operation: String, path: [String: String] = [:], query: [(String, String?)] = [], body: [UInt8] = []
    ) async throws(ProblemDetails) -> JSONDocument {
        let text = PercentEncoding.query(given: query)
        return try await call(operation, path: path, query: text.nonEmpty, body: body)
    }

    /// Calls an operation with a form.
    ///
    /// - Parameters:
    ///   - once: the form's own key, so that a reload does nothing a second time.
    ///   - tag: the entity tag of the record as the form was made of it.
    /// - Throws: `ProblemDetails`.
    func send(_ form: ActionForm, once: String?, tag: String?) async throws(ProblemDetails) -> JSONDocument {
        // With what was typed in it: a form that is sent again with something else in it asks for something else.
        let key = once.map { "\($0)-\(Hexadecimal.encodeLowercase(Array(SHA256.hash(data: form.body).prefix(8))))" }
        return try await call(
            form.operation, path: form.path, query: PercentEncoding.query(given: form.query).nonEmpty,
            body: form.body, once: key,
            tag: form.current == nil ? nil : tag)
    }

    private func call(
        _ name: String, path: [String: String], query: String?, body: [UInt8], once: String? = nil,
        tag: String? = nil
    ) async throws(ProblemDetails) -> JSONDocument {
        guard let operation = console.api.operation(name) else { throw .unknownPage }
        var input = AdminAPI.Input(actor: person.actor, accesses: person.role.accesses)
        input.path = path
        input.query = query
        input.body = body
        input.idempotencyKey = once
        input.ifMatch = tag
        input.origin = context.baseURL
        return try await console.api.perform(operation, input).document
    }
}

extension OperatorRole {
    /// What operators of the role may do.
    var accesses: Set<AdminAccess> { Set(AdminAccess.allCases.filter(allows)) }
}

extension ProblemDetails {
    /// No such page.
    static let unknownPage = ProblemDetails(
        .notFound, code: "not_found", title: "There is no such page",
        detail: "Nothing is at this address. It may have been deleted, or the address is mistyped.")
}

extension PercentEncoding {
    /// The text of a query without the parameters that have no value.
    static func query(given parameters: [(String, String?)]) -> String {
        query(parameters.compactMap { name, value in value.flatMap(\.nonEmpty).map { (name, $0) } })
    }
}

extension String {
    /// As a value of a query or a segment of a path.
    var percentEncoded: String { PercentEncoding.encode(self) }
}
