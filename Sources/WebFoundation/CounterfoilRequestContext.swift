package import Hummingbird
import NIOCore
package import Registry
package import ResourceServer
import ResourceServerHummingbird
package import Timekeeping

/// What is known of a request on its way through the handlers.
package struct CounterfoilRequestContext: AccessTokenRequestContext {
    /// Hummingbird's own part.
    package var coreContext: CoreRequestContextStorage
    /// The address of the connection's other end, without port; empty where the channel has none.
    package let peerAddress: String
    /// Sent back as `X-Request-Id`; 32 lower-case hex digits.
    package var requestID = ""
    /// When the request's head was read.
    package var arrival = Timestamp(millisecondsSince1970: 0)
    /// The address of the caller: of the connection, or what a trusted proxy says.
    package var remoteAddress = ""
    /// The certificates whose key the caller proved to hold, in its own connection or to a trusted proxy.
    package var clientCertificates = ClientCertificates.absent
    /// The host that was asked for.
    package var host: RequestedHost?
    /// The realm that answers to the host. Set on every request of the public listener that reaches a handler.
    package var realm: RealmIdentifier?
    /// The operation of the route table that handles the request; empty before it was found.
    package var operation = ""
    /// The values of the `{name}` segments of the route's path, percent-decoded.
    package var pathParameters: [String: String] = [:]
    /// The token that admitted the request.
    package var accessToken: ValidatedToken? {
        get { admitted?.token }
        set { admitted = newValue.map(Admitted.init) }
    }
    /// Apart, since the context is handed from step to step of every request: a copy would retain each part of the
    /// token, also where there is none.
    private var admitted: Admitted?

    private final class Admitted: Sendable {
        let token: ValidatedToken

        init(_ token: ValidatedToken) { self.token = token }
    }

    /// What the log line and metrics will say.
    package let observation = RequestObservation()

    /// Starts the context of a request that came over a channel.
    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peerAddress = source.channel.remoteAddress?.ipAddress ?? ""
    }

    /// Scheme and authority of the host asked, such as `http://localhost:8080`; empty before it was read.
    package var baseURL: String { host?.origin ?? "" }

    /// The `x5t#S256` of the caller's certificate (RFC 8705 section 3.1); `nil` where none came that can be used.
    package var certificateThumbprint: String? {
        clientCertificates.chain.map { CertificateThumbprint.text(of: $0.leaf) }
    }

    /// The URL of a request as its sender sees it, without query and fragment.
    package func url(of request: Request) -> String { baseURL + request.uri.path }
}
