import Foundation

/// The files of this repository, found from where this file was compiled.
enum Repository {
    static let root: URL = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static let textEndings = [
        ".swift", ".md", ".py", ".sql", ".yml", ".yaml", ".conf", ".service", ".html", ".css",
    ]

    /// Every text file that belongs to the project; what git ignores is left out.
    static func textFiles() throws -> [SourceFile] {
        try paths().filter { path in
            textEndings.contains(where: path.hasSuffix) || path.hasPrefix("script/") || path == ".ci/run"
        }.map { path in
            SourceFile(path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8))
        }
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path(percentEncoded: false))
    }

    /// Every file below the root, by its path from there, in order.
    static func paths() throws -> [String] {
        try files(below: "").sorted()
    }

    private static func files(below folder: String) throws -> [String] {
        let url = folder.isEmpty ? root : root.appending(path: folder)
        var found: [String] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: url.path(percentEncoded: false)) {
            let path = folder.isEmpty ? name : folder + "/" + name
            if isIgnored(name: name, path: path) { continue }
            var isFolder: ObjCBool = false
            let full = root.appending(path: path).path(percentEncoded: false)
            guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder) else { continue }
            found += isFolder.boolValue ? try files(below: path) : [path]
        }
        return found
    }

    private static func isIgnored(name: String, path: String) -> Bool {
        let folders: Set<String> = [".git", ".swiftpm", ".assets", "__pycache__", ".venv", ".pytest_cache"]
        return name.hasPrefix(".build") || folders.contains(name) || path == "var"
    }

    /// The paths that git keeps among those given.
    static func tracked(_ paths: [String]) throws -> [String] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "-C", root.path(percentEncoded: false), "ls-files", "--"] + paths
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw GitFailed(status: process.terminationStatus) }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    struct GitFailed: Error {
        let status: Int32
    }
}
