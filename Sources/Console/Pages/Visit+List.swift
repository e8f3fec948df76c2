import Administration
import WebFoundation

extension Visit {
    /// A page of a list that can be searched, with the way to the next one.
    ///
    /// - Parameter fixed: parameters of the operation that the page's address does not have.
    func list(
        _ operation: String, path: [String: String] = [:], filters: [String] = ["search"],
        fixed: [(String, String?)] = [], limit: Int = ConsoleLimits.listRows
    ) async throws(ProblemDetails) -> (items: [JSONDocument], next: String?, first: String?) {
        let chosen = filters.map { ($0, query[$0]) }
        let cursor = query["cursor"]
        let document = try await ask(
            operation, path: path, query: chosen + fixed + [("cursor", cursor), ("limit", String(limit))])
        func page(_ cursor: String?) -> String {
            let text = PercentEncoding.query(given: chosen + [("cursor", cursor)])
            return text.isEmpty ? address : "\(address)?\(text)"
        }
        let next = document.text("next").nonEmpty
        return (document.items(), next.map { page($0) }, cursor.flatMap(\.nonEmpty).map { _ in page(nil) })
    }

    /// A field of a search with what was looked for.
    func searchField(_ name: String, _ label: String, _ kind: Field.Kind = .line) -> Field {
        Field(name, label, kind, value: query[name] ?? "")
    }
}

extension Field.Option {
    /// Everything, of a choice that a search narrows.
    static let any = Field.Option("", "Any")
}
