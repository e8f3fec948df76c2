/// Bounds of what every request must keep to. Units stand last in the names.
package enum Limits {
    /// Longest host name (RFC 1035 section 2.3.4).
    package static let hostNameBytes = 253
    /// Largest body of a request to the OAuth endpoints.
    package static let oauthBodyBytes = 16_384
    /// Longest path and query that is routed.
    package static let targetBytes = 8_192
}
