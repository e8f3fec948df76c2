import Administration
import Cryptography
import FoundationEssentials
import Persistence

/// What a command shows a running server to get an access token. It never stands among the arguments, which other users
/// of the machine can see.
struct AdminCredentials: Sendable {
    /// The server they are for; `nil` where the file names none.
    let server: String?
    /// The Client ID.
    let clientID: String
    /// The Client Secret.
    let clientSecret: String

    /// Finds the credentials: those of a named profile, else of the environment, else of the profile `default`.
    ///
    /// - Throws: `CommandFailure` where there are none, or where others could read the file.
    static func find(profile: String?) async throws -> AdminCredentials {
        let environment = ProcessInfo.processInfo.environment
        if profile == nil, let id = environment["COUNTERFOIL_CLIENT_ID"],
            let secret = environment["COUNTERFOIL_CLIENT_SECRET"]
        {
            return AdminCredentials(server: nil, clientID: id, clientSecret: secret)
        }
        let home = environment["XDG_CONFIG_HOME"] ?? (environment["HOME"] ?? "") + "/.config"
        return try await read(home + "/counterfoil/credentials", profile: profile ?? "default")
    }

    private static func read(
        _ path: String, profile: String
    ) async throws -> AdminCredentials {
        let form =
            "A line of it is such as: {\"default\": {\"server\": \"http://127.0.0.1:8081\", \"client_id\": \"…\", "
            + "\"client_secret\": \"…\"}}."
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(
                "There are no credentials for --server. Set COUNTERFOIL_CLIENT_ID and COUNTERFOIL_CLIENT_SECRET in the "
                    + "environment, or write the file \(path), readable by you alone. \(form)")
        }
        let text: String
        do {
            text = try await BlockingWork.run { try PrivateFile.read(path) }.exposed
        } catch DataDirectoryError.rootKeyReadable {
            throw CommandFailure("Others can read or write \(path). Make it yours alone: `chmod 600 \(path)`.")
        } catch {
            throw CommandFailure("The credentials cannot be read from \(path). Check the path and its permissions.")
        }
        guard let document = JSONDocument(json: text) else {
            throw CommandFailure("\(path) is not one JSON object without repeated members. \(form)")
        }
        guard let chosen = document[profile] else {
            throw CommandFailure(
                "There is no profile “\(profile.printable)” in \(path). There are: "
                    + document.members.map(\.name).joined(separator: ", ") + ".")
        }
        guard let id = chosen["client_id"]?.textValue, let secret = chosen["client_secret"]?.textValue else {
            throw CommandFailure(
                "The profile “\(profile.printable)” in \(path) lacks client_id or client_secret. \(form)")
        }
        return AdminCredentials(server: chosen["server"]?.textValue, clientID: id, clientSecret: secret)
    }
}
