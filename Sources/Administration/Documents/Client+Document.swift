import Cryptography
package import Registry
package import Timekeeping

extension Client {
    /// What is printed of a client.
    package var document: JSONDocument {
        let facts: JSONDocument = [
            "client_id": .text(id.text), "environment": .text(realm.environment.rawValue),
            "tenant": .text(realm.tenant.text), "subscription_id": .text(subscription.text), "name": .text(name),
            "scopes": .texts(scopes.map(\.text)), "token_lifetime": .integer(Int64(tokenLifetimeSeconds)),
            "status": .text(status.rawValue), "created_at": .moment(createdAt),
        ]
        return facts.adding(settings.document.members)
    }
}

extension ClientSettings {
    /// What is printed of a client's settings, by the names of RFC 7591 section 2 where it has one.
    fileprivate var document: JSONDocument {
        [
            "authentication": .texts(authenticationMethods.map(\.rawValue).sorted()),
            "jwks_uri": .text(ifPresent: fetchedURI), "jwks_registered": .boolean(hasRegisteredKeys),
            "certificate_subject": .text(ifPresent: certificateSubject?.text),
            "token_format": .text(tokenFormat?.rawValue ?? "resource"), "token_binding": .text(tokenBinding.rawValue),
            "profile": .text(profile.rawValue), "default_scopes": .texts(defaultScopes.map(\.text)),
            "introspects": .text(ifPresent: introspects), "exchange_targets": .texts(exchangeTargets),
            "allowed_networks": .texts(allowedNetworks.map(\.description)),
        ]
    }

    private var fetchedURI: String? {
        if case .fetched(let uri) = keys { uri } else { nil }
    }

    private var hasRegisteredKeys: Bool {
        if case .registered = keys { true } else { false }
    }
}

extension SecretStanding {
    /// What is printed of a secret: never the secret.
    package func document(at now: Timestamp) -> JSONDocument {
        [
            "secret_id": .text(secret.id.text), "client_id": .text(secret.client.text), "hint": .text(secret.hint),
            "created_at": .moment(secret.createdAt), "not_before": .moment(secret.notBefore),
            "expires_at": .moment(ifPresent: secret.expiresAt), "last_used_at": .moment(ifPresent: secret.lastUsedAt),
            "last_used_from": .text(ifPresent: secret.lastUsedFrom),
            "revoked_at": .moment(ifPresent: secret.revokedAt), "state": .text(secret.state(at: now).rawValue),
            "superseded_by": .text(ifPresent: successor?.id.text),
            "succession": .text(succession.rawValue),
        ]
    }

    /// The same with what is known of the client.
    package func document(of client: Client, at now: Timestamp) -> JSONDocument {
        document(at: now).adding([
            JSONDocument.Member("client_name", .text(client.name)),
            JSONDocument.Member("tenant", .text(client.realm.tenant.text)),
            JSONDocument.Member("environment", .text(client.realm.environment.rawValue)),
        ])
    }
}

extension CreatedClient {
    /// The credentials, to be printed this once.
    package var credentials: JSONDocument {
        [
            "environment": .text(client.realm.environment.rawValue), "client_id": .text(client.id.text),
            "client_secret": .text(ifPresent: secret?.secret.text.exposed),
            "secret_id": .text(ifPresent: secret?.record.id.text),
        ]
    }
}

extension CreatedSecret {
    /// The secret, to be printed this once.
    package var document: JSONDocument {
        [
            "secret_id": .text(record.id.text), "client_id": .text(record.client.text),
            "client_secret": .text(secret.text.exposed), "created_at": .moment(record.createdAt),
            "not_before": .moment(record.notBefore), "expires_at": .moment(ifPresent: record.expiresAt),
        ]
    }
}
