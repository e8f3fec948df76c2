import JOSE
import OutboundHTTP
import OutboundHTTPTesting
import ResourceServer
import Synchronization
import Testing
import Timekeeping

@testable import AuthorizationServer

@Suite struct FetchedKeySetsTests {
    /// A clock that a test moves.
    private final class HandClock: Sendable {
        private let now = Mutex(Timestamp(secondsSince1970: 1_700_000_000))

        var timeSource: TimeSource { TimeSource { self.now.withLock { $0 } } }

        func advance(seconds: Int64) {
            now.withLock { $0 = $0.adding(seconds: seconds) }
        }
    }

    private let clock = HandClock()
    private let key: SigningKey

    init() throws {
        key = try SigningKey.generate(.es256)
    }

    private var text: String { Self.text(of: [key]) }

    private static func text(of keys: [SigningKey]) -> String {
        String(decoding: JSONWebKeySet(keys: keys.map(\.publicKey)).json.bytes, as: UTF8.self)
    }

    private func keySets(
        bounds: FetchedKeySets.Bounds = .init(), policy: OutboundPolicy = OutboundPolicy(allowPrivate: true)
    ) throws -> FetchedKeySets {
        FetchedKeySets(
            client: try GuardedClient(policy: policy), timeSource: clock.timeSource, bounds: bounds)
    }

    @Test func `a client's keys are fetched once and used for a while`() async throws {
        let text = text
        try await LoopbackServer.run(answer: { _ in .answer(body: text) }) { server in
            let keySets = try keySets()
            let uri = "http://127.0.0.1:\(server.port)/keys"
            for _ in 0..<3 {
                let keys = try await keySets.keys(at: uri, knowing: key.publicKey.thumbprint)
                #expect(keys.has(key.publicKey.thumbprint))
            }
            #expect(server.received.map(\.target) == ["/keys"])
            clock.advance(seconds: 600)
            _ = try await keySets.keys(at: uri, knowing: nil)
            #expect(server.received.count == 2)
        }
    }

    @Test func `a key that a client changes to is found within a minute, and the one before is gone`() async throws {
        let next = try SigningKey.generate(.edDSA)
        let shown = Mutex(text)
        try await LoopbackServer.run(answer: { _ in .answer(body: shown.withLock { $0 }) }) { server in
            let keySets = try keySets()
            let uri = "http://127.0.0.1:\(server.port)/"
            _ = try await keySets.keys(at: uri, knowing: nil)
            shown.withLock { $0 = Self.text(of: [next]) }
            #expect(try await !keySets.keys(at: uri, knowing: next.publicKey.thumbprint).has(next.publicKey.thumbprint))
            clock.advance(seconds: 60)
            let keys = try await keySets.keys(at: uri, knowing: next.publicKey.thumbprint)
            #expect(keys.has(next.publicKey.thumbprint))
            #expect(!keys.has(key.publicKey.thumbprint))
            for _ in 0..<20 { _ = try await keySets.keys(at: uri, knowing: "unknown") }
            #expect(server.received.count == 2)
        }
    }

    @Test(arguments: [
        "https://localhost/keys", "https://10.0.0.1/", "https://169.254.169.254/latest", "https://[::1]/",
    ])
    func `a key set at an address that is not public is not fetched`(_ uri: String) async throws {
        let keySets = try keySets(policy: OutboundPolicy())
        let error = await #expect(throws: ClientKeyError.self) { try await keySets.keys(at: uri, knowing: nil) }
        #expect(error?.reason == "key_set_address_refused")
    }

    @Test(arguments: [
        (LoopbackServer.Answer.answer(status: 302, fields: ["Location": "/other"], body: ""), "key_set_redirected"),
        (.answer(status: 404, body: "no"), "key_set_status"), (.long(bytes: 10_485_760), "key_set_answer_too_large"),
        (.answer(body: "<html>"), "key_set_malformed"), (.hangUp, "key_set_connection_failed"),
    ])
    func `an answer that is no key set is refused, and not asked for again at once`(
        _ answer: LoopbackServer.Answer, _ reason: String
    ) async throws {
        try await LoopbackServer.run(answer: { _ in answer }) { server in
            let keySets = try keySets()
            for _ in 0..<3 {
                let error = await #expect(throws: ClientKeyError.self) {
                    try await keySets.keys(at: "http://127.0.0.1:\(server.port)/", knowing: nil)
                }
                #expect(error?.reason == reason)
            }
            #expect(server.received.count == 1)
        }
    }

    @Test(arguments: ["ftp://partner.example/", "partner.example", "https://u:p@partner.example/"])
    func `a text that is no URL is refused and takes no room`(_ uri: String) async throws {
        let keySets = try keySets()
        let error = await #expect(throws: ClientKeyError.self) { try await keySets.keys(at: uri, knowing: nil) }
        #expect(error?.reason == "key_set_url_malformed")
        #expect(keySets.count == 0)
    }

    @Test func `no more sets and bytes are held than allowed, those used last`() async throws {
        let text = text
        try await LoopbackServer.run(answer: { _ in .answer(body: text) }) { server in
            var bounds = FetchedKeySets.Bounds()
            bounds.setsCount = 2
            let byCount = try keySets(bounds: bounds)
            bounds.setsCount = 100
            bounds.bytes = text.utf8.count * 2
            let byBytes = try keySets(bounds: bounds)
            let host = "http://127.0.0.1:\(server.port)"
            for keySets in [byCount, byBytes] {
                for path in ["a", "b", "a", "c", "a"] {
                    _ = try await keySets.keys(at: "\(host)/\(path)", knowing: nil)
                }
                #expect(keySets.count == 2)
            }
            #expect(server.received.map(\.target) == ["/a", "/b", "/c", "/a", "/b", "/c"])
        }
    }
}
