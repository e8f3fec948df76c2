import FoundationEssentials

/// Finds the folder of Swagger UI's own files.
enum SwaggerLocation {
    /// The folder that was set, else the first of these that exists: `share/counterfoil/swagger-ui` beside the folder
    /// of the program, and `.assets/swagger-ui` in the working directory or in a folder above the program, which is
    /// where `script/bootstrap` puts it in a checkout. `nil` when there is none.
    static func find(_ configured: String?) -> String? {
        if let configured { return configured }
        let files = FileManager.default
        let program = URL(filePath: CommandLine.arguments.first ?? "").standardizedFileURL.resolvingSymlinksInPath()
        var candidates = [URL(filePath: files.currentDirectoryPath).appending(path: ".assets/swagger-ui")]
        var folder = program.deletingLastPathComponent()
        candidates.append(folder.deletingLastPathComponent().appending(path: "share/counterfoil/swagger-ui"))
        for _ in 0..<5 {
            folder = folder.deletingLastPathComponent()
            candidates.append(folder.appending(path: ".assets/swagger-ui"))
        }
        return candidates.map { $0.path }.first { files.fileExists(atPath: $0) }
    }
}
