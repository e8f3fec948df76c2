import Cryptography
import Testing

@Suite struct ChecksumTests {
    @Test(arguments: [("123456789", UInt32(0xCBF4_3926)), ("", 0), ("a", 0xE8B7_BE43)])
    func `the check sum is CRC-32 ISO-HDLC`(text: String, checksum: UInt32) {
        #expect(CRC32.checksum(text.utf8) == checksum)
        #expect(CRC32.checksum(AnySequence(text.utf8)) == checksum)
    }

    @Test func `the golden client secret carries its own check sum`() {
        let body = "cfs_test_" + Base62.encode([UInt8](0..<32), length: 43)
        let secret = body + Base62.encode(CRC32.checksum(body.utf8), length: 6)
        #expect(secret == "cfs_test_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1TTj7D")
    }

    @Test(arguments: [
        ([UInt8](), [UInt8](), true), ([1, 2, 3], [1, 2, 3], true), ([1, 2, 3], [1, 2, 4], false),
        ([0, 2, 3], [1, 2, 3], false), ([1, 2], [1, 2, 0], false), ([], [0], false),
    ])
    func `constant-time comparison tells equal bytes from others`(left: [UInt8], right: [UInt8], equal: Bool) {
        #expect(constantTimeEquals(left, right) == equal)
        #expect(constantTimeEquals(right[...], left) == equal)
    }
}

@Suite struct RandomSourceTests {
    @Test(arguments: [0, 1, 5, 8, 9, 32, 64])
    func `the system's source gives as many bytes as asked for`(count: Int) {
        #expect(RandomSource.system.bytes(count).count == count)
    }

    @Test func `the system's source does not repeat itself`() {
        #expect(Set((0..<100).map { _ in RandomSource.system.bytes(16) }).count == 100)
        #expect(Set(RandomSource.system.bytes(1_000)).count > 200)
    }
}
