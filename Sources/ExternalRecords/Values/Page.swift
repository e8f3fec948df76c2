/// Which part of a list is asked for.
package struct Page: Hashable, Sendable {
    /// The number of the page, from 0.
    package let index: Int
    /// Rows of a page.
    package let rows: Int

    /// The page that is read when the caller asks for none.
    package static let first = Page(unchecked: 0, rows: RecordLimits.defaultPageRows)

    /// Asks for a page; `nil` outside the limits of number (0 to ``RecordLimits/largestPageIndex``) and rows
    /// (1 to ``RecordLimits/largestPageRows``).
    package init?(index: Int, rows: Int = RecordLimits.defaultPageRows) {
        guard (0...RecordLimits.largestPageIndex).contains(index), (1...RecordLimits.largestPageRows).contains(rows)
        else {
            return nil
        }
        self.init(unchecked: index, rows: rows)
    }

    private init(unchecked index: Int, rows: Int) {
        self.index = index
        self.rows = rows
    }

    /// How many rows stand before the page.
    package var offsetRows: Int { index * rows }
}

/// A part of a list.
package struct PageOf<Item: Sendable>: Sendable {
    /// The rows, in the list's order; none past the end.
    package let items: [Item]
    /// How many rows the whole list has.
    package let count: Int

    /// Puts a page together.
    package init(items: [Item], count: Int) {
        self.items = items
        self.count = count
    }
}
