import Cryptography
import JOSE
import Testing

struct SigningKeyTests {
    @Test(arguments: SigningAlgorithm.allCases)
    func `what a key signs its public key verifies, also after storage`(algorithm: SigningAlgorithm) throws {
        let key = try SigningKey.generate(algorithm)
        let stored = try SigningKey(algorithm: algorithm, privateBytes: key.privateBytes)
        #expect(stored.publicKey == key.publicKey)
        let signer = JWSSigner(key: stored, type: "at+jwt")
        let jws = try CompactJWS(parsing: signer.sign(Array(#"{"sub":"é"}"#.utf8)))
        #expect(jws.header.algorithm == algorithm)
        #expect(jws.header.type == "at+jwt")
        #expect(jws.header.keyID == key.publicKey.thumbprint)
        #expect(signer.keyID == key.publicKey.thumbprint)
        #expect(signer.algorithm == algorithm)
        // Read from its published form, as others do.
        let published = try JSONWebKey(json: key.publicKey.json.bytes)
        #expect(published.keyID == published.thumbprint)
        #expect(published.algorithm == algorithm)
        #expect(try jws.verify(with: published).claims().subject == "é")
    }

    @Test(arguments: SigningAlgorithm.allCases)
    func `bytes that are no key are refused`(algorithm: SigningAlgorithm) {
        for bytes: [UInt8] in [[], [1, 2, 3], [UInt8](repeating: 0xFF, count: 47)] {
            #expect(throws: JOSEError.self) { try SigningKey(algorithm: algorithm, privateBytes: Redacted(bytes)) }
        }
    }

    /// RFC 8037 appendix A.1 has the seed. Ed25519 signs without randomness, so the whole text is fixed: this pins the
    /// order of the header's members too.
    @Test
    func `the form of what is signed does not change by accident`() throws {
        let seed = try #require(Base64URL.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A".utf8))
        let key = try SigningKey(algorithm: .edDSA, privateBytes: Redacted(seed))
        let start = Base64URL.encode(
            #"{"alg":"EdDSA","typ":"at+jwt","kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"}"#.utf8)
        #expect(
            try key.sign(Array("{}".utf8), type: "at+jwt") == start + ".e30."
                + "rRst7kHXeRm-QrE5Ceqe_GPE_kSnGTi9RU4tscp4aiZM-GAkaHSk-jcsM-WkdWIjxo6K_bMs1VCc-lSOTnAyDg")
        let example = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
        let signature = Base64URL.encode(try key.signature(over: Array(example.utf8)))
        #expect(example + "." + signature == SignatureVector.rfc8037A4.compact)
    }

    @Test
    func `a private key prints nothing of itself`() throws {
        let key = try SigningKey.generate(.edDSA)
        let secret = Base64URL.encode(key.privateBytes.exposed)
        var dumped = ""
        dump(key, to: &dumped)
        for text in [String(describing: key), String(reflecting: key), dumped, "\(key.privateBytes)"] {
            #expect(!text.contains(secret))
            #expect(!text.contains("\(key.privateBytes.exposed)"))
            #expect(text.contains("•••"))
        }
    }
}
