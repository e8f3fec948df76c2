import Cryptography
import FoundationEssentials
import Persistence
import Testing
import Timekeeping

@Suite struct DataDirectoryTests {
    private let counting = RandomSource { count in (0..<count).map { UInt8($0) } }
    private let keyText = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"

    private func mode(_ path: String) throws -> UInt16? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? UInt16
    }

    private func setMode(_ mode: UInt16, _ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func write(_ text: String, _ path: String, mode: UInt16 = 0o600) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        try setMode(mode, path)
    }

    @Test(arguments: ["data", "some/deeper/data", "trailing/"])
    func `a directory that is not there is made with its parents, for its owner alone`(_ name: String) throws {
        try withTemporaryDirectory { parent in
            let path = "\(parent)/\(name)"
            #expect(throws: DataDirectoryError.missing(path: path)) {
                try DataDirectory.open(path: path, creating: false)
            }
            #expect(!FileManager.default.fileExists(atPath: path))
            let directory = try DataDirectory.open(path: path, creating: true)
            #expect(directory.path == path && !directory.isInitialized)
            #expect(try mode(path) == 0o700)
            #expect(try DataDirectory.open(path: path, creating: false) == directory)
        }
    }

    @Test func `a directory that is there keeps its mode`() throws {
        try withTemporaryDirectory { path in
            try setMode(0o750, path)
            _ = try DataDirectory.open(path: path, creating: true)
            #expect(try mode(path) == 0o750)
        }
    }

    @Test func `something else of that name is refused`() throws {
        try withTemporaryDirectory { parent in
            try write("", parent + "/file")
            #expect(throws: DataDirectoryError.notADirectory(path: parent + "/file")) {
                try DataDirectory.open(path: parent + "/file", creating: true)
            }
            #expect(
                throws: DataDirectoryError.unwritable(path: parent + "/file/data", detail: "Not a directory")
            ) { try DataDirectory.open(path: parent + "/file/data", creating: true) }
        }
    }

    @Test func `it is initialized once it has a registry`() throws {
        try withTemporaryDirectory { path in
            let directory = try DataDirectory.open(path: path, creating: false)
            #expect(!directory.isInitialized)
            _ = try SQLiteRegistryStore(directory: path, now: Timestamp(secondsSince1970: 0))
            #expect(directory.isInitialized)
        }
    }

    @Test func `the root key is made once, for its owner alone`() throws {
        try withTemporaryDirectory { path in
            let directory = try DataDirectory.open(path: path, creating: false)
            let made = try directory.rootKey(random: counting)
            #expect(made.fileContents.exposed == keyText)
            #expect(try mode(path + "/root.key") == 0o600)
            #expect(try String(contentsOfFile: path + "/root.key", encoding: .utf8) == keyText)
            let read = try directory.rootKey(random: RandomSource { [UInt8](repeating: 9, count: $0) })
            #expect(read.fileContents.exposed == keyText)
            #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["root.key"])
        }
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o644, 0o610, 0o601, 0o602, 0o777] as [UInt16])
    func `a root key that others can reach is refused`(_ mode: UInt16) throws {
        try withTemporaryDirectory { path in
            try write(keyText, path + "/root.key", mode: mode)
            let directory = try DataDirectory.open(path: path, creating: false)
            #expect(
                throws: DataDirectoryError.rootKeyReadable(
                    path: path + "/root.key", mode: String(mode, radix: 8))
            ) { try directory.rootKey(random: counting) }
        }
    }

    @Test(arguments: [0o600, 0o400] as [UInt16])
    func `a root key of its owner alone is taken`(_ mode: UInt16) throws {
        try withTemporaryDirectory { path in
            try write(keyText, path + "/root.key", mode: mode)
            let directory = try DataDirectory.open(path: path, creating: false)
            #expect(try directory.rootKey(random: counting).fileContents.exposed == keyText)
        }
    }

    @Test(arguments: [
        "", "\n", "00", "not a key\n", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
        String(repeating: "g", count: 64), String(repeating: "0", count: 64) + "\n\n",
        String(repeating: "0", count: 100_000),
    ])
    func `a file that holds no root key is refused and left alone`(_ text: String) throws {
        try withTemporaryDirectory { path in
            try write(text, path + "/root.key")
            let directory = try DataDirectory.open(path: path, creating: false)
            #expect(throws: DataDirectoryError.rootKeyMalformed(path: path + "/root.key")) {
                try directory.rootKey(random: counting)
            }
            #expect(try String(contentsOfFile: path + "/root.key", encoding: .utf8) == text)
        }
    }

    @Test func `beside data, a missing root key is not made anew`() throws {
        try withTemporaryDirectory { path in
            _ = try SQLiteRegistryStore(directory: path, now: Timestamp(secondsSince1970: 0))
            let directory = try DataDirectory.open(path: path, creating: false)
            #expect(throws: DataDirectoryError.rootKeyMissing(path: path + "/root.key")) {
                try directory.rootKey(random: counting)
            }
            #expect(!FileManager.default.fileExists(atPath: path + "/root.key"))
        }
    }

    @Test func `one server at a time holds the lock`() throws {
        try withTemporaryDirectory { path in
            let (one, other) = (
                try DataDirectory.open(path: path, creating: false), try DataDirectory.open(path: path, creating: false)
            )
            var lock = try one.lock()
            #expect(lock != nil)
            #expect(try other.lock() == nil)
            #expect(try one.lock() == nil)
            lock = nil
            #expect(try other.lock() != nil)
            #expect(try mode(path + "/lock") == 0o600)
        }
    }

    @Test func `a directory that is gone is told`() throws {
        try withTemporaryDirectory { parent in
            let path = parent + "/data"
            let directory = try DataDirectory.open(path: path, creating: true)
            try FileManager.default.removeItem(atPath: path)
            let detail = "No such file or directory"
            #expect(throws: DataDirectoryError.unwritable(path: path + "/root.key", detail: detail)) {
                try directory.rootKey(random: counting)
            }
            #expect(throws: DataDirectoryError.unwritable(path: path + "/lock", detail: detail)) {
                try directory.lock()
            }
        }
    }

    @Test(
        arguments: [
            (.missing(path: "/d"), "--data"), (.notADirectory(path: "/d"), "Name a directory"),
            (.unwritable(path: "/d", detail: "x"), "Let this user write"), (.rootKeyMissing(path: "/d"), "Put it back"),
            (.rootKeyReadable(path: "/d", mode: "644"), "chmod 600 /d"),
            (.rootKeyMalformed(path: "/d"), "64 hex digits"),
        ] as [(DataDirectoryError, String)])
    func `each error names the file and says what to do`(_ error: DataDirectoryError, _ advice: String) {
        #expect(error.description.contains("/d") && error.description.contains(advice))
    }
}
