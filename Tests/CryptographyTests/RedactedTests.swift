import Cryptography
import Testing

@Suite struct RedactedTests {
    private let secret = Redacted("hunter2")

    @Test func `a redacted value prints as three dots however it is printed`() {
        var dumped = ""
        dump(secret, to: &dumped)
        #expect("\(secret)" == "•••")
        #expect(String(reflecting: secret) == "•••")
        #expect(secret.customMirror.children.isEmpty)
        #expect(dumped == "- •••\n")
    }

    @Test func `a structure that holds a redacted value prints without it`() {
        struct Login {
            let name: String
            let password: Redacted<String>
        }
        var dumped = ""
        let login = Login(name: "kim", password: secret)
        dump(login, to: &dumped)
        #expect(!dumped.contains("hunter2") && dumped.contains("kim"))
        #expect(!"\(login)".contains("hunter2"))
    }

    @Test func `whoever needs the value can read it`() {
        #expect(secret.exposed == "hunter2")
    }

    @Test func `keys and peppers print without their bytes`() throws {
        let bytes = [UInt8](repeating: 0xAB, count: 32)
        for value in [try RootKey(bytes: bytes) as Any, Pepper(version: 3, bytes: Redacted(bytes))] {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] {
                #expect(text.contains("•••") && !text.contains("171") && !text.lowercased().contains("abab"))
            }
        }
    }
}
