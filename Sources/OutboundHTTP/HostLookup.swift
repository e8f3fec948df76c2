import NIOCore
import NIOPosix
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finds the addresses of a host, on threads of its own: the system's look-up blocks for as long as name servers like.
package struct HostLookup: Sendable {
    private let findBlocking: @Sendable (String) -> [IPAddress]

    /// A look-up by a function that may block; it answers with no addresses when there are none.
    package init(findBlocking: @escaping @Sendable (String) -> [IPAddress]) {
        self.findBlocking = findBlocking
    }

    /// The system's look-up: the hosts file, then the name servers, in the order that the system prefers.
    package static let system = HostLookup { host in systemAddresses(of: host) }

    /// The addresses of a host, at least one.
    ///
    /// - Throws: ``OutboundError/lookupFailed(host:)``, ``OutboundError/lookupsBusy``, and
    ///   ``OutboundError/timedOut(host:)`` at the deadline. The look-up itself goes on then, and its answer is dropped.
    func addresses(of host: String, deadline: NIODeadline) async throws(OutboundError) -> [IPAddress] {
        guard Self.waiting.begin() else { throw .lookupsBusy }
        let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
        let found = eventLoop.makePromise(of: [IPAddress].self)
        let findBlocking = findBlocking
        let lookup = Self.threads.runIfActive(eventLoop: eventLoop) { findBlocking(host) }
        lookup.whenComplete { _ in Self.waiting.end() }
        // Whichever comes first counts; a promise ignores what comes later.
        lookup.cascade(to: found)
        let alarm = eventLoop.scheduleTask(deadline: deadline) { found.fail(OutboundError.timedOut(host: host)) }
        defer { alarm.cancel() }
        let addresses: [IPAddress]
        do {
            addresses = try await found.futureResult.get()
        } catch {
            throw error as? OutboundError ?? .lookupFailed(host: host)
        }
        guard !addresses.isEmpty else { throw .lookupFailed(host: host) }
        return addresses
    }

    private static let threads: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: OutboundLimits.lookupThreadsCount)
        pool.start()
        return pool
    }()

    private static let waiting = Waiting()

    /// Counts look-ups that run or wait, so that slow name servers cannot make them pile up.
    private final class Waiting: Sendable {
        private let count = Mutex(0)

        func begin() -> Bool {
            count.withLock { count in
                guard count < OutboundLimits.lookupsWaitingCount else { return false }
                count += 1
                return true
            }
        }

        func end() {
            count.withLock { $0 -= 1 }
        }
    }

    private static func systemAddresses(of host: String) -> [IPAddress] {
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, nil, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var addresses: [IPAddress] = []
        var next = first
        while let entry = next?.pointee {
            // Each address comes once for each type of socket.
            if let address = address(of: entry), !addresses.contains(address) { addresses.append(address) }
            next = entry.ai_next
        }
        return addresses
    }

    private static func address(of entry: addrinfo) -> IPAddress? {
        guard let pointer = UnsafeRawPointer(entry.ai_addr) else { return nil }
        switch entry.ai_family {
        case AF_INET:
            let address = pointer.loadUnaligned(as: sockaddr_in.self).sin_addr
            return withUnsafeBytes(of: address) { IPAddress(bytes: Array($0)) }
        case AF_INET6:
            let address = pointer.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return withUnsafeBytes(of: address) { IPAddress(bytes: Array($0)) }
        default:
            return nil
        }
    }
}
