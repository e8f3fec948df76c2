import FoundationEssentials

extension Surroundings {
    /// The text of a file, or of standard input for `-`.
    ///
    /// - Parameter name: what it is, for the error.
    /// - Throws: `CommandFailure` when it cannot be read, is too long, or is not UTF-8.
    func readText(_ path: String, called name: String, maximumBytes: Int) async throws -> String {
        let bytes: [UInt8]
        if path == "-" {
            bytes = await input.read(maximumBytes)
        } else {
            do {
                bytes = try await BlockingWork.run { [UInt8](try Data(contentsOf: URL(filePath: path))) }
            } catch {
                throw CommandFailure("The \(name) cannot be read from \(path). Check the path and its permissions.")
            }
        }
        guard bytes.count < maximumBytes, let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure("The \(name) is not UTF-8 text, or longer than \(maximumBytes - 1) bytes.")
        }
        return text
    }
}
