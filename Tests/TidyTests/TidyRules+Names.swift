import Foundation
import RegexBuilder

extension TidyRules {
    /// Words that say nothing about what a file or a type is for.
    private static let emptyWords: Set<String> = [
        "helper", "helpers", "utility", "utilities", "utils", "manager", "common", "new",
    ]

    /// Paths with spaces or empty words, and types with empty words in their names.
    static func names(of file: SourceFile) -> [Finding] {
        pathName(of: file) + (file.isSwift ? typeNames(of: file) + extensionFileName(of: file) : [])
    }

    private static func pathName(of file: SourceFile) -> [Finding] {
        var found: [Finding] = []
        if file.path.contains(" ") {
            found.append(Finding(path: file.path, line: 0, text: "a space in the path; join the words"))
        }
        for word in words(of: file.path) where emptyWords.contains(word) {
            found.append(
                Finding(path: file.path, line: 0, text: "'\(word)' in the path; say what the file is about"))
        }
        return found
    }

    private static func typeNames(of file: SourceFile) -> [Finding] {
        let declaration = /\b(?:struct|class|enum|actor|protocol|typealias)\s+(?<name>\w+)/
        return file.codeLines.enumerated().flatMap { index, line in
            line.matches(of: declaration).flatMap { match in
                words(of: String(match.output.name)).filter(emptyWords.contains).map { word in
                    Finding(
                        path: file.path, line: index + 1,
                        text: "'\(word)' in the name of \(match.output.name); say what it is for")
                }
            }
        }
    }

    /// A file that only extends types is named after the first of them and what it adds.
    private static func extensionFileName(of file: SourceFile) -> [Finding] {
        let topLevel = Regex {
            ZeroOrMore(/@\w+\s+/)
            ZeroOrMore(/(?:public|package|internal|fileprivate|private|final|indirect)\s+/)
            Capture(/\w+/)
            /\s+/
            Capture(/[\w.]+/)
        }
        let declaring: Set<String> = [
            "struct", "class", "enum", "actor", "protocol", "func", "let", "var", "typealias",
        ]
        var extended: [String] = []
        for line in file.codeLines {
            guard let match = line.prefixMatch(of: topLevel) else { continue }
            if declaring.contains(String(match.output.1)) { return [] }
            if match.output.1 == "extension" {
                extended.append(match.output.2.split(separator: ".").last.map(String.init) ?? "")
            }
        }
        guard !extended.isEmpty, file.path.hasPrefix("Sources/") || file.path.hasPrefix("Tests/") else { return [] }
        let parts = file.name.dropLast(".swift".count).split(separator: "+", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, extended.contains(where: { isNamed($0, parts[0]) }) else {
            return [
                Finding(
                    path: file.path, line: 0,
                    text: "holds extensions only; name it \(extended[0])+Aspect.swift after what it adds")
            ]
        }
        return []
    }

    /// A prefix that says where a type comes from may be left out of the file's name, or be put there: the file
    /// `RegistryRow+Values.swift` may extend `Row`.
    private static func isNamed(_ type: String, _ name: Substring) -> Bool {
        type == name || type.hasSuffix(name) || name.hasSuffix(type)
    }

    /// The words of a name in lower case: parted at every character that is no letter, and before every capital.
    static func words(of name: String) -> [String] {
        var words: [String] = [""]
        for character in name {
            if character.isUppercase || !character.isLetter {
                words.append("")
            }
            if character.isLetter {
                words[words.count - 1].append(contentsOf: character.lowercased())
            }
        }
        return words.filter { !$0.isEmpty }
    }
}
