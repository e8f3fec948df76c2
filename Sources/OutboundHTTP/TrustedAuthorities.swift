import NIOSSL

/// The certification authorities that outbound TLS trusts: the system's, and those of a file.
struct TrustedAuthorities: Sendable {
    /// What a client's TLS is configured with.
    let tls: TLSConfiguration

    /// Reads the file, if one is named.
    ///
    /// - Throws: ``OutboundError/caFileUnusable(path:)``.
    init(caFile: String?) throws(OutboundError) {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let caFile {
            let certificates = (try? NIOSSLCertificate.fromPEMFile(caFile)) ?? []
            guard !certificates.isEmpty else { throw .caFileUnusable(path: caFile) }
            tls.additionalTrustRoots = [.certificates(certificates)]
        }
        self.tls = tls
    }
}
