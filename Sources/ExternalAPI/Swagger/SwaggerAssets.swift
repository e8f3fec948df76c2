import FoundationEssentials

/// Swagger UI's own files, read into memory once. They are not part of this project; `script/bootstrap` fetches them.
package struct SwaggerAssets: Sendable {
    /// The files' bytes by name; all of them, or none.
    let files: [String: [UInt8]]

    /// The files that the page needs, with their media types. Without its charset the script is not parsed.
    static let types = [
        "swagger-ui.css": "text/css; charset=utf-8",
        "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
        "favicon-32x32.png": "image/png",
    ]

    /// Without Swagger UI: the page says how to get it.
    package static let missing = SwaggerAssets(files: [:])

    /// Reads the files of a directory. Blocks; call it at start. Where one is missing, none counts as there.
    package init(directory: String?) {
        guard let directory else {
            self = .missing
            return
        }
        var files: [String: [UInt8]] = [:]
        for name in Self.types.keys {
            guard let data = FileManager.default.contents(atPath: "\(directory)/\(name)"), !data.isEmpty else {
                self = .missing
                return
            }
            files[name] = [UInt8](data)
        }
        self.init(files: files)
    }

    init(files: [String: [UInt8]]) {
        self.files = files
    }

    /// Whether Swagger UI is there.
    package var areComplete: Bool { Self.types.keys.allSatisfy { files[$0] != nil } }
}
