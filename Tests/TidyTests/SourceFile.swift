import Foundation

/// A text file of the repository, as the tidy rules see it.
struct SourceFile {
    /// Where the file lies, from the root of the repository, with `/` between its parts.
    let path: String
    /// The whole text.
    let text: String
    /// The lines, without their line ends.
    let lines: [String]
    /// The lines with comments and string contents blanked, so that rules about code do not read prose.
    let codeLines: [String]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        lines = Self.split(text)
        codeLines = path.hasSuffix(".swift") ? Self.split(SwiftText.blankingCommentsAndStrings(of: text)) : lines
    }

    /// The last part of the path.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    var isSwift: Bool { path.hasSuffix(".swift") }
    var isMarkdown: Bool { path.hasSuffix(".md") }
    var isTest: Bool { path.hasPrefix("Tests/") || path.hasPrefix("Interop/") }

    /// A trailing line end starts no line of its own.
    private static func split(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" {
            lines.removeLast()
        }
        return lines
    }
}

/// One breach of a rule.
struct Finding: CustomStringConvertible, Equatable {
    let path: String
    /// Counted from 1; 0 where the finding is about the whole file.
    let line: Int
    let text: String

    var description: String { line == 0 ? "\(path): \(text)" : "\(path):\(line): \(text)" }
}
