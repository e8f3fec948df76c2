import Testing

@testable import counterfoil

struct CompletionTests {
    private let line: CommandLineFixture

    init() throws { line = try CommandLineFixture() }

    /// Something that stands in the script of that shell alone.
    private static let shells = [
        ("bash", "complete -o filenames -F"), ("zsh", "#compdef counterfoil"), ("fish", "complete -c 'counterfoil'"),
    ]

    @Test(arguments: shells)
    func `a script for the shell is printed that knows commands, options and words`(
        _ shell: String, _ mark: String
    ) async {
        let printed = await line.run(["--generate-completion-script", shell])
        #expect(printed.status == .done && printed.errors.isEmpty)
        #expect(printed.output.contains(mark), "\(printed.output.prefix(400))")
        for word in [
            "import", "export", "revoke-tokens", "with-secrets", "dry-run", "sandbox", "production",
            "private_key_jwt", "smart-backend-services", "ES256", "administrator", "sign-es256", "certificate",
            "critical",
        ] {
            #expect(printed.output.contains(word), "\(word)")
        }
    }

    @Test func `there is no script for a shell that is not known`() async {
        let refused = await line.run(["--generate-completion-script", "tcsh"])
        #expect(refused.status != .done && !refused.errors.isEmpty)
    }
}
