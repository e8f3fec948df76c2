import HummingbirdCore
import Logging
import NIOCore
import NIOSSL
import WebFoundation

/// TLS that asks the other end for a certificate and goes on without one.
///
/// Whatever chain is presented, the handshake goes on, which proves that the caller holds the leaf's key (RFC 8446
/// section 4.4.3). Whom the leaf stands for is decided per realm, when the request is read.
struct CertificateAskingChannel<Base: ServerChildChannel>: ServerChildChannel {
    /// A connection with what came in its handshake.
    struct Value: ServerChildChannelValue {
        let base: Base.Value
        let certificates: ConnectionCertificates
        var channel: any Channel { base.channel }
    }

    private let base: Base
    private let configuration: TLSConfiguration

    /// The usual ones and Ed25519, which the library leaves out by default although keys of it are used here.
    private static var signatureAlgorithms: [SignatureAlgorithm] {
        [
            .ecdsaSecp256R1Sha256, .ecdsaSecp384R1Sha384, .ed25519, .rsaPssRsaeSha256, .rsaPssRsaeSha384,
            .rsaPssRsaeSha512, .rsaPkcs1Sha256, .rsaPkcs1Sha384, .rsaPkcs1Sha512,
        ]
    }

    init(_ base: Base, configuration: TLSConfiguration) {
        var configuration = configuration
        configuration.certificateVerification = .optionalVerification
        // Otherwise the roots of the machine would be read, for nothing.
        configuration.trustRoots = .certificates([])
        configuration.verifySignatureAlgorithms = Self.signatureAlgorithms
        self.base = base
        self.configuration = configuration
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let certificates = ConnectionCertificates()
        return channel.eventLoop.makeCompletedFuture {
            // One context per connection, so that no session is resumed: a resumed one would have the leaf, but not
            // the chain, and would speak of a key that was proven hours ago. Nothing is read from files here.
            let context = try NIOSSLContext(configuration: configuration)
            try channel.pipeline.syncOperations.addHandler(
                NIOSSLServerHandler(
                    context: context,
                    customVerificationCallback: { presented, promise in
                        do {
                            certificates.note(try presented.map { try $0.toDERBytes() })
                            promise.succeed(.certificateVerified)
                        } catch {
                            promise.fail(error)
                        }
                    }))
        }
        .flatMap { base.setup(channel: channel, logger: logger) }
        .map { Value(base: $0, certificates: certificates) }
    }

    func handle(value: Value, logger: Logger) async {
        await ConnectionCertificates.$current.withValue(value.certificates) {
            await base.handle(value: value.base, logger: logger)
        }
    }
}
