import AuthorizationServer
import Cryptography
import Registry
import Testing
import Timekeeping

struct DPoPNoncesTests {
    private let nonces = DPoPNonces(key: Redacted([UInt8](repeating: 7, count: 32)))

    @Test func `a nonce belongs to its realm, its span of time and its key`() throws {
        let realm = try #require(RealmIdentifier(text: "acme/sandbox"))
        let other = try #require(RealmIdentifier(text: "acme/production"))
        let now = Timestamp(secondsSince1970: 1_800_000_000)
        let nonce = nonces.current(in: realm, at: now)
        #expect(nonce.utf8.count == 22)
        #expect(nonces.accepts(nonce, in: realm, at: now))
        #expect(nonces.accepts(nonce, in: realm, at: now.adding(seconds: DPoPNonces.slotSeconds)))
        #expect(!nonces.accepts(nonce, in: realm, at: now.adding(seconds: 2 * DPoPNonces.slotSeconds)))
        #expect(!nonces.accepts(nonce, in: realm, at: now.adding(seconds: -1)))
        #expect(!nonces.accepts(nonce, in: other, at: now))
        for forged in ["", nonce + "A", String(nonce.dropLast()), String(nonce.reversed())] {
            #expect(!nonces.accepts(forged, in: realm, at: now))
        }
        let foreign = DPoPNonces(key: Redacted([UInt8](repeating: 8, count: 32)))
        #expect(!foreign.accepts(nonce, in: realm, at: now))
    }
}
