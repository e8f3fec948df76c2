import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// One request and its complete answer, within bounds.
struct Exchange: Sendable {
    let request: OutboundRequest
    let deadline: NIODeadline

    /// Sends the request and reads the whole answer.
    ///
    /// The client's own deadline covers the head of the answer only, hence the race.
    func run(with client: HTTPClient) async throws(OutboundError) -> OutboundResponse {
        do {
            return try await withThrowingTaskGroup(of: OutboundResponse.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await answer(from: client) }
                group.addTask {
                    try await Task.sleep(for: .nanoseconds(max(0, (deadline - .now()).nanoseconds)))
                    throw OutboundError.timedOut(host: request.url.host)
                }
                guard let first = try await group.next() else { throw CancellationError() }
                return first
            }
        } catch {
            throw Self.failure(error, host: request.url.host)
        }
    }

    private func answer(from client: HTTPClient) async throws -> OutboundResponse {
        let host = request.url.host
        let response = try await client.execute(prepared, deadline: deadline)
        guard !(300...399).contains(response.status.code) else {
            throw OutboundError.redirected(host: host, status: Int(response.status.code))
        }
        let tooLarge = OutboundError.answerTooLarge(host: host, maximumBytes: request.bodyMaximumBytes)
        if let announced = response.headers.first(name: "content-length").flatMap({ Int($0) }) {
            guard announced <= request.bodyMaximumBytes else { throw tooLarge }
        }
        var body: [UInt8] = []
        for try await part in response.body {
            guard body.count + part.readableBytes <= request.bodyMaximumBytes else { throw tooLarge }
            body.append(contentsOf: part.readableBytesView)
        }
        // A body that was called off ends as if it were complete.
        try Task.checkCancellation()
        let contentType = response.headers.first(name: "content-type")?.split(separator: ";").first
        return OutboundResponse(
            status: Int(response.status.code),
            mediaType: contentType?.filter { $0 != " " && $0 != "\t" }.lowercased(),
            freshSeconds: Freshness.seconds(
                cacheControl: response.headers["cache-control"], age: response.headers.first(name: "age")),
            body: body)
    }

    private var prepared: HTTPClientRequest {
        var prepared = HTTPClientRequest(url: request.url.description)
        prepared.headers.add(name: "user-agent", value: "counterfoil")
        prepared.headers.add(name: "accept", value: request.accept)
        if let authorization = request.authorization {
            prepared.headers.add(name: "authorization", value: authorization)
        }
        switch request.method {
        case .get:
            prepared.method = .GET
        case .post(let form):
            prepared.method = .POST
            prepared.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
            prepared.body = .bytes(ByteBuffer(string: form))
        }
        return prepared
    }

    /// The error as this part names it. A library's error may quote what it got, so nothing of its text is kept.
    static func failure(_ error: any Error, host: String) -> OutboundError {
        switch error {
        case let error as OutboundError: error
        case is CancellationError: .cancelled
        case let error as HTTPClientError where timeouts.contains(error): .timedOut(host: host)
        case let error as HTTPClientError where error == .cancelled: .cancelled
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: .tlsFailed(host: host)
        case is HTTPParserError: .answerMalformed(host: host)
        default: .connectionFailed(host: host)
        }
    }

    private static let timeouts: [HTTPClientError] = [
        .deadlineExceeded, .connectTimeout, .readTimeout, .writeTimeout, .tlsHandshakeTimeout,
        .getConnectionFromPoolTimeout,
    ]
}
