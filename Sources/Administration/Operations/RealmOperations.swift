import HTTPTypes
import Registry

/// The settings of realms: `/tenants/{tenant}/realms/{environment}`.
enum RealmOperations {
    static let all = [show, update]

    static let schema = AdminSchema(
        "Realm",
        [
            AdminField("tenant", .text(), "The tenant."),
            AdminField("environment", .word(of: RealmEnvironment.self), "The environment."),
            AdminField("profile", profile, "The rules that its clients are held to."),
            AdminField("certificate_roots", .texts, "SHA-256 of the certificates that issue its clients' ones."),
        ])

    private static let profile = AdminField.Form.word(
        [SecurityProfile.standard, .fapi2].map(\.rawValue))

    private static let show = AdminOperation(
        .get, "/tenants/{tenant}/realms/{environment}", name: "getRealm", summary: "Show the settings of a realm.",
        access: .read, answer: schema, work: .read { registry, call in AdminAnswer(try current(registry, call)) })

    private static let update = AdminOperation(
        .patch, "/tenants/{tenant}/realms/{environment}", name: "updateRealm",
        summary: "Change the settings of a realm; what is missing stays.", access: .write,
        body: [
            AdminField("profile", profile, "The rules that its clients are held to."),
            AdminField(
                "certificate_roots", .text(maximumCharacters: RegistryLimits.certificateRootsBytes),
                "The certificates that issue its clients' ones, PEM; empty for none."),
        ], answer: schema, current: current,
        work: .change { registry, context, call in
            AdminAnswer(
                try UpdateRealm(
                    realm: try call.realm(in: registry),
                    profile: call.body.text("profile").flatMap(SecurityProfile.init(rawValue:)),
                    certificateRoots: call.body.text("certificate_roots")
                ).run(in: registry, context).document)
        })

    private static func current(_ registry: any RegistryReading, _ call: AdminCall) throws -> JSONDocument {
        try registry.findRealmSettings(try call.realm(in: registry)).document
    }
}
