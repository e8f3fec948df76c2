import Cryptography
import Testing
import Tokens

@Suite struct SealedTokenPayloadTests {
    private let bytes: [UInt8] = [0x10] + [UInt8](1...15)

    @Test func `the fields stand where the format says`() throws {
        let payload = try #require(SealedTokenPayload(bytes: bytes))
        #expect(payload.clientNumber == 0x0102_0304)
        #expect(payload.issuedAt == 1_577_836_800 + 0x0506_0708)
        #expect(payload.grantProfileNumber == 0x090A)
        #expect(payload.nonce == 0x0B_0C0D_0E0F)
        #expect(payload.flags == 0)
        #expect(payload.bytes == bytes)
    }

    @Test(arguments: 0...255)
    func `only version 1 without flags is read`(first: Int) {
        var changed = bytes
        changed[0] = UInt8(first)
        #expect((SealedTokenPayload(bytes: changed) != nil) == (first == 0x10))
    }

    @Test(arguments: [0, 15, 17, 32])
    func `another number of bytes is not read`(count: Int) {
        #expect(SealedTokenPayload(bytes: Array((bytes + bytes).prefix(count))) == nil)
    }

    @Test(arguments: [
        (Int64.min, Int64(1_577_836_800)), (0, 1_577_836_800), (1_577_836_799, 1_577_836_800),
        (1_577_836_800, 1_577_836_800), (1_795_560_000, 1_795_560_000), (5_872_804_095, 5_872_804_095),
        (5_872_804_096, 5_872_804_095), (.max, 5_872_804_095),
    ])
    func `a time the format cannot hold becomes the nearest one`(given: Int64, kept: Int64) {
        let payload = SealedTokenPayload(clientNumber: 1, issuedAt: given, grantProfileNumber: 1, nonce: 1)
        #expect(payload.issuedAt == kept)
        #expect(SealedTokenPayload(bytes: payload.bytes) == payload)
    }

    @Test func `of a nonce the lower 40 bits are kept`() {
        let payload = SealedTokenPayload(clientNumber: 1, issuedAt: 0, grantProfileNumber: 1, nonce: .max)
        #expect(payload.nonce == 0xFF_FFFF_FFFF)
    }

    @Test func `a random nonce is five bytes of the source`() {
        let source = RandomSource { count in (0..<count).map { UInt8(count * 16 + $0) } }
        let payload = SealedTokenPayload(clientNumber: 1, issuedAt: 0, grantProfileNumber: 1, random: source)
        #expect(payload.nonce == 0x50_5152_5354)
    }
}

@Suite struct TokenIdentifierTests {
    @Test func `an identifier reads back from its text in either case, and from its bytes`() throws {
        let text = "6ad64a8d477ccca874b94c8bc24e79ce"
        let identifier = try #require(TokenIdentifier(text: text))
        #expect(identifier.text == text)
        #expect("\(identifier)" == text)
        #expect(TokenIdentifier(text: text.uppercased()) == identifier)
        #expect(TokenIdentifier(bytes: identifier.bytes) == identifier)
        #expect(Hexadecimal.encodeLowercase(identifier.bytes) == text)
    }

    @Test(arguments: ["", "6ad6", "6ad64a8d477ccca874b94c8bc24e79cg", "6ad64a8d477ccca874b94c8bc24e79ce00"])
    func `text of another form is not an identifier`(text: String) {
        #expect(TokenIdentifier(text: text) == nil)
    }
}

@Suite struct OpeningKeysTests {
    private func key(_ number: UInt8) throws -> SealingKey {
        let material = Redacted([UInt8](repeating: number, count: 64))
        return try SealingKey(identifier: KeyIdentifier("k\(number)"), realm: "r", material: material)
    }

    @Test func `tokens of the active, staged and retired keys open, and of no other`() throws {
        let payload = SealedTokenPayload(clientNumber: 5, issuedAt: 1_800_000_000, grantProfileNumber: 1, nonce: 2)
        let keys = try (1...5).map { try key($0) }
        let opening = OpeningKeys(active: keys[1], staged: [keys[2]], retired: [keys[0], keys[3]])
        #expect(opening.active.identifier == KeyIdentifier("k2"))
        #expect(keys.map { opening.open($0.seal(payload)) } == [payload, payload, payload, payload, nil])
    }

    @Test func `a token made before a rotation opens after it`() throws {
        let payload = SealedTokenPayload(clientNumber: 5, issuedAt: 1_800_000_000, grantProfileNumber: 1, nonce: 2)
        let token = OpeningKeys(active: try key(1), staged: [try key(2)], retired: []).active.seal(payload)
        #expect(OpeningKeys(active: try key(2), staged: [], retired: [try key(1)]).open(token) == payload)
        #expect(OpeningKeys(active: try key(2), staged: [], retired: []).open(token) == nil)
    }
}
