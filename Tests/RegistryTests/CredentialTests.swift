import Cryptography
import CryptographyTesting
import Registry
import Testing
import Timekeeping

private let alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

struct ClientIdentifierTests {
    @Test(arguments: [
        ("cf_live_0123456789ABCDEFGHJK", RealmEnvironment.production),
        ("cf_test_MNPQRSTVWXYZ00000000", RealmEnvironment.sandbox),
    ])
    func `a well-formed identifier names its environment`(_ text: String, _ environment: RealmEnvironment) throws {
        let id = try #require(ClientIdentifier(text))
        #expect(id.text == text && id.environment == environment)
    }

    @Test(arguments: [
        "", "cf_live_", "cf_live_0123456789ABCDEFGHJ", "cf_live_0123456789ABCDEFGHJKM", "cf_prod_0123456789ABCDEFGHJK",
        "CF_LIVE_0123456789ABCDEFGHJK", "cf_live_0123456789abcdefghjk", "cf_live_0123456789ABCDEFGHJI",
        "cf_live_0123456789ABCDEFGHJL", "cf_live_0123456789ABCDEFGHJO", "cf_live_0123456789ABCDEFGHJU",
        "cf_live_0123456789ABCDEFGH%K", " cf_live_0123456789ABCDEFGHJK", "cf_live_0123456789ABCDEFGHé",
    ])
    func `no other text is an identifier`(_ text: String) {
        #expect(ClientIdentifier(text) == nil)
    }

    @Test(arguments: RealmEnvironment.allCases)
    func `an identifier that is made can be read again`(_ environment: RealmEnvironment) throws {
        let random = SeededRandom(seed: 1).source
        let made = ClientIdentifier(environment: environment, random: random)
        #expect(ClientIdentifier(made.text) == made)
        #expect(ClientIdentifier(environment: environment, random: random) != made)
    }

    @Test(arguments: [
        ("cf_live_broken", RealmEnvironment.production), ("cf_test_", RealmEnvironment.sandbox), ("cf_liv", nil),
        ("", nil),
    ])
    func `the environment of a broken identifier is told by its prefix`(
        _ text: String, _ environment: RealmEnvironment?
    ) {
        #expect(ClientIdentifier.environment(of: text) == environment)
    }

    @Test func `subscriptions and secrets have identifiers of their own`() {
        let counting = RandomSource { count in (0..<count).map { UInt8($0) } }
        #expect(SubscriptionIdentifier(random: counting).text == "sub_0123456789ABCDEFGHJK")
        #expect(SecretIdentifier(random: counting).text == "sec_0123456789ABCDEFGHJK")
        #expect(ClientIdentifier(environment: .sandbox, random: counting).text == "cf_test_0123456789ABCDEFGHJK")
    }
}

struct ClientSecretTests {
    private static let golden = "cfs_live_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1LumXD"

    /// Worked out by another program from the bytes.
    @Test(
        arguments: [
            (RealmEnvironment.production, Array(0..<32), golden),
            (.production, Array(repeating: 0, count: 32), "cfs_live_00000000000000000000000000000000000000000001qXor5"),
            (
                .production, Array(repeating: 255, count: 32),
                "cfs_live_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp13nVyJ9"
            ),
            (.sandbox, Array(0..<32), "cfs_test_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1TTj7D"),
            (.sandbox, Array(repeating: 255, count: 32), "cfs_test_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp13v4Mn5"),
        ] as [(RealmEnvironment, [UInt8], String)])
    func `a secret is all its random bytes and a checksum`(
        _ environment: RealmEnvironment, _ bytes: [UInt8], _ text: String
    ) {
        let secret = ClientSecret(environment: environment, random: RandomSource { _ in bytes })
        #expect(secret.text.exposed == text)
        #expect(secret.hint == String(text.prefix(13)))
        #expect(ClientSecret.form(of: text) == .wellFormed(environment))
    }

    @Test func `exactly 256 random bits are asked for`() {
        let asked = SeededRandom(seed: 1)
        let counts = RandomSource { count in
            #expect(count == 32)
            return asked.source.bytes(count)
        }
        #expect(ClientSecret(environment: .production, random: counts).text.exposed.utf8.count == 58)
    }

    @Test func `a secret is not printed`() {
        let secret = ClientSecret(environment: .production, random: SeededRandom(seed: 2).source)
        let body = secret.text.exposed.dropFirst(13)
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!dumped.contains(body) && !"\(secret)".contains(body) && !String(reflecting: secret).contains(body))
    }

    @Test func `the checksum catches every change of one character`() {
        let characters = Array(Self.golden)
        for position in 9..<characters.count {
            for other in alphabet where other != characters[position] {
                var changed = characters
                changed[position] = other
                #expect(ClientSecret.form(of: String(changed)) == .damaged(.production), "\(position) \(other)")
            }
        }
    }

    @Test func `the checksum catches every two neighbours that changed places`() {
        let characters = Array(Self.golden)
        for position in 9..<(characters.count - 1) where characters[position] != characters[position + 1] {
            var changed = characters
            changed.swapAt(position, position + 1)
            #expect(ClientSecret.form(of: String(changed)) == .damaged(.production), "\(position)")
        }
    }

    @Test func `a secret of one environment is not one of the other`() {
        let moved = "cfs_test_" + Self.golden.dropFirst(9)
        #expect(ClientSecret.form(of: moved) == .damaged(.sandbox))
    }

    @Test(arguments: [
        "cfs_live_", golden + "0", String(golden.dropLast()), golden + "\n",
        golden.uppercased().replacingPrefix("cfs_live_"),
        // Letters that no secret has, or a number above 256 bits, each with its right checksum.
        "cfs_live_-0000000000000000000000000000000000000000000Vcmsi",
        "cfs_live_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz08d2mg",
        "cfs_live_é000000000000000000000000000000000000000001AO4uc",
    ])
    func `a text with the prefix that is no secret is damaged`(_ text: String) {
        #expect(ClientSecret.form(of: text) == .damaged(.production))
    }

    @Test(arguments: ["", "secret", "cfs_", "cfs_prod_0", "CFS_LIVE_0", " " + golden, "cf_live_0123456789ABCDEFGHJK"])
    func `any other text is foreign`(_ text: String) {
        #expect(ClientSecret.form(of: text) == .foreign)
    }
}

struct ClientSecretRecordTests {
    private func record(notBefore: Int64, expiresAt: Int64?, revokedAt: Int64?) throws -> ClientSecretRecord {
        ClientSecretRecord(
            id: SecretIdentifier("sec_1"), client: try #require(ClientIdentifier("cf_live_0123456789ABCDEFGHJK")),
            hint: "cfs_live_0000", fingerprint: [UInt8](repeating: 7, count: 32), pepperVersion: 1,
            createdAt: Timestamp(millisecondsSince1970: 0), notBefore: Timestamp(millisecondsSince1970: notBefore),
            expiresAt: expiresAt.map { Timestamp(millisecondsSince1970: $0) },
            revokedAt: revokedAt.map { Timestamp(millisecondsSince1970: $0) }, lastUsedAt: nil)
    }

    @Test(
        arguments: [
            (1_000, nil, nil, 999, .notYetValid), (1_000, nil, nil, 1_000, .active), (1_000, nil, nil, .max, .active),
            (1_000, 2_000, nil, 1_999, .active), (1_000, 2_000, nil, 2_000, .expired),
            (1_000, 2_000, nil, 2_001, .expired),
            (1_000, 500, nil, 499, .notYetValid), (1_000, 500, nil, 500, .expired),
            (1_000, 2_000, 1_500, 1_200, .revoked), (1_000, 2_000, 1_500, 2_000, .revoked),
            (1_000, nil, 0, 0, .revoked),
        ] as [(Int64, Int64?, Int64?, Int64, ClientSecretRecord.State)])
    func `a secret works from its first moment until just before its expiry, unless revoked`(
        _ notBefore: Int64, _ expiresAt: Int64?, _ revokedAt: Int64?, _ now: Int64, _ state: ClientSecretRecord.State
    ) throws {
        let record = try record(notBefore: notBefore, expiresAt: expiresAt, revokedAt: revokedAt)
        #expect(record.state(at: Timestamp(millisecondsSince1970: now)) == state)
    }
}

struct TokenLifetimeTests {
    @Test(arguments: [60, 61, 1_200, 86_400])
    func `a lifetime from a minute to a day can be given`(_ seconds: Int) throws {
        #expect(try Client.checkedLifetime(seconds: seconds) == seconds)
    }

    @Test(arguments: [59, 0, -1, 86_401, Int.max, Int.min])
    func `any other is refused with the range`(_ seconds: Int) {
        #expect(
            throws: RegistryError.invalid(
                field: "token_lifetime",
                "A token lifetime of \(seconds) s is out of range. Give 60 to 86400 s.")
        ) { try Client.checkedLifetime(seconds: seconds) }
    }
}

extension String {
    /// The text with its first characters exchanged for as many others.
    fileprivate func replacingPrefix(_ prefix: String) -> String {
        prefix + dropFirst(prefix.count)
    }
}
