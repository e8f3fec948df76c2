import Dispatch
import NIOCore
import Synchronization
import Testing

@testable import OutboundHTTP

@Suite(.serialized) struct HostLookupTests {
    /// A look-up whose names hang until the test lets them go, but for those that begin with `fast`.
    private final class NameServers: Sendable {
        private let gate = DispatchSemaphore(value: 0)
        private let asked = Mutex<[String]>([])
        private let (begun, beginning) = AsyncStream<Void>.makeStream()

        var names: [String] { asked.withLock { $0 } }

        func lookup() -> HostLookup {
            HostLookup { [self] host in
                asked.withLock { $0.append(host) }
                guard !host.hasPrefix("fast") else { return [IPAddress("8.8.8.8")].compactMap(\.self) }
                beginning.yield()
                gate.wait()
                gate.signal()
                return [IPAddress("9.9.9.9")].compactMap(\.self)
            }
        }

        func waitForHanging(_ count: Int) async {
            var left = count
            for await _ in begun {
                left -= 1
                if left == 0 { return }
            }
        }

        func letGo() { gate.signal() }
    }

    private let servers = NameServers()

    private static var later: NIODeadline { .now() + .seconds(60) }

    @Test func `the hanging names of one tenant leave room for the others`() async throws {
        let lookup = servers.lookup()
        try await withThrowingTaskGroup(of: [IPAddress].self) { group in
            for number in 0..<OutboundLimits.lookupsPerShareCount {
                group.addTask {
                    try await lookup.addresses(of: "hangs\(number).example", share: "acme", deadline: Self.later)
                }
            }
            await servers.waitForHanging(OutboundLimits.lookupsPerShareCount)
            await #expect(throws: OutboundError.lookupsBusy) {
                try await lookup.addresses(of: "fast.example", share: "acme", deadline: Self.later)
            }
            let others = try await lookup.addresses(of: "fast.example", share: "zenith", deadline: Self.later)
            #expect(others == [IPAddress("8.8.8.8")])
            servers.letGo()
            for try await found in group { #expect(found == [IPAddress("9.9.9.9")]) }
        }
        #expect(
            try await lookup.addresses(of: "fast.example", share: "acme", deadline: Self.later)
                == [IPAddress("8.8.8.8")])
    }

    @Test func `when all threads hang, the next name is refused at once`() async throws {
        let lookup = servers.lookup()
        try await withThrowingTaskGroup(of: [IPAddress].self) { group in
            for number in 0..<OutboundLimits.lookupThreadsCount {
                group.addTask {
                    try await lookup.addresses(
                        of: "hangs\(number).example", share: "tenant\(number)", deadline: Self.later)
                }
            }
            await servers.waitForHanging(OutboundLimits.lookupThreadsCount)
            await #expect(throws: OutboundError.lookupsBusy) {
                try await lookup.addresses(of: "fast.example", share: "zenith", deadline: Self.later)
            }
            #expect(!servers.names.contains("fast.example"))
            servers.letGo()
            for try await found in group { #expect(found == [IPAddress("9.9.9.9")]) }
        }
    }

    @Test func `one name is looked up once for all who ask, and who gives up leaves the others waiting`() async throws {
        let lookup = servers.lookup()
        try await withThrowingTaskGroup(of: [IPAddress].self) { group in
            for _ in 0..<5 {
                group.addTask { try await lookup.addresses(of: "hangs.example", share: "acme", deadline: Self.later) }
            }
            await servers.waitForHanging(1)
            await #expect(throws: OutboundError.timedOut(host: "hangs.example")) {
                try await lookup.addresses(of: "hangs.example", share: "acme", deadline: .now() + .milliseconds(1))
            }
            #expect(servers.names == ["hangs.example"])
            servers.letGo()
            for try await found in group { #expect(found == [IPAddress("9.9.9.9")]) }
        }
    }

    @Test func `a name that was given up keeps its room until the name servers answer`() async throws {
        let lookup = servers.lookup()
        for number in 0..<OutboundLimits.lookupsPerShareCount {
            await #expect(throws: OutboundError.timedOut(host: "hangs\(number).example")) {
                try await lookup.addresses(
                    of: "hangs\(number).example", share: "acme", deadline: .now() + .milliseconds(1))
            }
        }
        await #expect(throws: OutboundError.lookupsBusy) {
            try await lookup.addresses(of: "fast.example", share: "acme", deadline: Self.later)
        }
        servers.letGo()
    }
}
