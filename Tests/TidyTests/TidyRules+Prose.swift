import Foundation

extension TidyRules {
    /// Notes that promise work instead of doing it.
    static func unfinishedWork(of file: SourceFile) -> [Finding] {
        // Written in two parts, so that this file does not find itself.
        let words = ["TO" + "DO", "FIX" + "ME"]
        return file.lines.enumerated().compactMap { index, line in
            guard let word = words.first(where: { containsWord($0, in: line) }) else { return nil }
            return Finding(path: file.path, line: index + 1, text: "\(word): do it, or file an issue")
        }
    }

    private static func containsWord(_ word: String, in line: String) -> Bool {
        var rest = line[...]
        while let range = rest.range(of: word) {
            let before = range.lowerBound == line.startIndex ? nil : line[line.index(before: range.lowerBound)]
            let after = range.upperBound == line.endIndex ? nil : line[range.upperBound]
            if !(before?.isLetter ?? false), !(after?.isLetter ?? false) { return true }
            rest = line[range.upperBound...]
        }
        return false
    }

    /// Relative links and images of a Markdown file that lead nowhere, and files that it names and that are not there.
    /// `exists` is asked for paths from the root,
    /// `headings` for the anchors of a Markdown file.
    static func links(
        of file: SourceFile, exists: (String) -> Bool, headings: (String) -> Set<String>
    ) -> [Finding] {
        guard file.isMarkdown else { return [] }
        let link = /\]\((?<target>[^)\s]+)\)/
        let named = /`(?<path>(?:Sources|Tests|Interop|docs|deploy|script)\/[\w+.\/-]+)`/
        return outsideFences(file.lines).flatMap { index, line in
            line.matches(of: link).compactMap { match in
                let target = String(match.output.target)
                guard let fault = fault(of: target, in: file, exists: exists, headings: headings) else { return nil }
                return Finding(path: file.path, line: index + 1, text: "\(target): \(fault)")
            }
                + line.matches(of: named).compactMap { match in
                    let path = String(match.output.path)
                    guard !exists(path) else { return nil }
                    return Finding(path: file.path, line: index + 1, text: "\(path): there is no such file")
                }
        }
    }

    private static func fault(
        of target: String, in file: SourceFile, exists: (String) -> Bool, headings: (String) -> Set<String>
    ) -> String? {
        if target.contains(/^[a-z][a-z0-9+.-]*:/) { return nil }
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let path = parts[0].isEmpty ? file.path : resolve(parts[0], from: file.path)
        guard exists(path) else { return "there is no such file" }
        guard parts.count == 2, path.hasSuffix(".md") else { return nil }
        return headings(path).contains(parts[1]) ? nil : "there is no such heading"
    }

    /// A relative path of a link as a path from the root.
    static func resolve(_ target: String, from path: String) -> String {
        var parts = path.split(separator: "/").dropLast().map(String.init)
        for part in target.split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }

    /// The anchors that the headings of a Markdown file give, in the form that the usual viewers make of them.
    static func anchors(of file: SourceFile) -> Set<String> {
        Set(
            outsideFences(file.lines).compactMap { _, line -> String? in
                guard let match = line.wholeMatch(of: /#{1,6}\s+(?<title>.*)/) else { return nil }
                let kept = match.output.title.lowercased().filter {
                    $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_"
                }
                return kept.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: " ", with: "-")
            })
    }

    private static func outsideFences(_ lines: [String]) -> [(Int, String)] {
        var isInside = false
        return lines.enumerated().compactMap { index, line in
            if line.trimmingCharacters(in: .whitespaces).hasPrefix("```") {
                isInside.toggle()
                return nil
            }
            return isInside ? nil : (index, line)
        }
    }
}
