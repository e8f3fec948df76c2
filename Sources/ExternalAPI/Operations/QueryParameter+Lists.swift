import ExternalRecords
import WebFoundation

extension QueryParameter {
    /// Which page, from 0.
    static let pageIndex = QueryParameter.integer(
        "pageIndex", "The number of the page, from 0.", in: 0...RecordLimits.largestPageIndex, default: 0)
    /// How many rows to a page.
    static let pageSize = QueryParameter.integer(
        "pageSize", "How many items a page has at most.", in: 1...RecordLimits.largestPageRows,
        default: RecordLimits.defaultPageRows)
    /// Since when records were changed.
    static let modifiedSince = QueryParameter.moment(
        "modifiedSince", "Only records that were changed at this moment or later.", example: "2026-01-01T00:00:00Z")
    /// In which order.
    static let order = QueryParameter.word(
        "order", "The order of the list: by creation or by the last change, with - the newest first.",
        RecordOrder.self, default: .created, example: .created)

    /// What every list takes.
    static let lists = [pageIndex, pageSize, modifiedSince, order]
}

extension ExternalCall {
    /// The page that the query asks for.
    var page: Page {
        get throws {
            guard let index = query.number(.pageIndex), let rows = query.number(.pageSize),
                let page = Page(index: index, rows: rows)
            else {
                // The parameters have the same bounds as a page, so this is a fault of ours and not of the caller.
                throw FailureForm.problem.error(.internalError)
            }
            return page
        }
    }

    /// The part of a list that the query asks for.
    var recordQuery: RecordQuery {
        get throws {
            RecordQuery(
                page: try page, modifiedSince: query.moment(.modifiedSince),
                order: query.text(.order).flatMap { RecordOrder(rawValue: $0) } ?? .created)
        }
    }
}
