import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import WebFoundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One listener: an address, TLS or not, and the pipeline behind it.
struct ListenerService: Service {
    let address: ListenAddress
    let pipeline: RequestPipeline
    let server: HTTPServerBuilder
    let logger: Logger
    /// Called with the port that the listener got.
    let onListening: @Sendable (Int) async -> Void

    private static let idleSeconds: Int64 = 60
    private static let headerBytes = 32_768
    private static let headerFields = 100
    private static let backlog = 1_024

    init(
        address: ListenAddress, pipeline: RequestPipeline, tls: ServerConfiguration.TLS?,
        requestsClientCertificates: Bool, logger: Logger, onListening: @escaping @Sendable (Int) async -> Void
    ) throws(ServerError) {
        self.address = address
        self.pipeline = pipeline
        self.logger = logger
        self.onListening = onListening
        server = try Self.server(tls, requestsClientCertificates: requestsClientCertificates)
    }

    func run() async throws {
        let application = Application(
            responder: pipeline, server: server,
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), backlog: Self.backlog, reuseAddress: true),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? address.port) },
            logger: frameworkLogger)
        do {
            try await application.run()
        } catch let error as IOError {
            throw ServerError.listening(address: address, detail: String(cString: strerror(error.errnoCode)))
        } catch let error as SocketAddressError {
            throw ServerError.listening(address: address, detail: "\(error)")
        }
    }

    /// Every request and every failed start has a line of our own; the framework's lines beside them say the same in
    /// other words, and on a failed start before the reason.
    private var frameworkLogger: Logger {
        var quiet = logger
        if quiet.logLevel > .debug { quiet.logLevel = .critical }
        return quiet
    }

    private static func server(
        _ tls: ServerConfiguration.TLS?, requestsClientCertificates: Bool
    ) throws(ServerError) -> HTTPServerBuilder {
        let http = HTTP1Channel.Configuration(
            idleTimeout: .seconds(idleSeconds),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: headerBytes, maxHeaderListSize: headerBytes, maxHeaderFieldCount: headerFields))
        guard let tls else { return .http1(configuration: http) }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(tls.certificatePath).map {
                NIOSSLCertificateSource.certificate($0)
            }
            let key = try NIOSSLPrivateKey(file: tls.privateKeyPath, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            // The framework makes one when the listener starts; a key of another certificate must be found before.
            _ = try NIOSSLContext(configuration: configuration)
            guard requestsClientCertificates else {
                return try .tls(.http1(configuration: http), tlsConfiguration: configuration)
            }
            return HTTPServerBuilder { [configuration] responder in
                CertificateAskingChannel(
                    HTTP1Channel(responder: responder, configuration: http), configuration: configuration)
            }
        } catch {
            throw .certificate(
                "The certificate \(tls.certificatePath) and the key \(tls.privateKeyPath) cannot be used together "
                    + "(\(type(of: error))). Both must be PEM files that can be read, the key unencrypted.")
        }
    }
}
