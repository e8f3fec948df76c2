import ArgumentParser
import Registry

/// Which realms a list is of: those of a tenant, or one of them.
struct RealmFilter: ParsableArguments {
    @Option(help: ArgumentHelp("The tenant.", valueName: "name"))
    var tenant: String
    @Option(help: ArgumentHelp("Only those of this environment."))
    var environment: RealmEnvironment?

    /// The segments of a path that name the tenant.
    var path: [String: String] { ["tenant": tenant] }
    /// The word for the environment.
    var word: String? { environment?.rawValue }
}
