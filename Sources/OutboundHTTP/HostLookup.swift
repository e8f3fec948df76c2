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

/// Finds the addresses of a host, on threads of its own: the system's look-up blocks for as long as name servers like,
/// and cannot be called off.
///
/// A name is looked up once for all who ask at the same moment. Whoever's names hang takes up no more than a share of
/// the threads, and what finds no thread is refused at once: nothing waits in line behind others' slow name servers.
package final class HostLookup: Sendable {
    private struct Running {
        let share: String
        /// Those who wait, by number; one who has given up is not among them.
        var waiting: [Int: EventLoopPromise<[IPAddress]>] = [:]
    }

    private struct State {
        var running: [String: Running] = [:]
        var nextNumber = 0
    }

    private let findBlocking: @Sendable (String) -> [IPAddress]
    private let state = Mutex(State())

    /// A look-up by a function that may block; it answers with no addresses when there are none.
    package init(findBlocking: @escaping @Sendable (String) -> [IPAddress]) {
        self.findBlocking = findBlocking
    }

    /// The system's look-up: the hosts file, then the name servers, in the order that the system prefers.
    package static let system = HostLookup { host in systemAddresses(of: host) }

    /// The addresses of a host, at least one.
    ///
    /// - Parameter share: on whose behalf: at most ``OutboundLimits/lookupsPerShareCount`` run for each.
    /// - Throws: ``OutboundError/lookupFailed(host:)``, ``OutboundError/lookupsBusy``, and
    ///   ``OutboundError/timedOut(host:)`` at the deadline. The look-up itself goes on then, and its answer is dropped.
    func addresses(
        of host: String, share: String, deadline: NIODeadline
    ) async throws(OutboundError) -> [IPAddress] {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
        let found = eventLoop.makePromise(of: [IPAddress].self)
        let number: Int
        switch state.withLock({ Self.enter(found, of: host, share: share, in: &$0) }) {
        case .refused:
            found.fail(OutboundError.lookupsBusy)
            throw .lookupsBusy
        case .joined(let joined): number = joined
        case .first(let first):
            number = first
            start(host, on: eventLoop)
        }
        // Whichever comes first counts: who is taken out of those that wait gets no other answer.
        let alarm = eventLoop.scheduleTask(deadline: deadline) { [self] in
            leave(number, of: host)?.fail(OutboundError.timedOut(host: host))
        }
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

    private enum Entrance {
        case first(Int)
        case joined(Int)
        case refused
    }

    private static func enter(
        _ found: EventLoopPromise<[IPAddress]>, of host: String, share: String, in state: inout sending State
    ) -> Entrance {
        let number = state.nextNumber
        state.nextNumber += 1
        if let running = state.running[host] {
            guard running.waiting.count < OutboundLimits.lookupWaitersCount else { return .refused }
            state.running[host]?.waiting[number] = found
            return .joined(number)
        }
        let ofShare = state.running.values.count { $0.share == share }
        guard state.running.count < OutboundLimits.lookupThreadsCount,
            ofShare < OutboundLimits.lookupsPerShareCount
        else { return .refused }
        state.running[host] = Running(share: share, waiting: [number: found])
        return .first(number)
    }

    private func leave(_ number: Int, of host: String) -> EventLoopPromise<[IPAddress]>? {
        state.withLock { $0.running[host]?.waiting.removeValue(forKey: number) }
    }

    private func start(_ host: String, on eventLoop: any EventLoop) {
        let findBlocking = findBlocking
        Self.threads.runIfActive(eventLoop: eventLoop) { findBlocking(host) }.whenComplete { [self] result in
            let waiting = state.withLock { $0.running.removeValue(forKey: host)?.waiting ?? [:] }
            for promise in waiting.values { promise.completeWith(result) }
        }
    }

    private static let threads: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: OutboundLimits.lookupThreadsCount)
        pool.start()
        return pool
    }()

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
