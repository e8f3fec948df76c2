import Cryptography

/// Changes what people call a tenant.
package struct UpdateTenant: RegistryOperation {
    private let name: TenantName
    private let displayName: String?

    /// Asks for a change; what is `nil` stays.
    package init(name: TenantName, displayName: String?) {
        self.name = name
        self.displayName = displayName
    }

    /// Makes it.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Tenant {
        let before = try registry.requireTenant(name)
        var tenant = before
        if let displayName { tenant.displayName = try Label.checked(displayName, field: "display_name") }
        guard tenant != before else { return before }
        try registry.update(tenant)
        try registry.record(
            context.change(
                "tenant.updated", tenant: name, subject: name.text, before: ["display_name": before.displayName],
                after: ["display_name": tenant.displayName]))
        return tenant
    }
}

/// Where a copy of a tenant's journal entries was written before its keys were destroyed.
package struct JournalCopy: Hashable, Sendable {
    /// The file, on the machine that wrote it.
    package let path: String
    /// How many entries it has.
    package let entries: Int
    /// SHA-256 of the file, lower-case hexadecimal digits.
    package let digest: String

    /// Names a copy.
    package init(path: String, entries: Int, digest: String) {
        self.path = path
        self.entries = entries
        self.digest = digest
    }
}

/// Ends the life of a tenant: its subscriptions end, its further host names go, and its keys are destroyed, so that no
/// token of it can ever be made or opened again.
package struct EndTenant: RegistryOperation {
    private let name: TenantName
    private let journal: JournalCopy

    /// Asks for the end.
    ///
    /// - Parameter journal: the copy of what the journal has of it, which was made before.
    package init(name: TenantName, journal: JournalCopy) {
        self.name = name
        self.journal = journal
    }

    /// Ends it. One that has ended is refused.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Tenant {
        var tenant = try registry.requireTenant(name)
        try tenant.requireNotEnded()
        let before = tenant.status
        tenant.status = .ended
        tenant.endedAt = context.now
        try registry.update(tenant)
        // Before the rows of the keys, as when a tenant is suspended.
        try registry.record(
            context.change(
                "tenant.ended", tenant: name, subject: name.text, before: ["status": before.rawValue],
                after: [
                    "status": tenant.status.rawValue, "journal_copy": journal.path,
                    "journal_entries": String(journal.entries), "journal_sha256": journal.digest,
                ]))
        let subscriptions = try registry.allRows(key: \.id.text) { page in
            try registry.listSubscriptions(tenant: name, page)
        }
        for subscription in subscriptions where subscription.status != .ended {
            _ = try SetSubscriptionStatus(id: subscription.id.text, status: .ended).run(in: registry, context)
        }
        for host in try registry.listHostNames(name) {
            _ = try RemoveHostName(host.name, tenant: name).run(in: registry, context)
        }
        for environment in RealmEnvironment.allCases {
            _ = try registry.replaceKeys(
                of: tenant.realm(environment), uses: KeyUse.allCases, with: [], reason: "tenant ended", context)
        }
        return tenant
    }
}

extension Tenant {
    /// Refuses to change what has ended.
    ///
    /// - Throws: ``RegistryError/conflict(_:)``.
    package func requireNotEnded() throws(RegistryError) {
        guard status == .ended else { return }
        throw .conflict("The life of the tenant \(name) has ended, and that is for good. Create another tenant.")
    }
}
