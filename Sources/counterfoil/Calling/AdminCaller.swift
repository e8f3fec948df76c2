import Administration
import Registry

/// Calls operations of the admin API: on a data directory in this process, or on a running server.
protocol AdminTransport: Sendable {
    /// Whether a server makes tokens with the data at this moment.
    func isServed() async throws -> Bool

    /// Calls an operation.
    ///
    /// - Throws: `CommandFailure` with what the operation was refused for.
    func perform(_ operation: AdminOperation, _ request: AdminRequest) async throws -> JSONDocument

    /// Called once, when the answers were printed.
    func finish() async throws
}

/// The input of an operation.
struct AdminRequest: Sendable {
    /// The segments of the path that vary.
    var path: [String: String] = [:]
    /// The parameters of the query.
    var query: [(name: String, value: String)] = []
    /// The body's members; none where there is no body.
    var body: [JSONDocument.Member] = []
    /// The body where it is JSON lines.
    var lines: String?
    /// Who hears how far long work has come.
    var progress = WorkProgress.unheard
}

/// What commands call operations with.
struct AdminCaller: Sendable {
    /// What the command is given from outside.
    let surroundings: Surroundings
    /// Where the operations are done.
    let transport: any AdminTransport

    /// Calls an operation.
    ///
    /// - Parameters:
    ///   - query: parameters; those without a value are left out.
    ///   - body: members; those without a value are left out.
    ///   - settings: further members.
    func call(
        _ name: String, path: [String: String] = [:], query: KeyValuePairs<String, String?> = [:],
        body: KeyValuePairs<String, JSONDocument?> = [:], settings: [JSONDocument.Member] = []
    ) async throws -> JSONDocument {
        var request = AdminRequest(path: path, query: Self.given(query))
        request.body = Self.given(body).map { JSONDocument.Member($0.name, $0.value) } + settings
        return try await transport.perform(try Self.operation(name), request)
    }

    /// Calls an operation with parameters alone.
    func call(_ name: String, parameters: [(name: String, value: String)]) async throws -> JSONDocument {
        try await transport.perform(try Self.operation(name), AdminRequest(query: parameters))
    }

    /// Calls an operation with whatever a request has.
    func call(_ name: String, _ request: AdminRequest) async throws -> JSONDocument {
        try await transport.perform(try Self.operation(name), request)
    }

    /// All rows of a list, page after page.
    func list(
        _ name: String, path: [String: String] = [:], query: KeyValuePairs<String, String?> = [:]
    ) async throws -> [JSONDocument] {
        let operation = try Self.operation(name)
        var request = AdminRequest(path: path, query: Self.given(query))
        guard operation.query.contains(where: { $0.name == "cursor" }) else {
            return try await transport.perform(operation, request)["items"]?.items ?? []
        }
        request.query.append(("limit", String(RegistryLimits.pageRows)))
        var rows: [JSONDocument] = []
        var page = request
        while true {
            let answer = try await transport.perform(operation, page)
            rows += answer["items"]?.items ?? []
            guard case .text(let next) = answer["next"] else { return rows }
            page = request
            page.query.append(("cursor", next))
        }
    }

    private static func given<Value>(_ pairs: KeyValuePairs<String, Value?>) -> [(name: String, value: Value)] {
        pairs.compactMap { pair in pair.value.map { (pair.key, $0) } }
    }

    private static func operation(_ name: String) throws -> AdminOperation {
        guard let operation = AdminAPI.allOperations.first(where: { $0.name == name }) else {
            throw CommandFailure("There is no operation \(name) in the admin API. Please report it.")
        }
        return operation
    }
}

extension JSONDocument {
    /// A list of texts; `nil` for an empty one.
    static func texts(ifAny texts: [String]) -> JSONDocument? { texts.isEmpty ? nil : .texts(texts) }
}
