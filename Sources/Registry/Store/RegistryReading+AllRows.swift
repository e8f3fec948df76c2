extension RegistryReading {
    /// All rows of a list, read page after page.
    ///
    /// - Parameters:
    ///   - key: what the list is ordered by, of a row.
    ///   - list: reads one page.
    func allRows<Row>(key: (Row) -> String, _ list: (ListPage) throws -> [Row]) throws -> [Row] {
        var rows: [Row] = []
        while true {
            let page = ListPage(after: rows.last.map(key))
            let next = try list(page)
            rows += next
            if next.count < page.limit { return rows }
        }
    }
}
