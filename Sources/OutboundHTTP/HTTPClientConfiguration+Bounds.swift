import AsyncHTTPClient
import NIOCore
import NIOSSL

extension HTTPClient.Configuration {
    /// What all clients of this part keep to: no redirects, no proxy, no decompression, HTTP/1.1, no second try.
    static func bounded(tls: TLSConfiguration, connecting: TimeAmount) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: connecting), proxy: nil, decompression: .disabled)
        configuration.connectionPool.idleTimeout = .seconds(OutboundLimits.idleConnectionSeconds)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        return configuration
    }
}
