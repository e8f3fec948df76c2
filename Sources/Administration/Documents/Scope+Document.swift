import Cryptography
package import Registry

extension Scope {
    /// What is printed of a scope.
    package var document: JSONDocument {
        [
            "scope": .text(name.text), "tenant": .text(realm.tenant.text),
            "environment": .text(realm.environment.rawValue), "description": .text(description),
            "resource": .text(resource),
        ]
    }
}

extension Resource {
    /// What is printed of a resource.
    package var document: JSONDocument {
        [
            "resource": .text(identifier), "tenant": .text(realm.tenant.text),
            "environment": .text(realm.environment.rawValue), "name": .text(name),
            "token_format": .text(tokenFormat.rawValue),
        ]
    }
}

extension RealmSettings {
    /// What is printed of a realm.
    package var document: JSONDocument {
        let roots = (try? CertificateRoots(pem: certificateRoots))?.fingerprints ?? []
        return [
            "tenant": .text(realm.tenant.text), "environment": .text(realm.environment.rawValue),
            "profile": .text(profile.rawValue), "certificate_roots": .texts(roots),
        ]
    }
}

extension KeyRecord {
    /// What is printed of a key: never its material.
    package var document: JSONDocument {
        [
            "key_id": .text(identifier), "tenant": .text(realm.tenant.text),
            "environment": .text(realm.environment.rawValue), "use": .text(use.rawValue),
            "state": .text(state.rawValue), "created_at": .moment(createdAt),
            "activated_at": .moment(ifPresent: activatedAt), "retired_at": .moment(ifPresent: retiredAt),
            "destroyed_at": .moment(ifPresent: destroyedAt),
        ]
    }
}
