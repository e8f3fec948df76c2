import HTTPTypes
import Journal
import Registry

/// The records of the External API, as far as operators have to do with them: `/accesses` and the reset of a sandbox.
enum RecordOperations {
    static let all = [listAccesses, resetSandbox]

    static let sandboxSchema = AdminSchema(
        "SandboxReset",
        [
            AdminField("tenant", .text(), "The tenant."),
            AdminField("realm", .text(), "The realm whose records are the sample data again."),
            AdminField("reset_at", .moment, "When."),
        ])

    private static let listAccesses = AdminOperation(
        .get, "/accesses", name: "listAccesses",
        summary: "List accesses to the data of patients, newest first: which client has seen or changed which records.",
        access: .read,
        query: [
            AdminField("realm", .text(), "Only accesses in this realm, such as `acme/production`."),
            AdminField("patient", .text(), "Only accesses to the data of the patient of this id; needs `realm`."),
            AdminField("kind", .text(), "Only accesses of this kind, such as `access.read`."),
            AdminField("since", .moment, "Only accesses at or after this moment."),
            AdminField("until", .moment, "Only accesses before this moment."),
        ] + AdminField.paging, answer: JournalOperations.entrySchema.list,
        work: .ask { services, call in
            var query = try JournalOperations.query(of: call)
            query.patient = call.query.text("patient")
            guard query.patient == nil || query.realm != nil else {
                throw RegistryError.invalid(
                    field: "realm", "Ids of patients are those of one realm. Name it, such as realm=acme/production.")
            }
            let entries = try await services.records.accesses().entries(matching: query)
            return try JournalOperations.page(
                entries, next: entries.count < query.limit ? nil : entries.last?.sequence)
        })

    private static let resetSandbox = AdminOperation(
        .post, "/tenants/{tenant}/sandbox/reset", name: "resetSandbox",
        summary: "Put the records of a tenant's sandbox back to the sample data. What was written there is gone.",
        access: .write, answer: sandboxSchema,
        work: .prepared { services, call in
            let tenant = try await services.registry.read { registry in try call.tenant(in: registry) }
            let realm = tenant.realm(.sandbox)
            try await services.records.resetSandbox(realm, call.now)
            return { registry, context, _ in
                try registry.record(
                    context.change("sandbox.reset", tenant: tenant.name, realm: realm, subject: realm.description))
                return AdminAnswer([
                    "tenant": .text(tenant.name.text), "realm": .text(realm.description),
                    "reset_at": .moment(call.now),
                ])
            }
        })
}
