import AsyncHTTPClient
import NIOCore
import NIOPosix

/// Asks servers at URLs that somebody else has given, without being led astray: the host's addresses are checked first
/// and the checked one is the one that is asked, no redirect is followed, and size and time are bounded.
package struct GuardedClient: Sendable {
    /// What is allowed.
    package let policy: OutboundPolicy
    private let authorities: TrustedAuthorities
    private let lookup: HostLookup

    /// A client.
    ///
    /// - Parameter lookup: how names are resolved.
    /// - Throws: ``OutboundError/caFileUnusable(path:)``.
    package init(policy: OutboundPolicy, lookup: HostLookup = .system) throws(OutboundError) {
        self.policy = policy
        self.lookup = lookup
        authorities = try TrustedAuthorities(caFile: policy.caFile)
    }

    /// Reads a URL as this client's policy allows it.
    ///
    /// - Throws: ``OutboundError/urlMalformed(_:)``, ``OutboundError/notHTTPS``.
    package func url(_ text: String) throws(OutboundError) -> OutboundURL {
        try OutboundURL(text, allowsHTTP: policy.allowPrivate)
    }

    /// Sends a request and reads its whole answer.
    ///
    /// - Throws: ``OutboundError``.
    package func send(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        let host = request.url.host
        guard request.url.isSecure || policy.allowPrivate else { throw .notHTTPS }
        let deadline = NIODeadline.now() + .milliseconds(request.deadlineMilliseconds)
        let addresses = try await checkedAddresses(of: request, deadline: deadline)
        var failure = OutboundError.lookupFailed(host: host)
        for address in addresses.prefix(OutboundLimits.addressesTriedCount) {
            // One client for one request: the pinned address belongs to this request alone.
            let client = HTTPClient(
                eventLoopGroupProvider: .singleton, configuration: configuration(of: request, pinnedTo: address))
            // Nobody waits for connections to close.
            defer { client.shutdown { _ in } }
            do throws(OutboundError) {
                return try await Exchange(request: request, deadline: deadline).run(with: client)
            } catch .connectionFailed {
                failure = .connectionFailed(host: host)
            } catch .timedOut where NIODeadline.now() < deadline {
                failure = .timedOut(host: host)
            }
        }
        throw failure
    }

    private func checkedAddresses(
        of request: OutboundRequest, deadline: NIODeadline
    ) async throws(OutboundError) -> [IPAddress] {
        let url = request.url
        let addresses: [IPAddress]
        if let address = url.address {
            addresses = [address]
        } else {
            addresses = try await lookup.addresses(of: url.host, share: request.share, deadline: deadline)
        }
        // One that is not public among others is no accident of a public service.
        guard policy.allowPrivate || addresses.allSatisfy(\.isPublic) else { throw .addressRefused(host: url.host) }
        return addresses
    }

    private func configuration(
        of request: OutboundRequest, pinnedTo address: IPAddress
    ) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration.bounded(
            tls: authorities.tls,
            connecting: .milliseconds(request.deadlineMilliseconds * OutboundLimits.connectingPercent / 100))
        configuration.dnsOverride = [request.url.host: address.description]
        return configuration
    }
}
