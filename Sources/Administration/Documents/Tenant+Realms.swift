package import Registry

extension Tenant {
    /// The realms of one environment, or of both.
    package func realms(_ environment: RealmEnvironment?) -> [RealmIdentifier] {
        (environment.map { [$0] } ?? RealmEnvironment.allCases).map(realm)
    }
}
