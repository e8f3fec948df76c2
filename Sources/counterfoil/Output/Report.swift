import Administration

/// What a command has to tell: once for programs, once for people.
struct Report: Sendable {
    /// A part of what people see; parts are set apart by an empty line.
    enum Block: Sendable {
        /// Records, one a line.
        case table(Table)
        /// The members of one record, one a line.
        case record(JSONDocument)
        /// A sentence.
        case sentence(String)
    }

    /// The one JSON document.
    let document: JSONDocument
    /// What people see.
    let blocks: [Block]
    /// Lines that are the same for programs and people; they are printed in place of the document then.
    var lines: String?
    /// What was found to be wrong, for standard error; the exit code is 1 then.
    let fault: String?

    init(_ document: JSONDocument, _ blocks: [Block], fault: String? = nil) {
        self.document = document
        self.blocks = blocks
        self.fault = fault
    }

    /// One record.
    static func record(_ record: JSONDocument) -> Report { Report(record, [.record(record)]) }

    /// A list of records.
    ///
    /// - Parameter empty: what people read when there are none.
    static func list(_ records: [JSONDocument], columns: [Table.Column], empty: String) -> Report {
        Report(
            .list(records), [records.isEmpty ? .sentence(empty) : .table(Table(records, columns: columns))])
    }

    /// Lines that are a document each.
    static func lines(_ lines: String) -> Report {
        var report = Report(.text(lines), [])
        report.lines = lines
        return report
    }

    /// The text to print, with a line break at its end.
    func text(asJSON: Bool, width: Int?) -> String {
        if let lines { return lines }
        if asJSON { return document.jsonText + "\n" }
        return blocks.map { block in
            switch block {
            case .table(let table): table.lines(width: width).joined(separator: "\n")
            case .record(let record): Self.lines(of: record).joined(separator: "\n")
            case .sentence(let sentence): sentence
            }
        }.joined(separator: "\n\n") + "\n"
    }

    private static func lines(of record: JSONDocument) -> [String] {
        let labels = record.members.map { $0.name.replacing("_", with: " ") }
        let width = labels.map(\.count).max() ?? 0
        return zip(labels, record.members).map { label, member in
            label + String(repeating: " ", count: width - label.count + 2) + member.value.cellText
        }
    }
}
