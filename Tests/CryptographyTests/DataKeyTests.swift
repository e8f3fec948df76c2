import Cryptography
import Testing

struct DataKeyTests {
    private let label = WrapLabel(realm: "demo/sandbox", use: "ssn", keyIdentifier: "10000001")

    private func key(_ byte: UInt8) throws -> DataKey {
        try DataKey(bytes: Redacted([UInt8](repeating: byte, count: 32)))
    }

    @Test func `what is sealed opens under the same key and label, and is different each time`() throws {
        let data = Array("666-04-0961".utf8)
        let one = try key(1).seal(data, label: label, random: .system)
        let two = try key(1).seal(data, label: label, random: .system)
        #expect(one != two && one.count == data.count + 29)
        #expect(try key(1).open(one, label: label).exposed == data)
        #expect(try key(1).open(two, label: label).exposed == data)
    }

    @Test func `another key, another label and changed bytes do not open`() throws {
        let sealed = try key(1).seal([1, 2, 3], label: label, random: .system)
        #expect(throws: RootKeyError.notAuthentic(label)) { try key(2).open(sealed, label: label) }
        let other = WrapLabel(realm: "demo/sandbox", use: "ssn", keyIdentifier: "10000002")
        #expect(throws: RootKeyError.notAuthentic(other)) { try key(1).open(sealed, label: other) }
        for index in sealed.indices.dropFirst() {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: RootKeyError.notAuthentic(label)) { try key(1).open(changed, label: label) }
        }
        #expect(throws: RootKeyError.wrappedForm) { try key(1).open(Array(sealed.prefix(28)), label: label) }
        #expect(throws: RootKeyError.wrappedForm) { try key(1).open([9] + sealed.dropFirst(), label: label) }
    }

    @Test func `a key of another length is refused, and no key is printed`() throws {
        #expect(throws: RootKeyError.length(bytes: 31)) {
            try DataKey(bytes: Redacted([UInt8](repeating: 0, count: 31)))
        }
        let key = try key(7)
        #expect("\(key)\(String(reflecting: key))" == "DataKey(•••)DataKey(•••)")
    }
}
