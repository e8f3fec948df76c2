import Foundation

/// The numbers of the house style.
enum TidyLimits {
    static let sourceFileLines = 400
    static let testFileLines = 800
    static let functionLines = 70
    static let columns = 120
}

/// The rules; each takes what it judges and returns what it found, so that each can be shown to fail.
enum TidyRules {}

extension TidyRules {
    /// Files, functions and lines that are too long.
    static func sizes(of file: SourceFile) -> [Finding] {
        guard file.isSwift || file.path.hasSuffix(".py") || file.path.hasPrefix("script/") else { return [] }
        return fileLength(of: file) + lineLengths(of: file) + (file.isSwift ? functionLengths(of: file) : [])
    }

    private static func fileLength(of file: SourceFile) -> [Finding] {
        let limit = file.isTest ? TidyLimits.testFileLines : TidyLimits.sourceFileLines
        guard file.lines.count > limit else { return [] }
        return [Finding(path: file.path, line: 0, text: "\(file.lines.count) lines; split it, \(limit) at most")]
    }

    private static func lineLengths(of file: SourceFile) -> [Finding] {
        file.lines.enumerated().compactMap { index, line in
            guard line.count > TidyLimits.columns, !line.contains("sha256:") else { return nil }
            return Finding(
                path: file.path, line: index + 1, text: "\(line.count) columns; \(TidyLimits.columns) at most")
        }
    }

    private static func functionLengths(of file: SourceFile) -> [Finding] {
        SwiftText.functions(inBlanked: file.codeLines).compactMap { function in
            guard function.length > TidyLimits.functionLines else { return nil }
            return Finding(
                path: file.path, line: function.line,
                text: "\(function.name) has \(function.length) lines; \(TidyLimits.functionLines) at most")
        }
    }
}
