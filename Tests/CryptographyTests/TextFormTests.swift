import Cryptography
import CryptographyTesting
import Testing

@Suite struct HexadecimalTests {
    @Test func `every byte is written in both cases and read back`() {
        let bytes = (0...255).map { UInt8($0) }
        #expect(Hexadecimal.encodeUppercase([0x00, 0x9A, 0xBC, 0xDE, 0xFF]) == "009ABCDEFF")
        #expect(Hexadecimal.encodeLowercase([0x00, 0x9A, 0xBC, 0xDE, 0xFF]) == "009abcdeff")
        #expect(Hexadecimal.decode(Hexadecimal.encodeUppercase(bytes)) == bytes)
        #expect(Hexadecimal.decode(Hexadecimal.encodeLowercase(bytes)) == bytes)
        #expect(Hexadecimal.decode("aAbB".dropFirst(2)) == [0xBB])
        #expect(Hexadecimal.decode("") == [])
    }

    @Test func `a sequence without contiguous storage is written like an array`() {
        #expect(Hexadecimal.encodeUppercase(stride(from: UInt8(1), to: 4, by: 1)) == "010203")
    }

    @Test(arguments: ["0", "abc", "0g", "G0", " 00", "00\n", "0x00", "+1", "-1", "ab cd", "é", "００", "\u{0}\u{0}"])
    func `text that is not pairs of hexadecimal digits is refused`(text: String) {
        #expect(Hexadecimal.decode(text) == nil)
    }
}

@Suite struct Base62Tests {
    @Test(arguments: [
        ([UInt8](0..<32), "003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf"),
        ([UInt8](repeating: 0, count: 32), String(repeating: "0", count: 43)),
        ([UInt8](repeating: 255, count: 32), "yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp1"),
    ])
    func `thirty-two bytes are forty-three digits`(bytes: [UInt8], text: String) {
        #expect(Base62.encode(bytes, length: 43) == text)
        #expect(Base62.decode(text, byteCount: 32) == bytes)
    }

    @Test(arguments: [(UInt32(0), "000000"), (61, "00000z"), (62, "000010"), (0xCBF4_3926, "3jZRME"), (.max, "4gfFC3")])
    func `a 32-bit number is six digits`(value: UInt32, text: String) {
        #expect(Base62.encode(value, length: 6) == text)
        #expect(Base62.encode(value) == text)
    }

    @Test(arguments: [
        "yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp2", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
        "003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDl-", "003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDl ", "é",
    ])
    func `a number that does not fit or a character outside the alphabet is refused`(text: String) {
        #expect(Base62.decode(text, byteCount: 32) == nil)
    }

    @Test func `what is encoded decodes to the same for every length of bytes`() {
        let random = SeededRandom(seed: 62)
        for count in 0...40 {
            for _ in 0..<20 {
                let bytes = random.bytes(count)
                // A byte is 1.344 digits.
                let length = count * 7 / 5 + 1
                let text = Base62.encode(bytes, length: length)
                #expect(text.utf8.count == length)
                #expect(Base62.decode(text, byteCount: count) == bytes)
            }
        }
    }

    @Test func `a number one byte too long is refused`() {
        #expect(Base62.decode(Base62.encode([1, 0, 0, 0], length: 6), byteCount: 3) == nil)
        #expect(Base62.decode(Base62.encode([0, 255, 0, 9], length: 6), byteCount: 3) == [255, 0, 9])
    }
}

@Suite struct CrockfordBase32Tests {
    @Test func `random text has the length asked for and only digits of the alphabet`() {
        let text = CrockfordBase32.random(length: 2_000, from: SeededRandom(seed: 32).source)
        #expect(text.count == 2_000)
        #expect(Set(text) == Set(CrockfordBase32.alphabet))
        #expect(CrockfordBase32.alphabet.count == 32)
    }

    @Test func `the same random bytes give the same text`() {
        let source = RandomSource { count in (0..<count).map { UInt8($0 * 37 % 256) } }
        #expect(CrockfordBase32.random(length: 20, from: source) == "05AFMSY38DJQW16BGNTZ")
    }
}
