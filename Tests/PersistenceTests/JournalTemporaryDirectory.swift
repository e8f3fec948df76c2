import FoundationEssentials

/// Gives `body` an empty directory of its own and removes it afterwards.
@discardableResult
func withTemporaryDirectory<Value>(_ body: (String) throws -> Value) throws -> Value {
    let url = try makeTemporaryDirectory()
    defer { removeTemporaryDirectory(url) }
    return try body(url.path)
}

/// Gives `body` an empty directory of its own and removes it afterwards.
@discardableResult
func withTemporaryDirectory<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let url = try makeTemporaryDirectory()
    defer { removeTemporaryDirectory(url) }
    return try await body(url.path)
}

private func makeTemporaryDirectory() throws -> URL {
    let url = FileManager.default.temporaryDirectory.appending(path: "persistence-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
}

private func removeTemporaryDirectory(_ url: URL) {
    do {
        try FileManager.default.removeItem(at: url)
    } catch {
        // A leftover directory in the system's temporary folder fails no test; the system clears it.
        return
    }
}
