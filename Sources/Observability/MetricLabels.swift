/// The labels of one time series, in the form and order in which they are written.
struct MetricLabels: Hashable, Comparable, Sendable {
    /// `name="value",…` in the order of the names; empty without labels.
    let text: String

    /// What is counted together once a metric has as many label sets as it may have.
    static let overflow = MetricLabels([("overflow", "true")])

    /// Takes labels in any order. Of two with the same name the first one stands.
    init(_ pairs: [(String, String)]) {
        guard !pairs.isEmpty else {
            text = ""
            return
        }
        var values: [String: String] = [:]
        for (name, value) in pairs {
            let name = MetricText.labelName(name)
            if values[name] == nil { values[name] = MetricText.labelValue(value) }
        }
        text = values.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ",")
    }

    /// The labels in braces, with `further` ones after them; empty where there are none.
    func braced(further: String = "") -> String {
        if text.isEmpty { return further.isEmpty ? "" : "{\(further)}" }
        return further.isEmpty ? "{\(text)}" : "{\(text),\(further)}"
    }

    static func < (left: MetricLabels, right: MetricLabels) -> Bool { left.text < right.text }
}
