import Cryptography
import Registry

/// What can be told from the form of presented credentials alone, without any look-up. It is the same for everybody, so
/// it tells an attacker nothing, and it finds the mistakes that integrators make most.
enum CredentialForm {
    /// Looks for a mistake.
    ///
    /// - Parameter claimed: what the request says who the client is.
    /// - Returns: the refusal for the mistake, `nil` when the form is right for the realm.
    static func mistake(
        in credentials: PresentedCredentials, claimed: String, realm: RealmIdentifier
    ) -> AuthenticationRefusal? {
        let secret: String? = if case .secret(let presented) = credentials { presented.secret.exposed } else { nil }
        if ClientSecret.form(of: claimed) != .foreign
            || secret.map({ ClientIdentifier.environment(of: $0) != nil }) == true
        {
            return .told(
                "credentials_swapped",
                "The client secret stands where the client_id belongs, or the other way round. A client_id starts with "
                    + "cf_, a client secret with cfs_.")
        }
        if let named = ClientIdentifier.environment(of: claimed), named != realm.environment {
            return wrongEnvironment("client_id", named, realm)
        }
        return secret.flatMap { mistake(inSecret: $0, realm) }
    }

    private static func mistake(inSecret secret: String, _ realm: RealmIdentifier) -> AuthenticationRefusal? {
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
            return .told(
                "client_secret_damaged",
                "The client secret has a typing or copying error: its checksum does not fit.\(hint) Copy it again, "
                    + "whole.")
        }
    }

    private static func wrongEnvironment(
        _ what: String, _ found: RealmEnvironment, _ realm: RealmIdentifier
    ) -> AuthenticationRefusal {
        let host = found == .sandbox ? "the sandbox host (sandbox-{tenant})" : "the production host ({tenant})"
        return .told(
            "\(found.rawValue)_credentials_in_\(realm.environment.rawValue)",
            "This \(what) is for \(name(found)), and this host is \(name(realm.environment)). "
                + "Send it to \(host), or use the credentials of \(name(realm.environment)) here.")
    }

    private static func name(_ environment: RealmEnvironment) -> String {
        environment == .sandbox ? "the sandbox" : "production"
    }
}
