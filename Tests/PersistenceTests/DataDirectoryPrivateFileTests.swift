import Cryptography
import Foundation
import Persistence
import Testing

@Suite struct PrivateFileTests {
    private func mode(_ path: String) throws -> UInt16? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? UInt16
    }

    @Test func `a file that is created is for its owner alone`() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/file"
            try PrivateFile.create(path, contents: "one")
            #expect(try PrivateFile.read(path).exposed == "one")
            #expect(try mode(path) == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["file"])
        }
    }

    @Test func `creating leaves a file that is there as it is`() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/file"
            try PrivateFile.create(path, contents: "one")
            try PrivateFile.create(path, contents: "two")
            #expect(try PrivateFile.read(path).exposed == "one")
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["file"])
        }
    }

    @Test func `a file is written part by part, and one that fails half way leaves nothing`() throws {
        struct Failure: Error {}
        try withTemporaryDirectory { directory in
            let path = directory + "/file"
            #expect(throws: Failure.self) {
                try PrivateFile.create(path) { append in
                    try append("half")
                    throw Failure()
                }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
            try PrivateFile.create(path) { append in for part in ["a", "", "b"] { try append(part) } }
            #expect(try PrivateFile.read(path).exposed == "ab")
            #expect(try mode(path) == 0o600)
        }
    }

    @Test func `replacing takes the place of an older file, whatever its mode was`() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/file"
            try PrivateFile.replace(path, contents: "one")
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            try PrivateFile.replace(path, contents: "two")
            #expect(try PrivateFile.read(path).exposed == "two")
            #expect(try mode(path) == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["file"])
        }
    }

    @Test func `of many that create at once, one wins and all see the whole of its file`() async throws {
        try await withTemporaryDirectory { directory in
            for round in 0..<20 {
                let path = "\(directory)/file\(round)"
                let texts = (0..<16).map { String(repeating: "\($0 % 10)", count: 10_000) }
                let seen = try await inParallel(texts) { text in
                    try PrivateFile.create(path, contents: text)
                    return try PrivateFile.read(path).exposed
                }
                #expect(Set(seen).count == 1 && texts.contains(seen[0]), "\(Set(seen.map { $0.prefix(3) }))")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 20)
        }
    }

    @Test func `of many that replace at once, each reader sees the whole of one`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/file"
            let texts = (0..<200).map { String(repeating: "\($0 % 10)", count: 10_000) }
            let seen = try await inParallel(texts) { text in
                try PrivateFile.replace(path, contents: text)
                return try PrivateFile.read(path).exposed
            }
            #expect(Set(texts).isSuperset(of: seen))
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["file"])
        }
    }

    @Test(arguments: [0o640, 0o604, 0o644] as [UInt16])
    func `a file that others can read is not read`(_ mode: UInt16) throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/file"
            try PrivateFile.create(path, contents: "one")
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            #expect(throws: DataDirectoryError.rootKeyReadable(path: path, mode: String(mode, radix: 8))) {
                try PrivateFile.read(path)
            }
        }
    }

    @Test func `a place that cannot be written is told and nothing is left there`() throws {
        try withTemporaryDirectory { directory in
            let absent = directory + "/absent/file"
            let detail = "No such file or directory"
            #expect(throws: DataDirectoryError.unwritable(path: absent, detail: detail)) {
                try PrivateFile.create(absent, contents: "x")
            }
            #expect(throws: DataDirectoryError.unwritable(path: absent, detail: detail)) {
                try PrivateFile.replace(absent, contents: "x")
            }
            let taken = directory + "/taken"
            try FileManager.default.createDirectory(atPath: taken, withIntermediateDirectories: false)
            #expect(throws: DataDirectoryError.unwritable(path: taken, detail: "Is a directory")) {
                try PrivateFile.replace(taken, contents: "x")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["taken"])
        }
    }

    /// Runs `body` for each text on threads of its own, off the cooperative pool.
    private func inParallel(
        _ texts: [String], _ body: @escaping @Sendable (String) throws -> String
    ) async throws -> [String] {
        try await withThrowingTaskGroup(of: String.self) { group in
            for text in texts {
                group.addTask {
                    try await withCheckedThrowingContinuation { continuation in
                        DispatchQueue.global().async { continuation.resume(with: Result { try body(text) }) }
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
