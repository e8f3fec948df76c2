import Cryptography
import Timekeeping
import Tokens

/// Fixed keys, tokens and secrets to measure with.
struct Samples: Sendable {
    let now = Timestamp(secondsSince1970: 1_800_000_000)
    let payload = SealedTokenPayload(clientNumber: 7, issuedAt: 1_800_000_000, grantProfileNumber: 3, nonce: 99)
    let key: SealingKey
    let token: SealedToken
    let text: String
    let cipher: PreparedAESSIV
    let block: [UInt8]
    let sealedBlock: [UInt8]
    let pepper = Pepper(version: 1, bytes: Redacted([UInt8](0..<32)))
    let secret: String
    /// Identifiers to look up, more than fit into the nearest cache line.
    let identifiers: [TokenIdentifier]

    init() throws {
        key = try SealingKey(
            identifier: KeyIdentifier("k1"),
            realm: "demo/sandbox",
            material: Redacted([UInt8](0..<64))
        )
        token = key.seal(payload)
        text = token.text
        cipher = try AESSIV(key: [UInt8](0..<64)).prepared(associatedData: [[1, 2, 3], [4, 5]])
        block = payload.bytes
        sealedBlock = cipher.seal(block)
        let body = "cfs_test_" + Base62.encode([UInt8](0..<32), length: 43)
        secret = body + Base62.encode(CRC32.checksum(body.utf8), length: 6)
        identifiers = (0..<1_024).compactMap { _ in TokenIdentifier(bytes: RandomSource.system.bytes(16)) }
    }

    /// A set with `count` revocations of random tokens, none of which expires while it is measured.
    func revocations(_ count: Int) -> RevocationSet {
        let set = RevocationSet()
        for _ in 0..<count {
            guard let identifier = TokenIdentifier(bytes: RandomSource.system.bytes(16)) else { continue }
            set.revoke(identifier, until: now.adding(seconds: 1_200))
        }
        return set
    }
}
