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
}

extension ExternalCall {
    /// The page that the query asks for.
    var page: Page {
        get throws {
            guard let page = Page(index: query[.pageIndex], rows: query[.pageSize]) else {
                // The parameters have the same bounds as a page, so this is a fault of ours and not of the caller.
                throw FailureForm.problem.error(.internalError)
            }
            return page
        }
    }
}
