import Foundation
import Testing

/// The house style, held by every file of the repository.
@Suite struct TidyTests {
    /// Read once for all tests.
    private static let reading = Result { try Repository.textFiles() }
    private let files: [SourceFile]

    init() throws {
        files = try Self.reading.get()
    }

    @Test func `the repository's files are found`() {
        let paths = Set(files.map(\.path))
        #expect(paths.isSuperset(of: ["Package.swift", "README.md", "script/test", "Tests/TidyTests/TidyTests.swift"]))
    }

    @Test func `files, functions and lines are short enough`() {
        #expect(files.flatMap(TidyRules.sizes) == [])
    }

    @Test func `names say what things are`() {
        #expect(files.flatMap(TidyRules.names) == [])
    }

    @Test func `no banned code is called`() {
        #expect(files.flatMap(TidyRules.calls) == [])
    }

    @Test func `nothing is left unfinished`() {
        #expect(files.flatMap(TidyRules.unfinishedWork) == [])
    }

    @Test func `links and images of documents lead somewhere`() {
        let anchors = Dictionary(
            uniqueKeysWithValues: files.filter(\.isMarkdown).map { ($0.path, TidyRules.anchors(of: $0)) })
        let findings = files.flatMap { file in
            TidyRules.links(of: file, exists: Repository.exists, headings: { anchors[$0] ?? [] })
        }
        #expect(findings == [])
    }

    @Test func `each lesson names tests that there are`() throws {
        let lessons = try #require(files.first { $0.path == "docs/lessons.md" })
        let tests = files.filter { $0.path.hasPrefix("Tests/") || $0.path.hasPrefix("Interop/") }
        #expect(TidyRules.unknownTests(namedBy: lessons, among: tests) == [])
        let rows = lessons.lines.filter { $0.hasPrefix("| ") && $0.contains("``") }
        #expect(rows.count >= 20)
    }

    @Test func `what building makes is not kept in git`() throws {
        #expect(try Repository.tracked([".build", ".build-interop", ".assets", "var"]) == [])
    }
}
