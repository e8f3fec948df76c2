import Cryptography
import FoundationEssentials
import Persistence

/// `DIR/demo.json`: what a program needs to use the demo.
struct DemoFile: Codable, Sendable {
    /// A client's credentials.
    struct Credentials: Codable, Sendable {
        var baseURL: String?
        let clientID: String
        let clientSecret: String

        enum CodingKeys: String, CodingKey {
            case baseURL = "base_url"
            case clientID = "client_id"
            case clientSecret = "client_secret"
        }
    }

    /// The credentials of a client of the admin API.
    struct AdminCredentials: Codable, Sendable {
        let clientID: String
        let clientSecret: String
        let tokenURL: String
        let scope: String

        enum CodingKeys: String, CodingKey {
            case clientID = "client_id"
            case clientSecret = "client_secret"
            case tokenURL = "token_url"
            case scope
        }

        /// The pair alone.
        var credentials: Credentials { Credentials(clientID: clientID, clientSecret: clientSecret) }
    }

    var baseURL: String
    var tokenURL: String
    var patientsURL: String
    var swaggerURL: String
    var adminURL: String
    var tenant: String
    var sandbox: Credentials
    var production: Credentials
    var introspection: Credentials?
    var admin: AdminCredentials?

    enum CodingKeys: String, CodingKey {
        case baseURL = "base_url"
        case tokenURL = "token_url"
        case patientsURL = "patients_url"
        case swaggerURL = "swagger_url"
        case adminURL = "admin_url"
        case tenant, sandbox, production, introspection, admin
    }

    static func path(in directory: DataDirectory) -> String { "\(directory.path)/demo.json" }

    /// The file as an earlier start left it; `nil` where there is none that can be read.
    static func read(in directory: DataDirectory) -> DemoFile? {
        guard let contents = FileManager.default.contents(atPath: path(in: directory)) else { return nil }
        return try? JSONDecoder().decode(DemoFile.self, from: contents)
    }

    /// Writes the file with mode 0600, by rename.
    func write(in directory: DataDirectory) throws(DataDirectoryError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let path = Self.path(in: directory)
        guard let data = try? encoder.encode(self) else {
            throw .unwritable(path: path, detail: "the credentials could not be encoded")
        }
        try PrivateFile.replace(path, contents: String(decoding: data, as: UTF8.self) + "\n")
    }
}
