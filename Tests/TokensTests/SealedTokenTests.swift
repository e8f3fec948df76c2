import Cryptography
import CryptographyTesting
import Testing
import Tokens

/// A sealed token whose every part is pinned; the texts were made with another implementation of AES-SIV.
struct GoldenToken: Sendable {
    let realm: String
    let firstKeyByte: UInt8
    let payload: SealedTokenPayload
    let payloadBytes: String
    let text: String
    let identifier: String

    func key() throws -> SealingKey {
        let material = (0..<64).map { firstKeyByte + UInt8($0) }
        return try SealingKey(identifier: KeyIdentifier("golden"), realm: realm, material: Redacted(material))
    }

    static let ordinary = SealedTokenPayload(
        clientNumber: 0x0102_0304,
        issuedAt: 1_795_560_000,
        grantProfileNumber: 0x0506,
        nonce: 0x07_0809_0A0B
    )

    static let all = [
        GoldenToken(
            realm: "demo/sandbox",
            firstKeyByte: 0,
            payload: ordinary,
            payloadBytes: "10010203040cfa314005060708090a0b",
            text: "D1597B51C747C22CB5BE1EC43ED8E941809EBD3647DE761804AEF63529803606",
            identifier: "6ad64a8d477ccca874b94c8bc24e79ce"
        ),
        GoldenToken(
            realm: "demo/sandbox",
            firstKeyByte: 64,
            payload: ordinary,
            payloadBytes: "10010203040cfa314005060708090a0b",
            text: "056F1827E88D3DC74BCFC5E6B268ECBE811649D2C1640D1D7CE5233C460B32EA",
            identifier: "8cc8d19b4122f8db15f457f8f3d6070c"
        ),
        GoldenToken(
            realm: "demo/sandbox",
            firstKeyByte: 0,
            payload: SealedTokenPayload(clientNumber: 0, issuedAt: 1_577_836_800, grantProfileNumber: 0, nonce: 0),
            payloadBytes: "10000000000000000000000000000000",
            text: "D519A722499315C2E9B4DCB5F9C8AD67336C7CAF141B9C6D523EA75E59AECB3B",
            identifier: "e7ea394f0de4d56915ab3849595738e8"
        ),
        GoldenToken(
            realm: "acme/production",
            firstKeyByte: 0,
            payload: SealedTokenPayload(
                clientNumber: .max,
                issuedAt: 5_872_804_095,
                grantProfileNumber: .max,
                nonce: 0xFF_FFFF_FFFF
            ),
            payloadBytes: "10ffffffffffffffffffffffffffffff",
            text: "69A2CB299637ADE44238E765DE3768417473F97A6A79490CC5F635E921DC84CC",
            identifier: "f40c500e1f3057151d35648143776e34"
        ),
    ]
}

@Suite struct SealedTokenTests {
    private let golden = GoldenToken.all[0]

    @Test(arguments: GoldenToken.all)
    func `the format never changes by accident`(golden: GoldenToken) throws {
        let key = try golden.key()
        let token = key.seal(golden.payload)
        #expect(Hexadecimal.encodeLowercase(golden.payload.bytes) == golden.payloadBytes)
        #expect(token.text == golden.text)
        #expect(token.identifier.text == golden.identifier)
        let read = try #require(SealedToken(text: golden.text))
        #expect(key.open(read) == golden.payload)
    }

    @Test func `what is sealed opens to the same`() throws {
        let random = SeededRandom(seed: 20_200_101)
        for _ in 0..<500 {
            let key = try SealingKey(
                identifier: KeyIdentifier("k"),
                realm: "realm-\(random.next() % 10)",
                material: Redacted(random.bytes(64))
            )
            let payload = SealedTokenPayload(
                clientNumber: UInt32(truncatingIfNeeded: random.next()),
                issuedAt: 1_577_836_800 + Int64(UInt32(truncatingIfNeeded: random.next())),
                grantProfileNumber: UInt16(truncatingIfNeeded: random.next()),
                random: random.source
            )
            let read = try #require(SealedToken(text: key.seal(payload).text))
            #expect(key.open(read) == payload)
        }
    }

    @Test func `one flipped bit anywhere does not open`() throws {
        let key = try golden.key()
        let bytes = try #require(Hexadecimal.decode(golden.text))
        for bit in 0..<256 {
            var flipped = bytes
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            let token = try #require(SealedToken(text: Hexadecimal.encodeUppercase(flipped)))
            #expect(key.open(token) == nil, "bit \(bit)")
        }
        #expect(key.open(bytes: bytes) == golden.payload)
    }

    @Test func `a token of one realm does not open in another, even under the same key`() throws {
        let material = Redacted([UInt8](0..<64))
        let token = try golden.key().seal(golden.payload)
        for realm in ["demo/production", "acme/sandbox", "", "demo/sandbox "] {
            let other = try SealingKey(identifier: KeyIdentifier("golden"), realm: realm, material: material)
            #expect(other.open(token) == nil)
        }
    }

    @Test func `random keys do not open each other's tokens`() throws {
        let random = SeededRandom(seed: 7)
        let keys = try (0..<12).map { number in
            try SealingKey(identifier: KeyIdentifier("\(number)"), realm: "r", material: Redacted(random.bytes(64)))
        }
        for (maker, key) in keys.enumerated() {
            let token = key.seal(golden.payload)
            #expect(keys.indices.filter { keys[$0].open(token) != nil } == [maker])
        }
    }

    @Test func `lower-case digits are the same token with the same identifier`() throws {
        let token = try #require(SealedToken(text: golden.text.lowercased()))
        #expect(token.text == golden.text)
        #expect(token.identifier.text == golden.identifier)
        #expect(try golden.key().open(token) == golden.payload)
    }

    @Test(arguments: [
        "", "D1597B51", String(GoldenToken.all[0].text.dropLast()), String(GoldenToken.all[0].text.dropLast(2)),
        GoldenToken.all[0].text + "0", GoldenToken.all[0].text + "00", " " + GoldenToken.all[0].text,
        GoldenToken.all[0].text + "\n", "G" + GoldenToken.all[0].text.dropFirst(),
        "0x" + GoldenToken.all[0].text.dropFirst(2), "é" + GoldenToken.all[0].text.dropFirst(2),
        String(repeating: "0", count: 1_000_000), String(repeating: " ", count: 64),
    ])
    func `text that is not exactly 64 hexadecimal digits is not a token`(text: String) {
        #expect(SealedToken(text: text) == nil)
    }

    @Test(arguments: [0, 15, 16, 31, 33, 64])
    func `another number of bytes does not open`(count: Int) throws {
        #expect(try golden.key().open(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }

    @Test func `random text of the right form does not open`() throws {
        let key = try golden.key()
        let random = SeededRandom(seed: 99)
        for _ in 0..<1_000 {
            let token = try #require(SealedToken(text: Hexadecimal.encodeUppercase(random.bytes(32))))
            #expect(key.open(token) == nil)
        }
    }

    @Test(arguments: [0, 32, 48, 63, 65])
    func `a key of another length is refused with its name and what to do`(count: Int) {
        let error = #expect(throws: SealingKeyError.self) {
            try SealingKey(
                identifier: KeyIdentifier("k7"),
                realm: "r",
                material: Redacted([UInt8](repeating: 1, count: count))
            )
        }
        #expect(error == .materialLength(KeyIdentifier("k7"), bytes: count))
        #expect(error?.description.contains("k7 has \(count) bytes instead of 64") == true)
    }

    @Test func `tokens and keys print without what is secret in them`() throws {
        let key = try golden.key()
        let token = key.seal(golden.payload)
        for value in [token as Any, key] {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] {
                #expect(!text.uppercased().contains(golden.text.prefix(8)))
                #expect(!text.contains("cipher") && !text.contains("bytes"))
            }
        }
        #expect("\(token)" == "SealedToken(\(golden.identifier))")
        #expect("\(key)" == "SealingKey(golden, •••)")
    }
}
