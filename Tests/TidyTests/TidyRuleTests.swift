import Testing

/// Each rule finds what it is there to find, and lets good text be.
@Suite struct TidyRuleTests {
    private static func file(_ text: String, at path: String = "Sources/Tokens/Sample.swift") -> SourceFile {
        SourceFile(path: path, text: text)
    }

    private static func function(ofLines count: Int) -> String {
        "func long() {\n" + String(repeating: "    step()\n", count: count - 2) + "}\n"
    }

    @Test(arguments: [
        ("Sources/A/Long.swift", 400, 0), ("Sources/A/Long.swift", 401, 1),
        ("Tests/A/Long.swift", 800, 0), ("Tests/A/Long.swift", 801, 1), ("README.md", 5000, 0),
    ])
    func `a file may have so many lines`(path: String, count: Int, findings: Int) {
        let file = Self.file(String(repeating: "let a = 1\n", count: count), at: path)
        #expect(TidyRules.sizes(of: file).count == findings)
    }

    @Test(arguments: [(70, 0), (71, 1)])
    func `a function may have seventy lines`(count: Int, findings: Int) {
        #expect(TidyRules.sizes(of: Self.file(Self.function(ofLines: count))).count == findings)
    }

    @Test func `an initialiser counts as a function`() {
        let body = String(repeating: "        step()\n", count: 70)
        let file = Self.file("struct A {\n    package init?(a: Int) throws(B) {\n\(body)    }\n}\n")
        #expect(TidyRules.sizes(of: file).map(\.line) == [2])
    }

    @Test func `requirements of a protocol have no length`() {
        let requirements = String(repeating: "    func find(id: Int) async throws(B) -> C?\n", count: 100)
        #expect(TidyRules.sizes(of: Self.file("protocol A {\n\(requirements)}\n")).isEmpty)
    }

    @Test func `braces in strings and comments do not end a function`() {
        let body = String(repeating: "    step(\"}\") // }\n", count: 70)
        #expect(TidyRules.sizes(of: Self.file("func long() {\n\(body)}\n")).count == 1)
    }

    @Test(arguments: [(120, 0), (121, 1)])
    func `a line may have a hundred and twenty columns`(count: Int, findings: Int) {
        #expect(TidyRules.sizes(of: Self.file(String(repeating: "a", count: count))).count == findings)
    }

    @Test(arguments: [
        "Sources/A/TokenHelpers.swift", "Sources/Utilities/Clock.swift", "Sources/A/KeyManager.swift",
        "Sources/Common/Clock.swift", "Sources/New/Clock.swift", "docs/two words.md",
    ])
    func `an empty word or a space in a path is found`(path: String) {
        #expect(TidyRules.names(of: Self.file("", at: path)).count == 1)
    }

    @Test(arguments: ["Sources/A/News.swift", "Sources/A/Renewal.swift", "Sources/A/Commonplace.swift"])
    func `a longer word is another word`(path: String) {
        #expect(TidyRules.names(of: Self.file("", at: path)).isEmpty)
    }

    @Test(arguments: ["struct KeyManager {}", "package enum CommonRules {}", "final class TestHelper {}"])
    func `an empty word in the name of a type is found`(text: String) {
        #expect(TidyRules.names(of: Self.file(text)).count == 1)
    }

    @Test(arguments: [
        ("Sources/A/Clock+Text.swift", "extension Clock {}", 0),
        ("Sources/A/Clock+Text.swift", "package extension A.Clock {}", 0),
        ("Sources/A/ClockText.swift", "extension Clock {}", 1),
        ("Sources/A/Watch+Text.swift", "extension Clock {}", 1),
        ("Sources/A/Clock.swift", "struct Clock {}\nextension Clock {}", 0),
    ])
    func `a file of extensions is named after what it extends`(path: String, text: String, findings: Int) {
        #expect(TidyRules.names(of: Self.file(text, at: path)).count == findings)
    }

    @Test(arguments: [
        "let a = try! b()", "fatalError(\"no\")", "print(a)", "let now = Date()", "Thread.sleep(forTimeInterval: 1)",
        "usleep(5)", "import XCTest", "let isOpen: Bool?", "if given == secret.exposed { }",
        "guard secret == given else { return }", "final class A: @unchecked Sendable {}",
        "nonisolated(unsafe) var a = 1",
    ])
    func `banned code is found`(text: String) {
        let findings = TidyRules.calls(of: Self.file(text))
        #expect(findings.count == 1, "\(findings)")
    }

    @Test(arguments: [
        "// try! is banned", "let a = \"fatalError(\"", "logger.print(a)", "Date(timeIntervalSince1970: 0)",
        "let isOpen: Bool", "if secret == nil { }", "if method == .clientSecretBasic { }",
        "// One writer only, behind the lock below.\nfinal class A: @unchecked Sendable {}", "fingerprint(a)",
    ])
    func `good code is let be`(text: String) {
        #expect(TidyRules.calls(of: Self.file(text)) == [])
    }

    @Test func `the command line may print and the composition may read the clock`() {
        #expect(TidyRules.calls(of: Self.file("print(a)", at: "Sources/counterfoil/Output.swift")) == [])
        #expect(TidyRules.calls(of: Self.file("Date()", at: "Sources/CounterfoilServer/Clock.swift")) == [])
    }

    @Test(arguments: ["try await Task.sleep(for: .seconds(1))", "@Test(.disabled(\"later\")) func a() {}"])
    func `a test neither sleeps nor is skipped`(text: String) {
        #expect(TidyRules.calls(of: Self.file(text, at: "Tests/A/Sample.swift")).count == 1)
        #expect(TidyRules.calls(of: Self.file("try await Task.sleep(for: a)")) == [])
    }

    @Test func `a note of unfinished work is found`() {
        #expect(TidyRules.unfinishedWork(of: Self.file("// TO" + "DO: more")).count == 1)
        #expect(TidyRules.unfinishedWork(of: Self.file("let MASTO" + "DON = 1")).isEmpty)
    }

    @Test(arguments: [
        ("[a](b.md)", 0), ("[a](c.md)", 1), ("![a](b.png)", 1), ("[a](b.md#the-heading)", 0), ("[a](b.md#other)", 1),
        ("[a](https://example.org)", 0), ("[a](#the-heading)", 1), ("[a](../docs/b.md)", 0), ("```\n[a](c.md)\n```", 0),
        ("`docs/b.md`", 0), ("`docs/c.md`", 1),
    ])
    func `a link that leads nowhere is found`(text: String, findings: Int) {
        let found = TidyRules.links(
            of: Self.file(text, at: "docs/a.md"), exists: { ["docs/a.md", "docs/b.md"].contains($0) },
            headings: { $0 == "docs/b.md" ? ["the-heading"] : [] })
        #expect(found.count == findings)
    }

    @Test func `a heading's anchor is made as viewers make it`() {
        let file = Self.file("# Errors, and what to do\n## `key rotate`\n", at: "docs/a.md")
        #expect(TidyRules.anchors(of: file) == ["errors-and-what-to-do", "key-rotate"])
    }

    @Test func `comments and strings are blanked and code is kept`() {
        let text = "a(\"x\\(b(\"y\"))z\") // c\n/* d /* e */ f */ g(#\"h\"i\"#)\n"
        let blanked = SwiftText.blankingCommentsAndStrings(of: text)
        #expect(blanked.contains("b(") && blanked.contains("g(#\""))
        #expect(!blanked.contains { "cdefhixyz".contains($0) })
        #expect(blanked.count == text.count)
    }

    @Test func `a test that a document names and that there is not is found`() {
        let tests = [
            Self.file("    @Test func `a stone falls`() {}", at: "Tests/A/B.swift"),
            Self.file("def test_stone():\n    pass", at: "Interop/test_stone.py"),
        ]
        let document = Self.file("| ``a stone falls`` | ``test_stone`` |\n| ``a stone flies`` |", at: "docs/a.md")
        #expect(TidyRules.unknownTests(namedBy: document, among: tests).map(\.line) == [2])
    }
}
