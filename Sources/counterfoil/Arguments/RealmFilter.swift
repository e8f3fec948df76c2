import Administration
import ArgumentParser
import Registry

/// Which realms a list is of: those of a tenant, or one of them.
struct RealmFilter: ParsableArguments {
    @Option(help: ArgumentHelp("The tenant.", valueName: "name"))
    var tenant: String
    @Option(help: ArgumentHelp("Only those of this environment."))
    var environment: RealmEnvironment?

    /// What the realms have, one realm after the other.
    ///
    /// - Throws: `RegistryError` when there is no such tenant.
    func documents(
        _ workspace: Workspace,
        _ list: @escaping @Sendable (any RegistryReading, RealmIdentifier) throws -> [JSONDocument]
    ) async throws -> [JSONDocument] {
        try await workspace.read { [tenant, environment] registry in
            try registry.requireTenant(try TenantName(tenant)).realms(environment).flatMap { try list(registry, $0) }
        }
    }
}
