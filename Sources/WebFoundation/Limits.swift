/// Bounds of what every request must keep to. Units stand last in the names.
package enum Limits {
    /// Longest host name (RFC 1035 section 2.3.4).
    package static let hostNameBytes = 253
    /// Largest body of a request to the OAuth endpoints.
    package static let oauthBodyBytes = 16_384
    /// Most values of a parameter of those requests that may stand more than once.
    package static let repeatedParameterValues = 10
    /// Longest path and query that is routed.
    package static let targetBytes = 8_192
    /// Most certificates that a caller may present, its own among them.
    package static let clientCertificateCount = 10
    /// Most bytes of all of them together, as DER.
    package static let clientCertificateBytes = 65_536
    /// Longest header field with a certificate that is read; a certificate of the most bytes, percent-encoded, and no
    /// more than a listener takes in.
    package static let clientCertificateHeaderBytes = 32_768
}
