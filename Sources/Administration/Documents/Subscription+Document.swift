package import Registry

extension Tenant {
    /// What is printed of a tenant.
    package var document: JSONDocument {
        [
            "tenant": .text(name.text), "display_name": .text(displayName), "status": .text(status.rawValue),
            "created_at": .moment(createdAt), "ended_at": .moment(ifPresent: endedAt),
        ]
    }

    /// The same with the first labels of its host names.
    package var detailedDocument: JSONDocument {
        document.adding(
            RealmEnvironment.allCases.map { environment in
                JSONDocument.Member("\(environment.rawValue)_host_label", .text(realm(environment).hostLabel))
            })
    }
}

extension HostName {
    /// What is printed of a host name.
    package var document: JSONDocument {
        [
            "host_name": .text(name), "tenant": .text(realm.tenant.text),
            "environment": .text(realm.environment.rawValue),
        ]
    }
}

extension Subscription {
    /// What is printed of a subscription.
    package var document: JSONDocument {
        [
            "subscription_id": .text(id.text), "tenant": .text(tenant.text), "partner": .text(partner),
            "contact": .text(contact), "scopes": .texts(scopes.map(\.text)), "status": .text(status.rawValue),
            "created_at": .moment(createdAt),
        ]
    }
}
