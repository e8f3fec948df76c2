package import ExternalRecords

extension ExternalResource {
    /// The billing codes of a realm.
    package static func billingCodes(_ store: any RecordStore) -> ExternalResource {
        let codes = ReadOnlyResource<BillingCode>(
            noun: "code", plural: "hcpcs", names: ("Hcpcs", "HcpcsCodes"), form: form,
            scopes: ResourceScopes("hcpcs", of: "HCPCS codes"))
        return ExternalResource(
            name: "HCPCS codes", summary: "The codes by which goods and services are billed.", scopes: codes.scopes,
            schemas: [codes.page.component, codes.form.component],
            operations: [codes.list(store), codes.get(store)])
    }

    private static let form = WireForm<Stored<BillingCode>>(
        "Hcpcs", "A code by which goods and services are billed.",
        [
            .identifier("code", example: "70000001"),
            .shownText("Code", "The code.", ["examples": ["X1001"]]) { $0.record.code },
            .shownText("Description", "What it stands for.", ["examples": ["Nasal mask, small, purchase"]]) {
                $0.record.text
            },
            .shownText("Category", "The group it belongs to.", ["examples": ["Respiratory"]]) { $0.record.category },
            .shownFlag("Active", "Whether it can be billed.") { $0.record.isActive },
            .modified(),
        ])
}
