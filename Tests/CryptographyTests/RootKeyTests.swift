import Cryptography
import Testing

@Suite struct RootKeyTests {
    private let label = WrapLabel(realm: "demo/sandbox", use: "sealed-token", keyIdentifier: "k1")
    private let secret = Array("attack at dawn".utf8)
    private let fixedNonce = RandomSource { count in (0..<count).map { 0xA0 + UInt8($0) } }

    private func key() throws -> RootKey {
        try RootKey(bytes: [UInt8](0..<32))
    }

    @Test func `the stored form never changes by accident`() throws {
        let wrapped = try key().wrap(secret, label: label, random: fixedNonce)
        let golden = "01a0a1a2a3a4a5a6a7a8a9aaab41bfa544f3563b139ba98383feb6daf125c4946aa52b0cb2fd3c110224e6"
        #expect(Hexadecimal.encodeLowercase(wrapped) == golden)
        #expect(try key().unwrap(wrapped, label: label).exposed == secret)
    }

    @Test func `one flipped bit anywhere does not unwrap`() throws {
        let wrapped = try key().wrap(secret, label: label, random: fixedNonce)
        for bit in 0..<(wrapped.count * 8) {
            var flipped = wrapped
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            // The first byte is the version, and another version says so.
            let expected: RootKeyError = bit < 8 ? .wrappedForm : .notAuthentic(label)
            #expect(throws: expected) { try key().unwrap(flipped, label: label) }
        }
    }

    @Test(arguments: [
        WrapLabel(realm: "demo/production", use: "sealed-token", keyIdentifier: "k1"),
        WrapLabel(realm: "demo/sandbox", use: "pepper", keyIdentifier: "k1"),
        WrapLabel(realm: "demo/sandbox", use: "sealed-token", keyIdentifier: "k2"),
        WrapLabel(realm: "demo/sandboxs", use: "ealed-token", keyIdentifier: "k1"),
        WrapLabel(realm: "", use: "demo/sandboxsealed-token", keyIdentifier: "k1"),
    ])
    func `a secret does not unwrap under another label`(other: WrapLabel) throws {
        let wrapped = try key().wrap(secret, label: label, random: .system)
        #expect(throws: RootKeyError.notAuthentic(other)) { try key().unwrap(wrapped, label: other) }
    }

    @Test func `a secret does not unwrap with another root key`() throws {
        let wrapped = try key().wrap(secret, label: label, random: .system)
        let other = RootKey.random(from: .system)
        #expect(throws: RootKeyError.notAuthentic(label)) { try other.unwrap(wrapped, label: label) }
    }

    @Test(arguments: [0, 1, 13, 28])
    func `what is too short to be a wrapped secret is refused`(count: Int) throws {
        let stored = [UInt8](repeating: 1, count: count)
        #expect(throws: RootKeyError.wrappedForm) { try key().unwrap(stored, label: label) }
    }

    @Test func `an empty secret wraps and unwraps`() throws {
        let wrapped = try key().wrap([], label: label, random: .system)
        #expect(try key().unwrap(wrapped, label: label).exposed == [])
    }

    @Test func `two wrappings of one secret differ`() throws {
        let key = try key()
        let first = try key.wrap(secret, label: label, random: .system)
        #expect(try key.wrap(secret, label: label, random: .system) != first)
    }

    @Test func `the file form is 64 digits and the end of the line, and reads back`() throws {
        let contents = try key().fileContents
        #expect(contents.exposed == "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n")
        #expect("\(contents)" == "•••")
        let wrapped = try key().wrap(secret, label: label, random: .system)
        for text in [contents.exposed, contents.exposed.uppercased(), String(contents.exposed.dropLast())] {
            #expect(try RootKey(fileContents: text).unwrap(wrapped, label: label).exposed == secret)
        }
    }

    @Test(arguments: ["", "\n", "00", String(repeating: "0", count: 63), String(repeating: "0", count: 66)])
    func `a key file of another form is refused`(contents: String) {
        #expect(throws: RootKeyError.fileForm) { try RootKey(fileContents: contents) }
        let twoLines = String(repeating: "0", count: 64) + "\n\n"
        #expect(throws: RootKeyError.fileForm) { try RootKey(fileContents: twoLines) }
    }

    @Test(arguments: [0, 16, 31, 33])
    func `a root key of another length is refused`(count: Int) {
        #expect(throws: RootKeyError.length(bytes: count)) { try RootKey(bytes: [UInt8](repeating: 0, count: count)) }
    }

    @Test func `every error says what to do and none holds a secret`() {
        let errors: [RootKeyError] = [.length(bytes: 3), .fileForm, .wrapping, .wrappedForm, .notAuthentic(label)]
        for error in errors {
            #expect(error.description.split(separator: ". ").count >= 2, "\(error)")
        }
        #expect(RootKeyError.notAuthentic(label).description.contains("k1 (sealed-token, realm demo/sandbox)"))
    }
}

@Suite struct PepperTests {
    private let secret = "cfs_test_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1TTj7D"
    private let pepper = Pepper(version: 1, bytes: Redacted([UInt8](0..<32)))

    @Test func `the fingerprint of a secret is HMAC-SHA-256 under the pepper`() {
        let golden = "a493c2b1dde59ec14458f6d6da92fd8907e3d386f748b42d9f7a3a83bdd47b6b"
        #expect(Hexadecimal.encodeLowercase(pepper.fingerprint(of: secret)) == golden)
        #expect(pepper.fingerprint(of: secret) == pepper.fingerprint(of: secret))
    }

    @Test func `only the same secret under the same pepper matches`() {
        let fingerprint = pepper.fingerprint(of: secret)
        let other = Pepper(version: 2, bytes: Redacted([UInt8](1..<33)))
        #expect(pepper.matches(secret, fingerprint: fingerprint))
        #expect(!pepper.matches(secret + "0", fingerprint: fingerprint))
        #expect(!pepper.matches("", fingerprint: fingerprint))
        #expect(!pepper.matches(secret, fingerprint: Array(fingerprint.dropLast())))
        #expect(!pepper.matches(secret, fingerprint: []))
        #expect(!other.matches(secret, fingerprint: fingerprint))
    }
}
