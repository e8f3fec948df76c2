import Cryptography
import CryptographyTesting
import Foundation
import Testing

/// The vectors of RFC 5297 appendix A, and more made with another implementation.
struct AESSIVVectors: Decodable {
    struct Vector: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let key: String
        let associatedData: [String]
        let plaintext: String
        let output: String

        enum CodingKeys: String, CodingKey {
            case name, key, plaintext, output
            case associatedData = "associated_data"
        }

        var testDescription: String { name }
    }

    let vectors: [Vector]

    static func read() throws -> [Vector] {
        let url = try #require(Bundle.module.url(forResource: "Resources/aes-siv", withExtension: "json"))
        return try JSONDecoder().decode(AESSIVVectors.self, from: Data(contentsOf: url)).vectors
    }
}

@Suite struct AESSIVTests {
    @Test func `the file of vectors has all sixteen`() throws {
        #expect(try AESSIVVectors.read().count == 16)
    }

    @Test(arguments: try AESSIVVectors.read())
    func `a published vector seals to its output and opens to its plaintext`(vector: AESSIVVectors.Vector) throws {
        let cipher = try AESSIV(key: try bytes(vector.key))
        let associatedData = try vector.associatedData.map { try bytes($0) }
        let plaintext = try bytes(vector.plaintext)
        let output = try bytes(vector.output)
        #expect(cipher.seal(plaintext, associatedData: associatedData) == output)
        #expect(cipher.open(output, associatedData: associatedData) == plaintext)
    }

    @Test(arguments: [0, 1, 16, 24, 31, 33, 63, 65, 128])
    func `a key of another length is refused with a reason`(count: Int) {
        let error = #expect(throws: AESSIVError.self) { try AESSIV(key: [UInt8](repeating: 1, count: count)) }
        #expect(error == .keyLength(bytes: count))
        #expect(error?.description.contains("\(count) bytes") == true)
    }

    @Test(arguments: [32, 48, 64])
    func `what is sealed opens to the same for every length of plaintext`(keyBytes: Int) throws {
        let random = SeededRandom(seed: 5297)
        let cipher = try AESSIV(key: random.bytes(keyBytes))
        for count in 0...70 {
            let plaintext = random.bytes(count)
            let associatedData = (0..<Int(random.next() % 4)).map { _ in random.bytes(Int(random.next() % 40)) }
            let sealed = cipher.seal(plaintext, associatedData: associatedData)
            #expect(sealed.count == count + 16)
            #expect(cipher.open(sealed, associatedData: associatedData) == plaintext)
        }
    }

    @Test(arguments: [0, 7, 16, 33])
    func `one flipped bit anywhere does not open`(count: Int) throws {
        let random = SeededRandom(seed: 1)
        let cipher = try AESSIV(key: random.bytes(64)).prepared(associatedData: [[1]])
        let sealed = cipher.seal(random.bytes(count))
        for bit in 0..<(sealed.count * 8) {
            var flipped = sealed
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(cipher.open(flipped) == nil, "bit \(bit)")
        }
    }

    @Test func `a cut or lengthened message does not open`() throws {
        let cipher = try AESSIV(key: [UInt8](0..<64))
        let sealed = cipher.seal([UInt8](0..<20), associatedData: [])
        for count in 0..<sealed.count {
            #expect(cipher.open(Array(sealed[..<count]), associatedData: []) == nil)
        }
        #expect(cipher.open(sealed + [0], associatedData: []) == nil)
    }

    @Test(arguments: [[], [[1, 2]], [[1], [2], []], [[2], [1]], [[1, 2], []], [[], [1], [2]]] as [[[UInt8]]])
    func `other associated data does not open, even with the same bytes in all`(other: [[UInt8]]) throws {
        let cipher = try AESSIV(key: [UInt8](0..<64))
        let sealed = cipher.seal([9, 9, 9], associatedData: [[1], [2]])
        #expect(cipher.open(sealed, associatedData: other) == nil)
        #expect(cipher.open(sealed, associatedData: [[1], [2]]) == [9, 9, 9])
    }

    @Test func `another key does not open, whichever half differs`() throws {
        let key = [UInt8](0..<64)
        let sealed = try AESSIV(key: key).seal([1, 2, 3], associatedData: [])
        for position in [0, 31, 32, 63] {
            var other = key
            other[position] ^= 0x80
            #expect(try AESSIV(key: other).open(sealed, associatedData: []) == nil)
        }
    }

    private func bytes(_ digits: String) throws -> [UInt8] {
        try #require(Hexadecimal.decode(digits))
    }
}
