import HTTPTypes
import JOSE
import Timekeeping
import WebFoundation

/// Holds input to the fields of an operation, and finds all faults at once.
struct AdminInput {
    private var faults: [ProblemDetails.Fault] = []

    /// The members of a body, all of them good.
    ///
    /// - Throws: `ProblemDetails` 400 where it is no JSON object, 422 with a fault for each member that is wrong.
    static func body(_ bytes: [UInt8], _ fields: [AdminField]) throws(ProblemDetails) -> [String: JSONValue] {
        guard !fields.isEmpty || !bytes.isEmpty else { return [:] }
        let object: JSONObject
        do throws(JOSEError) {
            object = try self.object(bytes.isEmpty ? Array("{}".utf8) : bytes)
        } catch {
            throw ProblemDetails(
                .badRequest, code: "malformed_json", title: "Malformed JSON",
                detail: "The body is not one JSON object without repeated members: \(error)")
        }
        var input = AdminInput()
        let members = input.members(object, fields, at: "")
        try input.requireNoFaults()
        return members
    }

    /// The members of a line of a body of JSON lines that are good, and what is wrong with others; `nil` where it is no
    /// JSON object.
    static func line(
        _ bytes: [UInt8], _ fields: [AdminField]
    ) -> (members: [String: JSONValue]?, faults: [ProblemDetails.Fault]) {
        do throws(JOSEError) {
            var input = AdminInput()
            var members = input.members(try object(bytes), fields, at: "")
            for fault in input.faults {
                if let name = fault.pointer?.split(separator: "/").first { members[String(name)] = nil }
            }
            return (members, input.faults)
        } catch {
            return (nil, [.member("", "It is not one JSON object without repeated members: \(error)")])
        }
    }

    private static func object(_ bytes: [UInt8]) throws(JOSEError) -> JSONObject {
        try StrictJSON.object(bytes, limitBytes: AdminLimits.bodyBytes, depthMaximum: AdminLimits.bodyDepth)
    }

    /// The values of a query, all of them good.
    ///
    /// - Throws: `ProblemDetails` 400 with a fault for each parameter that is wrong.
    static func query(_ text: String?, _ fields: [AdminField]) throws(ProblemDetails) -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        var faults: [ProblemDetails.Fault] = []
        for pair in (text ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0].utf8, plusIsSpace: true),
                let value = PercentEncoding.decode((parts.count > 1 ? parts[1] : "").utf8, plusIsSpace: true)
            else {
                faults.append(.parameter("", "The query has a broken percent-encoding."))
                continue
            }
            guard let field = fields.first(where: { $0.name == name }) else {
                let known = fields.map(\.name).joined(separator: ", ")
                faults.append(.parameter(name, "There is no such parameter. There are: \(known)."))
                continue
            }
            let json: JSONValue =
                switch field.form {
                case .integer: Int64(value).map(JSONValue.integer) ?? .string(value)
                case .boolean: value == "true" ? .bool(true) : value == "false" ? .bool(false) : .string(value)
                case .texts: .array([.string(value)])
                default: .string(value)
                }
            if let fault = fault(of: json, field, known: values[name]) {
                faults.append(.parameter(name, fault))
            } else {
                values[name] = json
            }
        }
        let named = Set(values.keys).union(faults.compactMap(\.parameter))
        for field in fields where field.isRequired && !named.contains(field.name) {
            faults.append(.parameter(field.name, "It is missing. \(field.expectation)"))
        }
        guard faults.isEmpty else {
            throw ProblemDetails(
                .badRequest, code: "invalid_parameters", title: "Invalid parameters",
                detail: "Parameters of the query are wrong; each is named in errors.", errors: faults)
        }
        return values
    }

    private static func fault(of value: JSONValue, _ field: AdminField, known: JSONValue?) -> String? {
        guard known == nil else { return "It stands more than once." }
        return isGood(value, field) ? nil : field.expectation
    }

    private mutating func members(
        _ object: JSONObject, _ fields: [AdminField], at place: String
    ) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        for name in object.names.sorted() where !fields.contains(where: { $0.name == name }) {
            let known = fields.map(\.name).joined(separator: ", ")
            faults.append(.member("\(place)/\(name)", "There is no such member here. There are: \(known)."))
        }
        for field in fields {
            let pointer = "\(place)/\(field.name)"
            guard let value = object[field.name] else {
                if field.isRequired { faults.append(.member(pointer, "It is missing. \(field.expectation)")) }
                continue
            }
            if value == .null {
                if !field.isNullable { faults.append(.member(pointer, "It is null. \(field.expectation)")) }
            } else if case .record(let inner) = field.form, case .object(let nested) = value {
                _ = self.members(nested, inner, at: pointer)
            } else if !Self.isGood(value, field) {
                faults.append(.member(pointer, field.expectation))
            }
            members[field.name] = value
        }
        return members
    }

    private static func isGood(_ value: JSONValue, _ field: AdminField) -> Bool {
        switch (field.form, value) {
        case (.text(let maximum), .string(let text)): text.unicodeScalars.count <= maximum
        case (.word(let words), .string(let text)): words.contains(text)
        case (.integer(let range), .integer(let number)): range.contains(number)
        case (.boolean, .bool): true
        case (.moment, .string(let text)): Timestamp(iso8601: text) != nil
        case (.day, .string(let text)): Day(text: text) != nil
        case (.cursor, .string(let text)): ListCursor(text: text) != nil
        case (.object, .object): true
        case (.texts, .array(let values)): values.allSatisfy { if case .string = $0 { true } else { false } }
        default: false
        }
    }

    private func requireNoFaults() throws(ProblemDetails) {
        guard faults.isEmpty else {
            throw ProblemDetails(
                .unprocessableContent, code: "invalid_body", title: "Invalid body",
                detail: "Members of the body are wrong; each is named in errors.", errors: faults)
        }
    }
}
