import Cryptography
package import Registry

extension Operator {
    /// What is printed of an operator.
    package var document: JSONDocument {
        [
            "operator": .text(name.text), "display_name": .text(displayName), "role": .text(role.rawValue),
            "status": .text(status.rawValue), "created_at": .moment(createdAt),
            "last_signed_in_at": .moment(ifPresent: lastSignedInAt),
        ]
    }
}

extension OperatorSession {
    /// What is printed of a session: never what its cookie holds.
    package var document: JSONDocument {
        [
            "session": .text(id), "operator": .text(operatorName.text), "created_at": .moment(createdAt),
            "last_used_at": .moment(lastUsedAt), "expires_at": .moment(expiresAt),
            "remote_address": .text(remoteAddress),
        ]
    }
}

extension CreatedSignInLink {
    /// The link, to be printed this once.
    ///
    /// - Parameter origin: scheme and authority of the private listener.
    package func document(origin: String) -> JSONDocument {
        [
            "operator": .text(person.name.text), "sign_in_link": .text(url(origin: origin).exposed),
            "expires_at": .moment(expiresAt),
        ]
    }
}

extension OperatorRole {
    /// Whether operators of the role may call operations that need an access.
    package func allows(_ access: AdminAccess) -> Bool {
        switch self {
        case .viewer: access == .read
        case .support: access == .read || access == .support
        case .administrator: true
        }
    }
}
