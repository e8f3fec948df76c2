import Administration
import FoundationEssentials
import Timekeeping

extension JSONDocument {
    /// The value as a person reads it in one line: a dash for nothing, times to the second, lists with commas.
    var cellText: String {
        switch self {
        case .null: "–"
        case .boolean(let value): value ? "yes" : "no"
        case .integer(let value): String(value)
        case .text(let value): value.isEmpty ? "–" : value.printable
        case .moment(let value): value.date.formatted(Date.ISO8601FormatStyle())
        case .list(let values): values.isEmpty ? "–" : values.map(\.cellText).joined(separator: ", ")
        case .object(let members): members.map { "\($0.name)=\($0.value.cellText)" }.joined(separator: " ")
        }
    }
}

extension String {
    /// The text with each control character replaced, so that what others wrote cannot steer the terminal.
    var printable: String {
        guard unicodeScalars.contains(where: \.isSteering) else { return self }
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars { result.append(scalar.isSteering ? "\u{FFFD}" : scalar) }
        return String(result)
    }

    /// How many columns of a terminal the text takes.
    var terminalWidth: Int {
        reduce(0) { width, character in width + (character.isWide ? 2 : 1) }
    }
}

extension Unicode.Scalar {
    /// Control characters, and the invisible ones that turn the direction of what follows.
    fileprivate var isSteering: Bool {
        properties.generalCategory == .control || (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
    }
}

extension Character {
    /// Whether a terminal gives it two columns: East Asian wide characters and pictures.
    fileprivate var isWide: Bool {
        guard let value = unicodeScalars.first?.value, value >= 0x1100 else { return false }
        let wide: [ClosedRange<UInt32>] = [
            0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD,
        ]
        return wide.contains { $0.contains(value) }
    }
}
