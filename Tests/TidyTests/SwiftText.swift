import Foundation

/// Just enough reading of Swift text for the tidy rules.
enum SwiftText {
    /// Replaces every character of a comment or of a string's content by a space; line ends stay.
    static func blankingCommentsAndStrings(of text: String) -> String {
        var scanner = Scanner(characters: Array(text.unicodeScalars))
        return scanner.run()
    }

    /// The functions and initialisers of a text, each with its first line (from 1) and its number of lines.
    static func functions(inBlanked lines: [String]) -> [(name: String, line: Int, length: Int)] {
        let declaration = /^\s*(?:[@\w().:]+\s+)*?(?:func\s+(?<name>[^\s(<]+)|(?<initialiser>init[?!]?)\s*[<(])/
        var found: [(name: String, line: Int, length: Int)] = []
        for (index, line) in lines.enumerated() {
            guard let match = line.firstMatch(of: declaration) else { continue }
            guard let last = lastLineOfBody(lines, from: index, column: line.distance(to: match.range.upperBound))
            else {
                continue
            }
            let name = match.output.name ?? match.output.initialiser ?? "function"
            found.append((String(name), index + 1, last - index + 1))
        }
        return found
    }

    /// The line of the brace that closes the body whose signature ends at or after the given place; nil where the
    /// declaration has no body (a requirement of a protocol).
    private static func lastLineOfBody(_ lines: [String], from start: Int, column: Int) -> Int? {
        // The place may lie behind the opening parenthesis of an initialiser, which is then balanced by hand.
        let opening = lines[start].prefix(column).filter { $0 == "(" }.count
        var parentheses = opening - lines[start].prefix(column).filter { $0 == ")" }.count
        var braces = 0
        for index in start..<lines.count {
            let line = index == start ? lines[index].dropFirst(column) : lines[index][...]
            if index > start, braces == 0, parentheses == 0, startsDeclaration(line) {
                return nil
            }
            for character in line {
                switch character {
                case "(", "[": parentheses += 1
                case ")", "]": parentheses -= 1
                case "{" where parentheses == 0 || braces > 0: braces += 1
                case "}" where braces > 0:
                    braces -= 1
                    if braces == 0 { return index }
                case "}" where parentheses == 0: return nil
                default: break
                }
            }
        }
        return nil
    }

    private static func startsDeclaration(_ line: Substring) -> Bool {
        line.prefixMatch(of: /\s*(?:@|(?:func|init|var|let|static|case|public|package|private|associatedtype)\b)/)
            != nil
    }
}

extension String {
    fileprivate func distance(to index: String.Index) -> Int { distance(from: startIndex, to: index) }
}

/// Walks a Swift text once, keeping code and blanking the rest.
private struct Scanner {
    let characters: [Unicode.Scalar]
    private var position = 0
    private var output = String.UnicodeScalarView()

    init(characters: [Unicode.Scalar]) {
        self.characters = characters
    }

    mutating func run() -> String {
        code(until: nil)
        return String(output)
    }

    private func looking(at text: String) -> Bool {
        var index = position
        for wanted in text.unicodeScalars {
            guard index < characters.count, characters[index] == wanted else { return false }
            index += 1
        }
        return true
    }

    private mutating func keep() {
        output.append(characters[position])
        position += 1
    }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where position < characters.count {
            output.append(characters[position] == "\n" ? "\n" : " ")
            position += 1
        }
    }

    /// Keeps code up to the end of the text, or up to the parenthesis that closes an interpolation.
    private mutating func code(until closing: Unicode.Scalar?) {
        var depth = 0
        while position < characters.count {
            let character = characters[position]
            if looking(at: "//") {
                while position < characters.count, characters[position] != "\n" { blank() }
            } else if looking(at: "/*") {
                comment()
            } else if character == "\"" || (character == "#" && startsRawString) {
                string()
            } else {
                if character == "(" { depth += 1 }
                if character == ")" {
                    if depth == 0, closing != nil { return }
                    depth -= 1
                }
                keep()
            }
        }
    }

    private var startsRawString: Bool {
        var index = position
        while index < characters.count, characters[index] == "#" { index += 1 }
        return index < characters.count && characters[index] == "\""
    }

    private mutating func comment() {
        var depth = 0
        repeat {
            if looking(at: "/*") {
                depth += 1
                blank(2)
            } else if looking(at: "*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && position < characters.count
    }

    private mutating func string() {
        var hashes = ""
        while characters[position] == "#" {
            hashes.append("#")
            keep()
        }
        let isMultiline = looking(at: "\"\"\"")
        let quote = (isMultiline ? "\"\"\"" : "\"") + hashes
        for _ in 0..<(isMultiline ? 3 : 1) { keep() }
        while position < characters.count {
            if looking(at: quote) {
                for _ in quote.unicodeScalars { keep() }
                return
            }
            if looking(at: "\\" + hashes + "(") {
                blank(hashes.count + 1)
                keep()
                code(until: ")")
                if position < characters.count { keep() }
            } else if looking(at: "\\" + hashes) {
                blank(hashes.count + 2)
            } else if characters[position] == "\n", !isMultiline {
                // An unclosed string is not Swift: leave it at its line.
                return
            } else {
                blank()
            }
        }
    }
}
