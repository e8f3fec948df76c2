import JOSE
import OutboundHTTP
import Synchronization
import Testing
import Timekeeping

@testable import ResourceServer

@Suite struct RemoteKeySetTests {
    private let clock = HandClock()
    private let keys: JSONWebKeySet

    init() throws {
        keys = JSONWebKeySet(keys: [try SigningKey.generate(.es256).publicKey])
    }

    /// Counts fetches, and holds their answers back until the test lets them go.
    private final class Source: Sendable {
        private let fetches = Mutex(0)
        private let (gate, opening) = AsyncStream<Void>.makeStream()
        private let (begun, beginning) = AsyncStream<Void>.makeStream()

        var count: Int { fetches.withLock { $0 } }

        func fetch() async {
            fetches.withLock { $0 += 1 }
            beginning.yield()
            for await _ in gate { return }
        }

        func waitForFetch() async {
            for await _ in begun { return }
        }

        func letOneGo() { opening.yield() }
    }

    @Test func `a hundred callers at one moment make one fetch`() async throws {
        let source = Source()
        let keySet = RemoteKeySet(retention: .ofClient, timeSource: clock.timeSource) { [keys] in
            await source.fetch()
            return KeySetAnswer(keys: keys, freshSeconds: nil, bytes: 7)
        }
        try await withThrowingTaskGroup(of: JSONWebKeySet.self) { group in
            for _ in 0..<100 { group.addTask { try await keySet.keys(knowing: nil) } }
            await source.waitForFetch()
            source.letOneGo()
            for try await result in group { #expect(result == keys) }
        }
        #expect(source.count == 1)
        #expect(keySet.heldBytes == 7)
    }

    @Test func `fetching takes time, and the set that it brings is used all the same`() async throws {
        let keySet = RemoteKeySet(retention: .ofClient, timeSource: clock.timeSource) { [keys, clock] in
            clock.advance(seconds: 1)
            return KeySetAnswer(keys: keys, freshSeconds: nil, bytes: 7)
        }
        #expect(try await keySet.keys(knowing: nil) == keys)
    }

    @Test func `the answer reaches the others when the caller that began to fetch goes away`() async throws {
        let source = Source()
        let keySet = RemoteKeySet(retention: .ofClient, timeSource: clock.timeSource) { [keys] in
            await source.fetch()
            return KeySetAnswer(keys: keys, freshSeconds: nil, bytes: 7)
        }
        let first = Task { try await keySet.keys(knowing: nil) }
        await source.waitForFetch()
        let second = Task { try await keySet.keys(knowing: nil) }
        first.cancel()
        source.letOneGo()
        #expect(try await second.value == keys)
        #expect(source.count == 1)
    }

    @Test func `who cannot wait is told so, and the set is there for the next`() async throws {
        let source = Source()
        let keySet = RemoteKeySet(retention: .ofClient, timeSource: clock.timeSource) { [keys] in
            await source.fetch()
            return KeySetAnswer(keys: keys, freshSeconds: nil, bytes: 7)
        }
        await #expect(throws: KeySetError.late) { try await keySet.keys(knowing: nil, patience: {}) }
        await source.waitForFetch()
        let patient = Task { try await keySet.keys(knowing: nil) }
        source.letOneGo()
        #expect(try await patient.value == keys)
        #expect(try await keySet.keys(knowing: nil, patience: {}) == keys)
        #expect(source.count == 1)
    }

    @Test func `who cannot wait for a newer set gets the one before while its age allows it`() async throws {
        let source = Source()
        let keySet = RemoteKeySet(retention: .ofClient, timeSource: clock.timeSource) { [keys] in
            await source.fetch()
            return KeySetAnswer(keys: keys, freshSeconds: nil, bytes: 7)
        }
        source.letOneGo()
        #expect(try await keySet.keys(knowing: nil) == keys)
        clock.advance(seconds: 3_599)
        #expect(try await keySet.keys(knowing: "unknown", patience: {}) == keys)
        clock.advance(seconds: 1)
        await #expect(throws: KeySetError.late) { try await keySet.keys(knowing: nil, patience: {}) }
        source.letOneGo()
    }

    @Test func `a failure is the failure of all who waited, and is over after a short while`() async throws {
        let answers = Mutex<[Result<KeySetAnswer, KeySetError>]>([
            .failure(.status(503)), .success(KeySetAnswer(keys: keys, freshSeconds: nil, bytes: 7)),
        ])
        let keySet = RemoteKeySet(retention: .ofClient, timeSource: clock.timeSource) { () throws(KeySetError) in
            try answers.withLock { $0.removeFirst() }.get()
        }
        await #expect(throws: KeySetError.status(503)) { try await keySet.keys(knowing: nil) }
        await #expect(throws: KeySetError.status(503)) { try await keySet.keys(knowing: nil) }
        clock.advance(seconds: 15)
        #expect(try await keySet.keys(knowing: nil) == keys)
    }

    @Test func `an answer other than a key set is refused`() {
        for (status, body) in [(404, #"{"keys":[]}"#), (200, "<html>"), (200, "{}"), (200, #"{"keys":1}"#)] {
            let response = OutboundResponse(
                status: status, mediaType: "application/json", freshSeconds: nil, body: Array(body.utf8))
            #expect(throws: KeySetError.self) { try KeySetAnswer(response) }
        }
    }
}
