import Cryptography
import Registry

/// What can be told from the form of presented credentials alone, without any look-up. It is the same for everybody, so
/// it tells an attacker nothing, and it finds the mistakes that integrators make most.
enum CredentialForm {
    /// Looks for a mistake.
    ///
    /// - Returns: the refusal for the mistake, `nil` when the form is right for the realm.
    static func mistake(
        in credentials: PresentedCredentials, realm: RealmIdentifier
    ) -> (reason: String, description: String)? {
        let clientID = credentials.clientID.exposed
        let secret = credentials.secret.exposed
        if ClientSecret.form(of: clientID) != .foreign || ClientIdentifier.environment(of: secret) != nil {
            return (
                "credentials_swapped",
                "The client secret stands where the client_id belongs, or the other way round. A client_id starts with "
                    + "cf_, a client secret with cfs_."
            )
        }
        if let named = ClientIdentifier.environment(of: clientID), named != realm.environment {
            return wrongEnvironment("client_id", named, realm)
        }
        switch ClientSecret.form(of: secret) {
        case .foreign:
            return nil
        case .damaged(let environment) where environment != realm.environment:
            return wrongEnvironment("client secret", environment, realm)
        case .wellFormed(let environment):
            return environment == realm.environment ? nil : wrongEnvironment("client secret", environment, realm)
        case .damaged:
            let hasSpace = secret.contains { $0.isWhitespace || $0.isNewline }
            let hint =
                hasSpace
                ? " It has white space in it; a shell's echo adds a line break, printf does not." : ""
            return (
                "client_secret_damaged",
                "The client secret has a typing or copying error: its checksum does not fit.\(hint) Copy it again, "
                    + "whole."
            )
        }
    }

    private static func wrongEnvironment(
        _ what: String, _ found: RealmEnvironment, _ realm: RealmIdentifier
    ) -> (reason: String, description: String) {
        let host = found == .sandbox ? "the sandbox host (sandbox-{tenant})" : "the production host ({tenant})"
        return (
            "\(found.rawValue)_credentials_in_\(realm.environment.rawValue)",
            "This \(what) is for \(name(found)), and this host is \(name(realm.environment)). "
                + "Send it to \(host), or use the credentials of \(name(realm.environment)) here."
        )
    }

    private static func name(_ environment: RealmEnvironment) -> String {
        environment == .sandbox ? "the sandbox" : "production"
    }
}
