package import HTTPTypes
package import Registry

/// What is believed of a request's origin: what the connection says, unless it comes from a trusted proxy.
package struct ForwardedRequest: Hashable, Sendable {
    /// The caller's address.
    package let remoteAddress: String
    /// Whether the caller used TLS.
    package let isSecure: Bool
    /// The host asked for, as `Host` or as the proxy says; `nil` when there is none.
    package let authority: String?
    /// Whether the connection's other end is a trusted proxy, and not the caller itself.
    package let isProxied: Bool

    private static let forwardedFor = HTTPField.Name("X-Forwarded-For")
    private static let forwardedProto = HTTPField.Name("X-Forwarded-Proto")
    private static let forwardedHost = HTTPField.Name("X-Forwarded-Host")

    /// Reads the header fields. `X-Forwarded-…` count only from a trusted proxy, and then the right-most hop that is
    /// not itself trusted is the caller.
    package init(
        head: HTTPRequest, peerAddress: String, connectionIsSecure: Bool, trustedProxies: [AddressRange]
    ) {
        guard !trustedProxies.isEmpty, trustedProxies.contains(where: { $0.contains(peerAddress) }) else {
            remoteAddress = peerAddress
            isSecure = connectionIsSecure
            authority = head.authority
            isProxied = false
            return
        }
        isProxied = true
        remoteAddress = Self.caller(
            hops: Self.list(head, Self.forwardedFor), peerAddress: peerAddress, trustedProxies: trustedProxies)
        let scheme = Self.list(head, Self.forwardedProto).last?.lowercased()
        isSecure = scheme.map { $0 == "https" } ?? connectionIsSecure
        authority = Self.list(head, Self.forwardedHost).last ?? head.authority
    }

    private static func caller(hops: [String], peerAddress: String, trustedProxies: [AddressRange]) -> String {
        var caller = peerAddress
        for hop in hops.reversed() {
            guard AddressRange.bytes(of: hop) != nil else { break }
            caller = hop
            guard trustedProxies.contains(where: { $0.contains(hop) }) else { break }
        }
        return caller
    }

    private static func list(_ head: HTTPRequest, _ name: HTTPField.Name?) -> [String] {
        guard let name else { return [] }
        return head.headerFields[values: name].flatMap { $0.split(separator: ",") }
            .map { $0.trimmingPrefix { $0 == " " } }.map { part in
                var part = part
                while part.last == " " { part.removeLast() }
                return String(part)
            }.filter { !$0.isEmpty }
    }
}
