import ArgumentParser

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The program.
@main
struct Counterfoil: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "counterfoil",
        abstract: "An OAuth 2.0 authorization server that keeps the counterfoil of every token.",
        discussion: """
            Start with `counterfoil demo`. Everything but `demo` and `serve` works on the data directory named by \
            --data or COUNTERFOIL_DATA, beside a running server or without one; a running server follows within a \
            second.

            Exit codes: 0 done, 1 refused or failed, 2 the call was wrong.
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Serving", subcommands: [DemoCommand.self, ServeCommand.self, OpenAPICommand.self]),
            CommandGroup(
                name: "Administration",
                subcommands: [
                    TenantCommand.self, RealmCommand.self, SubscriptionCommand.self, ClientCommand.self,
                    SecretCommand.self,
                    ScopeCommand.self, ResourceCommand.self, KeyCommand.self, OperatorCommand.self, SandboxCommand.self,
                ]),
            CommandGroup(
                name: "Finding out",
                subcommands: [
                    TokenCommand.self, UsageCommand.self, JournalCommand.self, AccessCommand.self, WhyCommand.self,
                ]),
        ])

    static func main() async {
        let status = await Invocation.run(Array(CommandLine.arguments.dropFirst()), .system)
        endProcess(status.rawValue)
    }
}

/// Outside the type, whose own `exit` would hide the system's.
private func endProcess(_ status: Int32) -> Never {
    exit(status)
}
