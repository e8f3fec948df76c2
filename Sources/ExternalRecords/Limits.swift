/// Bounds and defaults of the External API's records. Units stand last in the names.
package enum RecordLimits {
    /// Digits of a record's id.
    package static let identifierDigits = 8
    /// Rows of a page when the caller names no number.
    package static let defaultPageRows = 50
    /// Most rows of one page.
    package static let largestPageRows = 500
    /// The highest page number, so that it fits the 32-bit integers of every client.
    package static let largestPageIndex = 2_147_483_647
    /// Changes of one answer when the caller names no number.
    package static let defaultChangesRows = 100
    /// How long a repeated write is known as such, in seconds: a day.
    package static let repeatableSeconds: Int64 = 86_400
    /// Billing codes that a new sandbox starts with.
    package static let sampleCodes = 500
    /// Patients that a new sandbox starts with.
    package static let samplePatients = 250
}
