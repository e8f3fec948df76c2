/// The certificates whose key the caller of a request proved to hold, in the TLS handshake with this process or in the
/// one with a trusted proxy. No chain of them was verified yet; which roots count is for the realm to say.
package enum ClientCertificates: Hashable, Sendable {
    /// Why certificates that came are not looked at.
    package enum Fault: String, Hashable, Sendable, CaseIterable {
        /// More certificates, or larger ones, than ``Limits`` allow.
        case tooLarge = "client_certificate_too_large"
        /// The proxy's header field stands in the request more than once.
        case repeated = "client_certificate_header_repeated"
        /// The proxy's header field has none of the forms that are read.
        case malformed = "client_certificate_header_malformed"
    }

    /// None came.
    case absent
    /// They came.
    indirect case presented(ClientCertificateChain)
    /// What came cannot be used, and counts as none.
    case unusable(Fault)

    /// The certificates, where they can be used.
    package var chain: ClientCertificateChain? {
        guard case .presented(let chain) = self else { return nil }
        return chain
    }
}

/// A caller's certificate and what it sent to complete the path from there.
package struct ClientCertificateChain: Hashable, Sendable {
    /// The certificate whose key was proven, as DER. It alone says who the caller is.
    package let leaf: [UInt8]
    /// Further certificates, as DER, in the order they came. Nobody proved anything about them.
    package let intermediates: [[UInt8]]

    /// Keeps certificates of which the leaf is the first.
    ///
    /// - Returns: `nil` for more than ``Limits/clientCertificateCount`` certificates or
    ///   ``Limits/clientCertificateBytes`` in all, and for an empty one.
    package init?(leaf: [UInt8], intermediates: [[UInt8]]) {
        guard 1 + intermediates.count <= Limits.clientCertificateCount, !leaf.isEmpty,
            intermediates.allSatisfy({ !$0.isEmpty }),
            intermediates.reduce(leaf.count, { $0 + $1.count }) <= Limits.clientCertificateBytes
        else { return nil }
        self.leaf = leaf
        self.intermediates = intermediates
    }
}
