import Foundation

/// A piece of code that is not wanted, and what to write instead.
struct BannedCode {
    let pattern: Regex<Substring>
    let instead: String
    let applies: (SourceFile) -> Bool

    init(_ pattern: Regex<Substring>, instead: String, where applies: @escaping (SourceFile) -> Bool = { _ in true }) {
        // Otherwise `secret.exposed` would be one word.
        self.pattern = pattern.wordBoundaryKind(.simple)
        self.instead = instead
        self.applies = applies
    }
}

extension TidyRules {
    /// What no Swift file may call, with the replacement named.
    static func calls(of file: SourceFile) -> [Finding] {
        guard file.isSwift else { return [] }
        let banned = bannedCode.filter { $0.applies(file) }
        return file.codeLines.enumerated().flatMap { index, line in
            banned.compactMap { ban in
                guard let match = line.firstMatch(of: ban.pattern) else { return nil }
                let code = match.output.trimmingCharacters(in: .whitespaces)
                return Finding(path: file.path, line: index + 1, text: "`\(code)`: \(ban.instead)")
            }
        } + unprovenPromises(of: file)
    }

    /// Unsafe promises to the compiler need a comment just above them that proves them.
    private static func unprovenPromises(of file: SourceFile) -> [Finding] {
        file.codeLines.enumerated().compactMap { index, line in
            // The pattern names the promises; it makes none.
            guard line.contains(/@unchecked Sendable|nonisolated\(unsafe\)/) else { return nil }
            let above = index > 0 ? file.lines[index - 1].trimmingCharacters(in: .whitespaces) : ""
            guard !above.hasPrefix("//") else { return nil }
            return Finding(
                path: file.path, line: index + 1,
                text: "an unsafe promise without a comment above that proves it; better a Mutex or a value type")
        }
    }

    private static var bannedCode: [BannedCode] {
        [
            BannedCode(/\btry!/, instead: "throw a typed error, or return an optional"),
            BannedCode(/\bfatalError\(/, instead: "throw a typed error; a server does not stop for one request"),
            BannedCode(
                /(?:^|[^\w.`])print\(/, instead: "use a Logger; only the command line prints",
                where: { $0.path.hasPrefix("Sources/") && !$0.path.hasPrefix("Sources/counterfoil/") }),
            BannedCode(
                /\bDate\(\)|\bDate\.now\b/, instead: "take the time from a TimeSource",
                where: { file in
                    file.path.hasPrefix("Sources/")
                        && !["Timekeeping/", "CounterfoilServer/", "counterfoil/"].contains { folder in
                            file.path.hasPrefix("Sources/" + folder)
                        }
                }),
            BannedCode(
                /\bThread\.sleep\b|\busleep\(|(?:^|[^\w.])sleep\(/,
                instead: "never block a thread; wait for what you wait for"),
            BannedCode(
                /\bTask\.sleep\b/, instead: "a test waits for an event, or is given the time",
                where: \.isTest),
            BannedCode(
                /\.disabled\(|\bwithKnownIssue\b/, instead: "repair the test or remove it",
                where: \.isTest),
            BannedCode(/\bimport XCTest\b/, instead: "import Testing"),
            BannedCode(/\bBool\?|\bOptional<Bool>/, instead: "an enum with a name for each of the three states"),
            BannedCode(
                /(?i)\b\w*(?:secret|password|pepper)(?:\.exposed)?\s*[!=]=\s*(?!nil\b)[^=\s]/,
                instead: "compare with constantTimeEquals",
                where: { $0.path.hasPrefix("Sources/") }),
            BannedCode(
                /(?i)[!=]=\s*(?:\w+\.)*\w*(?:secret|password|pepper)\b/,
                instead: "compare with constantTimeEquals",
                where: { $0.path.hasPrefix("Sources/") }),
        ]
    }
}
