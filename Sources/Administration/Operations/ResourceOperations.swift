import HTTPTypes
import Registry

/// Protected APIs: `/tenants/{tenant}/resources`.
enum ResourceOperations {
    static let all = [list, create, show, update, delete]

    static let schema = AdminSchema(
        "Resource",
        [
            AdminField("resource", identifier, "The identifier, the `aud` of its tokens."),
            AdminField("tenant", .text(), "The tenant."),
            AdminField("environment", .word(of: RealmEnvironment.self), "Where it exists."),
            AdminField("name", .text(), "What people call it."),
            AdminField("token_format", format, "The form of its tokens."),
        ])

    private static let identifier = AdminField.Form.text(maximumCharacters: RegistryLimits.resourceIdentifierBytes)
    private static let format = AdminField.Form.word(of: TokenFormat.self)
    private static let path = "/tenants/{tenant}/realms/{environment}/resources"

    private static let list = AdminOperation(
        .get, "/tenants/{tenant}/resources", name: "listResources", summary: "List the protected APIs of a tenant.",
        access: .read,
        query: [AdminField("environment", .word(of: RealmEnvironment.self), "Only those of this environment.")],
        answer: schema.list,
        work: .read { registry, call in
            let realms = try call.tenant(in: registry).realms(try call.environment)
            return .page(try realms.flatMap { try registry.listResources($0) }.map(\.document), next: nil)
        })

    private static let create = AdminOperation(
        .post, path, name: "createResource", summary: "Create a protected API in one environment.", access: .write,
        body: [
            AdminField("resource", identifier, "An absolute URI without a fragment (RFC 8707).", required: true),
            AdminField("name", .text(), "What people call it.", required: true),
            AdminField("token_format", format, "The form of its tokens; `sealed` where it is missing."),
        ], answer: schema, status: .created,
        work: .change { registry, context, call in
            AdminAnswer(
                try CreateResource(
                    realm: try call.realm(in: registry), identifier: call.body.text("resource") ?? "",
                    name: call.body.text("name") ?? "", tokenFormat: call.tokenFormat ?? .sealed
                ).run(in: registry, context).document)
        })

    private static let show = AdminOperation(
        .get, path + "/{resource}", name: "getResource", summary: "Show a protected API.", access: .read,
        answer: schema, work: .read { registry, call in AdminAnswer(try current(registry, call)) })

    private static let update = AdminOperation(
        .patch, path + "/{resource}", name: "updateResource",
        summary: "Change a protected API; what is missing stays. Tokens that are out stay good.", access: .write,
        body: [
            AdminField("name", .text(), "What people call it."),
            AdminField("token_format", format, "The form of its tokens."),
        ], answer: schema, current: current,
        work: .change { registry, context, call in
            let resource = try call.resource(in: registry)
            return AdminAnswer(
                try UpdateResource(
                    realm: resource.realm, resource: resource.identifier, name: call.body.text("name"),
                    tokenFormat: call.tokenFormat
                ).run(in: registry, context).document)
        })

    private static let delete = AdminOperation(
        .delete, path + "/{resource}", name: "deleteResource",
        summary: "Delete a protected API that nothing names and for which no sealed token was issued.",
        access: .write, answer: schema, current: current,
        work: .change { registry, context, call in
            let resource = try call.resource(in: registry)
            return AdminAnswer(
                try DeleteResource(realm: resource.realm, resource: resource.identifier).run(in: registry, context)
                    .document)
        })

    private static func current(_ registry: any RegistryReading, _ call: AdminCall) throws -> JSONDocument {
        try call.resource(in: registry).document
    }
}

extension AdminCall {
    fileprivate var tokenFormat: TokenFormat? { body.text("token_format").flatMap(TokenFormat.init(rawValue:)) }

    /// The resource that the path names.
    fileprivate func resource(in registry: any RegistryReading) throws -> Resource {
        let realm = try realm(in: registry)
        do {
            return try registry.requireResource(segment("resource"), in: realm)
        } catch RegistryError.invalid(_, let message) {
            throw RegistryError.notFound(message)
        }
    }
}
