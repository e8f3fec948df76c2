import ExternalRecords

/// The envelope of lists.
enum PageForms {
    /// A page of rows, with the count over all pages.
    static func page<Item>(_ name: String, _ summary: String, of row: WireForm<Item>) -> WireForm<PageOf<Item>> {
        WireForm(
            name, summary,
            [
                .shownList("Items", row, "The page's items; none past the end.") { $0.items },
                .shown(
                    "Count",
                    ["type": "integer", "minimum": 0, "description": "The number of items on all pages."]
                ) { .integer($0.count) },
            ])
    }
}
