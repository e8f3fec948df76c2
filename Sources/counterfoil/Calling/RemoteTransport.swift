import Administration
import AsyncHTTPClient
import FoundationEssentials
import HTTPTypes
import NIOCore
import NIOHTTP1
import Registry
import Timekeeping
import WebFoundation

/// Calls operations of a running server, with an access token got by client credentials.
struct RemoteTransport: AdminTransport {
    private let server: AdminServer
    private let token: String

    /// Gets an access token of the server.
    ///
    /// - Throws: `CommandFailure` where the server's address or the credentials are not right.
    init(server: String, profile: String?) async throws {
        let credentials = try await AdminCredentials.find(profile: profile)
        self.server = try AdminServer(url: server.isEmpty ? credentials.server ?? "" : server)
        token = try await self.server.accessToken(credentials)
    }

    /// Whoever calls a server sees that it runs.
    func isServed() async throws -> Bool { true }

    func finish() async throws {}

    func perform(_ operation: AdminOperation, _ request: AdminRequest) async throws -> JSONDocument {
        var path = operation.path
        for (name, value) in request.path {
            path = path.replacing("{\(name)}", with: PercentEncoding.encode(value))
        }
        let query = PercentEncoding.query(request.query)
        var headers = [("Authorization", "Bearer \(token)"), ("Accept", "application/json")]
        var body: String?
        if !request.body.isEmpty {
            headers.append(("Content-Type", "application/json"))
            body = JSONDocument.object(request.body).jsonText
        } else if let lines = request.lines {
            headers.append(("Content-Type", JSONLines.mediaType))
            body = lines
        }
        let answer = try await server.ask(
            operation.method.rawValue, AdminAPI.root + path + (query.isEmpty ? "" : "?" + query), headers: headers,
            body: body, bounds: operation.isBulk ? .bulk : .usual, progress: request.progress)
        if operation.answer.mediaType != nil, (200..<300).contains(answer.status) { return .text(answer.body) }
        guard let document = JSONDocument(json: answer.body) else {
            throw CommandFailure("\(server.url) answered \(answer.status) with something that is no JSON document.")
        }
        guard (200..<300).contains(answer.status) else { throw CommandFailure(problem: document) }
        return operation.answer.ordered(document)
    }
}

/// The private listener of a running server.
struct AdminServer: Sendable {
    /// Its URL, without a path.
    let url: String

    /// One for the whole process, which ends with it. A server that does not answer is told at once.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.redirectConfiguration = .disallow
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// Checks a URL: https, or http to this machine.
    ///
    /// - Throws: `CommandFailure`.
    init(url text: String) throws {
        var url = text
        while url.hasSuffix("/") { url.removeLast() }
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty, parts.path.isEmpty,
            parts.user == nil, parts.query == nil, parts.fragment == nil,
            parts.scheme == "https" || parts.scheme == "http"
        else {
            throw CommandFailure(
                "“\(text.printable)” is no server. Give --server the address of the private listener, such as "
                    + "https://admin.example.com:9443 or http://127.0.0.1:8081.")
        }
        let isLocal = host == "localhost" || host == "[::1]" || host == "::1" || host.hasPrefix("127.")
        guard parts.scheme == "https" || isLocal else {
            throw CommandFailure(
                "The credentials would go to \(host.printable) unencrypted. Use https, or a tunnel to this machine "
                    + "such as `ssh -L 8081:127.0.0.1:8081 HOST` and --server http://127.0.0.1:8081.")
        }
        self.url = url
    }

    /// An access token by client credentials, with every scope that the client may have.
    func accessToken(_ credentials: AdminCredentials) async throws -> String {
        let pair = "\(PercentEncoding.encode(credentials.clientID)):\(PercentEncoding.encode(credentials.clientSecret))"
        let answer = try await ask(
            "POST", "/api/identity/connect/token",
            headers: [
                ("Authorization", "Basic \(Data(pair.utf8).base64EncodedString())"),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ], body: "grant_type=client_credentials")
        let document = JSONDocument(json: answer.body)
        guard answer.status == 200, let token = document?["access_token"]?.textValue else {
            let reason = document?["error_description"]?.textValue ?? document?["detail"]?.textValue ?? ""
            throw CommandFailure(
                "\(url) gave no access token (status \(answer.status)). \(reason) Check the Client ID and the Client "
                    + "Secret: they must be of a client of the subscription sub_system.")
        }
        return token
    }

    /// Sends a request.
    ///
    /// - Throws: `CommandFailure` where no answer comes.
    func ask(
        _ method: String, _ path: String, headers: [(String, String)], body: String?, bounds: AnswerBounds = .usual,
        progress: WorkProgress = .unheard
    ) async throws -> (status: Int, body: String) {
        var request = HTTPClientRequest(url: url + path)
        request.method = NIOHTTP1.HTTPMethod(rawValue: method)
        request.headers = HTTPHeaders(headers)
        let sent = SentBody(body ?? "", progress)
        if body != nil { request.body = .stream(sent, length: .known(sent.count)) }
        do {
            let answer = try await sent.whileWaiting { [request] in
                try await Self.client.execute(request, timeout: .seconds(bounds.timeoutSeconds))
            }
            let bytes = try await answer.body.collect(upTo: bounds.maximumBytes)
            return (Int(answer.status.code), String(buffer: bytes))
        } catch is NIOTooManyBytesError {
            throw CommandFailure("The answer of \(url) has more than \(bounds.maximumBytes) bytes.")
        } catch {
            // Not the error's own text: it may repeat the request.
            throw CommandFailure(
                "\(url) does not answer (\(type(of: error))). Check that the server runs and that this is its private "
                    + "listener.")
        }
    }
}

extension CommandFailure {
    /// Tells a problem document (RFC 9457) that an operation was refused with.
    init(_ problem: ProblemDetails) {
        self.init(
            detail: problem.detail, faults: problem.errors.map { ($0.pointer ?? $0.parameter ?? "", $0.detail) },
            code: problem.code)
    }

    /// Tells a problem document as it was received.
    fileprivate init(problem: JSONDocument) {
        self.init(
            detail: problem["detail"]?.textValue ?? problem["title"]?.textValue ?? "The server refused it.",
            faults: (problem["errors"]?.items ?? []).map { fault in
                (
                    fault["pointer"]?.textValue ?? fault["parameter"]?.textValue ?? "",
                    fault["detail"]?.textValue ?? ""
                )
            }, code: problem["type"]?.textValue?.split(separator: "/").last.map(String.init))
    }

    private init(detail: String, faults: [(place: String, detail: String)], code: String?) {
        // One fault that the detail tells already is not told twice; those of lines are listed by who imports.
        guard !faults.isEmpty, code != "invalid_lines", !faults.contains(where: { $0.detail == detail }) else {
            self.init(detail, code: code)
            return
        }
        self.init(
            faults.map { fault in
                let name = fault.place.drop { $0 == "/" }
                return name.isEmpty ? fault.detail : "\(name): \(fault.detail)"
            }.joined(separator: " "), code: code)
    }
}

extension AdminSchema {
    /// An answer with its members in the order of the document, and its times as times.
    fileprivate func ordered(_ document: JSONDocument) -> JSONDocument {
        guard isList else { return Self.ordered(document, fields) }
        return .object(
            document.members.map { member in
                guard member.name == "items" else { return member }
                return .init(member.name, .list(member.value.items.map { Self.ordered($0, fields) }))
            })
    }

    private static func ordered(_ document: JSONDocument, _ fields: [AdminField]) -> JSONDocument {
        let known = fields.compactMap { field in
            document[field.name].map { JSONDocument.Member(field.name, ordered($0, field.form)) }
        }
        return .object(known + document.members.filter { member in !fields.contains { $0.name == member.name } })
    }

    private static func ordered(_ value: JSONDocument, _ form: AdminField.Form) -> JSONDocument {
        switch (form, value) {
        case (.record(let fields), .object): ordered(value, fields)
        case (.records(let fields), .list(let items)): .list(items.map { ordered($0, fields) })
        case (.moment, .text(let text)): Timestamp(iso8601: text).map(JSONDocument.moment) ?? value
        default: value
        }
    }
}
