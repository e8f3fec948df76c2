package import ExternalRecords

extension ExternalResource {
    /// The payers of a realm and their plans.
    package static func payers(_ store: any RecordStore) -> ExternalResource {
        let scopes = ResourceScopes("payers", of: "payers and their plans")
        let payers = ReadOnlyResource<Payer>(
            noun: "payer", plural: "payers", names: ("Payer", "Payers"), form: PayerForms.payer, scopes: scopes)
        let plans = ReadOnlyResource<Plan>(
            noun: "plan", plural: "plans", names: ("Plan", "Plans"), form: PayerForms.plan, scopes: scopes,
            parent: .init(noun: "payer", path: "/payers", parameter: "payerId") { call, id in
                try await call.stored { () async throws(RecordStoreError) in
                    try await store.find(Payer.self, realm: call.realm, id: id, parent: nil) != nil
                }
            })
        return ExternalResource(
            name: "Payers", summary: "Who pays for what patients get, and the plans they offer.", scopes: scopes,
            schemas: [
                payers.page.component, payers.form.component, plans.page.component, plans.form.component,
            ], operations: [payers.list(store), payers.get(store), plans.list(store), plans.get(store)])
    }
}
