import AsyncHTTPClient
import NIOCore
import NIOPosix

/// Asks servers that the operator has named in the configuration, whatever their addresses, and keeps connections.
package final class EndpointClient: Sendable {
    private let client: HTTPClient

    /// A client.
    ///
    /// - Parameter caFile: the path of a PEM file with certification authorities to trust beside those of the system.
    /// - Throws: ``OutboundError/caFileUnusable(path:)``.
    package init(caFile: String? = nil) throws(OutboundError) {
        client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: .bounded(
                tls: try TrustedAuthorities(caFile: caFile).tls,
                connecting: .milliseconds(OutboundLimits.deadlineMilliseconds)))
    }

    deinit {
        // It keeps itself alive until its connections are closed.
        client.shutdown { _ in }
    }

    /// Sends a request and reads its whole answer.
    ///
    /// - Throws: ``OutboundError``.
    package func send(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        let deadline = NIODeadline.now() + .milliseconds(request.deadlineMilliseconds)
        return try await Exchange(request: request, deadline: deadline).run(with: client)
    }
}
