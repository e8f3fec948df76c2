/// A code by which goods and services are billed (HCPCS).
package struct BillingCode: StoredRecord {
    /// Codes have ids from 70000001.
    package static let kind = RecordKind("code", firstNumber: 70_000_001)

    /// The code, such as `X1001`.
    package var code: String
    /// What it stands for.
    package var text: String
    /// What group it belongs to.
    package var category: String
    /// Whether it can be billed.
    package var isActive: Bool

    /// Describes a code.
    package init(code: String, text: String, category: String, isActive: Bool = true) {
        self.code = code
        self.text = text
        self.category = category
        self.isActive = isActive
    }
}
