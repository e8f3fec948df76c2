import HTTPTypes
package import Timekeeping
package import WebFoundation

/// The values of a request's query parameters, all of them known and good.
package struct QueryValues: Sendable {
    private let values: [String: QueryValue]

    /// Reads a raw query against the parameters that the operation takes. All faults are found at once.
    ///
    /// - Throws: ``ProblemDetails`` with code `invalid_parameter`. The values that were sent are not repeated in it.
    package init(query: String?, parameters: [QueryParameter]) throws(ProblemDetails) {
        var values: [String: QueryValue] = [:]
        var seen: Set<String> = []
        var faults: [ProblemDetails.Fault] = []
        for pair in (query ?? "").utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
                let value = parts.count > 1 ? PercentEncoding.decode(parts[1], plusIsSpace: true) : ""
            else {
                faults.append(
                    .parameter("(query)", "A part of the query has broken percent-encoding. Encode it as UTF-8."))
                continue
            }
            guard let parameter = parameters.first(where: { $0.name == name }) else {
                faults.append(Self.unknown(name, among: parameters))
                continue
            }
            guard seen.insert(name).inserted else {
                faults.append(.parameter(name, "Given more than once. Give it once."))
                continue
            }
            guard let read = parameter.read(value) else {
                faults.append(.parameter(name, "Not a value this parameter takes. \(parameter.expectation)"))
                continue
            }
            values[name] = read
        }
        guard faults.isEmpty else {
            throw ProblemDetails(
                .badRequest, code: "invalid_parameter", title: "Invalid parameter",
                detail: "The query has parameters that are unknown, repeated or out of range. Correct those in errors.",
                errors: faults)
        }
        for parameter in parameters where values[parameter.name] == nil {
            values[parameter.name] = parameter.standard
        }
        self.values = values
    }

    /// The number of a parameter, its default where the request had none.
    package func number(_ parameter: QueryParameter) -> Int? {
        if case .number(let number) = values[parameter.name] ?? parameter.standard { number } else { nil }
    }

    /// The text of a parameter, its default where the request had none.
    package func text(_ parameter: QueryParameter) -> String? {
        if case .text(let text) = values[parameter.name] ?? parameter.standard { text } else { nil }
    }

    /// The moment of a parameter, its default where the request had none.
    package func moment(_ parameter: QueryParameter) -> Timestamp? {
        if case .moment(let moment) = values[parameter.name] ?? parameter.standard { moment } else { nil }
    }

    private static func unknown(_ name: String, among parameters: [QueryParameter]) -> ProblemDetails.Fault {
        let known = parameters.map(\.name)
        let visible = String(name.unicodeScalars.prefix(60).map { $0.isASCII && $0.value > 0x20 ? Character($0) : "?" })
        let advice =
            if let near = nearestName(to: name, among: known) {
                "Did you mean \(near)?"
            } else if known.isEmpty {
                "This operation takes no query parameters."
            } else {
                "Known are: \(known.joined(separator: ", "))."
            }
        return .parameter(visible, "There is no parameter of this name. \(advice)")
    }
}
