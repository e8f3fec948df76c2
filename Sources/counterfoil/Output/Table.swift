import Administration

/// Records as a table for people. Identifiers are never cut; free text gives way when the terminal is too narrow.
struct Table: Hashable, Sendable {
    /// One column: a member of the records.
    struct Column: Hashable, Sendable {
        /// The member's name; in capitals it is the heading.
        let name: String
        /// Whether its cells may be cut.
        let isFlexible: Bool

        /// A column of free text, whose cells may be cut.
        static func flexible(_ name: String) -> Column { Column(name: name, isFlexible: true) }
    }

    private let columns: [Column]
    private let rows: [[String]]

    /// The gap between two columns.
    private static let gap = "  "

    init(_ records: [JSONDocument], columns: [Column]) {
        self.columns = columns
        rows = records.map { record in columns.map { record[$0.name]?.cellText ?? "–" } }
    }

    /// The lines of the table, the heading first.
    ///
    /// - Parameter width: columns of the terminal; `nil` where there is none, then nothing is cut.
    func lines(width: Int?) -> [String] {
        let heading = columns.map { $0.name.replacing("_", with: " ").uppercased() }
        let all = [heading] + rows
        var widths = columns.indices.map { column in all.map { $0[column].terminalWidth }.max() ?? 0 }
        if let width { shrink(&widths, to: width) }
        return all.map { cells in
            var line = ""
            for (column, cell) in cells.enumerated() {
                let cut = Self.cut(cell, to: widths[column])
                let isLast = column == cells.count - 1
                line +=
                    cut + (isLast ? "" : String(repeating: " ", count: widths[column] - cut.terminalWidth) + Self.gap)
            }
            return line
        }
    }

    /// Takes one column after the other from the widest of the flexible ones, until the table fits or they are as
    /// narrow as may be.
    private func shrink(_ widths: inout [Int], to limit: Int) {
        var excess = widths.reduce(0, +) + Self.gap.count * (widths.count - 1) - limit
        while excess > 0 {
            let flexible = columns.indices.filter { column in
                columns[column].isFlexible && widths[column] > CommandLimits.flexibleColumnMinimumWidth
            }
            guard let widest = flexible.max(by: { widths[$0] < widths[$1] }) else { return }
            widths[widest] -= 1
            excess -= 1
        }
    }

    private static func cut(_ cell: String, to width: Int) -> String {
        guard cell.terminalWidth > width else { return cell }
        var kept = ""
        for character in cell {
            guard (kept + String(character)).terminalWidth < width else { break }
            kept.append(character)
        }
        return kept + "…"
    }
}

extension Table.Column: ExpressibleByStringLiteral {
    /// A column whose cells are never cut.
    init(stringLiteral name: String) { self.init(name: name, isFlexible: false) }
}
