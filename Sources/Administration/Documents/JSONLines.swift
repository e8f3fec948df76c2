import JOSE
import Registry
import WebFoundation

/// Many records as text, one JSON object a line.
package enum JSONLines {
    /// The media type. Nothing is registered for the form; this is what most programs call it.
    package static let mediaType = "application/x-ndjson"

    /// Reads records. Empty lines are passed over, and count.
    ///
    /// - Parameters:
    ///   - fields: the members that a line may have.
    ///   - record: makes a record of the members of a line, which are all of the right form; or of those that are,
    ///     where none that must be there is missing, to look for what else is wrong.
    /// - Returns: the records, and what is wrong with lines.
    /// - Throws: ``RegistryError/invalid(field:_:)`` where there are no lines, or too many.
    static func read<Record>(
        _ bytes: [UInt8], fields: [AdminField], _ progress: WorkProgress,
        record: (_ number: Int, _ members: [String: JSONValue], _ isPartial: Bool) throws(RegistryError) -> Record
    ) throws(RegistryError) -> (records: [Record], problems: [InvalidLine]) {
        var records: [Record] = []
        var problems: [InvalidLine] = []
        // Before anything is read: each line may have many faults.
        guard bytes.count(where: { $0 == UInt8(ascii: "\n") }) <= AdminLimits.linesCount else {
            throw .invalid(
                field: "lines", "There are more than \(AdminLimits.linesCount) lines. Send them in several parts.")
        }
        var number = 0
        var isEmpty = true
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
            number += 1
            if number.isMultiple(of: 100) { progress.report(.reading, start, bytes.count) }
            let line = bytes[start..<end]
            start = end + 1
            guard !line.allSatisfy(isSpace) else { continue }
            isEmpty = false
            let (members, faults) = AdminInput.line(Array(line), fields)
            problems += faults.map { fault in
                InvalidLine(line: number, field: fault.pointer.flatMap(field), message: fault.detail)
            }
            guard let members, fields.allSatisfy({ !$0.isRequired || members[$0.name] != nil }) else { continue }
            do throws(RegistryError) {
                records.append(try record(number, members, !faults.isEmpty))
            } catch {
                problems.append(InvalidLine(line: number, field: nil, error))
            }
        }
        guard !isEmpty else {
            throw .invalid(field: "lines", "There is nothing in it. Give records, one JSON object a line.")
        }
        progress.report(.reading, bytes.count, bytes.count)
        return (records, problems)
    }

    private static func field(_ pointer: String) -> String? {
        pointer.isEmpty ? nil : String(pointer.dropFirst())
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
