import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A real HTTP server on 127.0.0.1 that answers as a test says.
package final class LoopbackServer: Sendable {
    /// A request as it came in.
    package struct Received: Sendable {
        /// The method in capitals.
        package let method: String
        /// Path and query.
        package let target: String
        /// The header fields, names in lower case; of one that repeats, the last.
        package let fields: [String: String]
        /// The body.
        package let body: String
    }

    /// What the server does with a request.
    package enum Answer: Sendable {
        /// Answers.
        case answer(status: Int = 200, fields: [String: String] = [:], body: String)
        /// Sends a head, then a body of so many bytes in parts, without saying how many.
        case long(bytes: Int)
        /// Sends nothing, and keeps the connection.
        case silence
        /// Sends the head and the beginning of a body, nothing more, and keeps the connection.
        case beginning
        /// Sends something that is not HTTP.
        case noHTTP
        /// Closes the connection.
        case hangUp
    }

    private let channel: any Channel
    private let seen: Seen

    /// Serves for the time of `body`.
    ///
    /// - Parameter identity: with one, over TLS.
    package static func run<Result>(
        identity: LoopbackAuthority.Identity? = nil,
        answer: @escaping @Sendable (Received) async -> Answer,
        body: (LoopbackServer) async throws -> Result
    ) async throws -> Result {
        let server = try await LoopbackServer(identity: identity, answer: answer)
        let result: Result
        do {
            result = try await body(server)
        } catch {
            try await server.channel.close()
            throw error
        }
        try await server.channel.close()
        return result
    }

    private init(
        identity: LoopbackAuthority.Identity?, answer: @escaping @Sendable (Received) async -> Answer
    ) async throws {
        let seen = Seen()
        let tls = try identity.map { try NIOSSLContext(configuration: $0.tls) }
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(AnsweringHandler(seen: seen, answer: answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.seen = seen
    }

    /// The port it listens on.
    package var port: Int { channel.localAddress?.port ?? 0 }

    /// The requests so far.
    package var received: [Received] { seen.all }

    /// The requests of a server.
    final class Seen: Sendable {
        private let requests = Mutex<[Received]>([])

        var all: [Received] { requests.withLock { $0 } }

        func append(_ request: Received) {
            requests.withLock { $0.append(request) }
        }
    }
}

/// Collects a request, asks for its answer, and writes it.
private final class AnsweringHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let seen: LoopbackServer.Seen
    private let answer: @Sendable (LoopbackServer.Received) async -> LoopbackServer.Answer
    private var head: HTTPRequestHead?
    private var body = ""

    init(
        seen: LoopbackServer.Seen,
        answer: @escaping @Sendable (LoopbackServer.Received) async -> LoopbackServer.Answer
    ) {
        self.seen = seen
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = ""
        case .body(let part):
            body += String(buffer: part)
        case .end:
            guard let head else { return }
            let fields = head.headers.map { ($0.name.lowercased(), $0.value) }
            let request = LoopbackServer.Received(
                method: head.method.rawValue, target: head.uri,
                fields: Dictionary(fields, uniquingKeysWith: { $1 }), body: body)
            seen.append(request)
            let channel = context.channel
            let answer = answer
            channel.eventLoop.makeFutureWithTask { await answer(request) }.whenSuccess { answer in
                Self.write(answer, to: channel)
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private static func write(_ answer: LoopbackServer.Answer, to channel: any Channel) {
        switch answer {
        case .answer(let status, let fields, let body):
            var headers = HTTPHeaders(fields.map { ($0.key, $0.value) })
            headers.replaceOrAdd(name: "content-length", value: String(body.utf8.count))
            channel.write(head(status: status, headers), promise: nil)
            channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: body))), promise: nil)
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        case .long(let bytes):
            channel.write(head(status: 200, HTTPHeaders()), promise: nil)
            let part = ByteBuffer(repeating: UInt8(ascii: " "), count: 65_536)
            for _ in 0..<(bytes / part.readableBytes) {
                channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(part)), promise: nil)
            }
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        case .silence:
            break
        case .beginning:
            channel.write(head(status: 200, HTTPHeaders([("content-length", "100")])), promise: nil)
            channel.writeAndFlush(
                HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: "{"))), promise: nil)
        case .noHTTP:
            let encoder = try? channel.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
            encoder?.writeAndFlush(NIOAny(ByteBuffer(string: "220 mail ready\r\n")), promise: nil)
        case .hangUp:
            channel.close(promise: nil)
        }
    }

    private static func head(status: Int, _ headers: HTTPHeaders) -> HTTPServerResponsePart {
        .head(HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers))
    }
}
