import Foundation

extension TidyRules {
    /// Tests that docs/lessons.md names in double backquotes and that no test file has.
    static func unknownTests(namedBy file: SourceFile, among tests: [SourceFile]) -> [Finding] {
        let names = Set(tests.flatMap { testNames(of: $0) })
        return file.lines.enumerated().flatMap { index, line in
            line.matches(of: /``(?<name>[^`]+)``/).compactMap { match in
                let name = String(match.output.name)
                guard !names.contains(name) else { return nil }
                return Finding(path: file.path, line: index + 1, text: "there is no test “\(name)”")
            }
        }
    }

    /// The names of the tests of a Swift or Python file.
    static func testNames(of file: SourceFile) -> [String] {
        file.lines.compactMap { line in
            if let match = line.firstMatch(of: /func `(?<name>[^`]+)`/) { return String(match.output.name) }
            if let match = line.firstMatch(of: /^\s*def (?<name>test_\w+)/) { return String(match.output.name) }
            return nil
        }
    }
}
