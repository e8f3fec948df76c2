import HTTPTypes
import Registry

/// Clients: `/clients`.
enum ClientOperations {
    static let all =
        [list, create, show, update, delete, revokeTokens]
        + [
            status(.suspended, "suspend", "Stop a client for now: its tokens stop working."),
            status(.active, "resume", "Let a suspended client go on."),
        ]

    static let schema = AdminSchema("Client", facts + settings)

    private static let facts: [AdminField] = [
        AdminField("client_id", .text(), "The Client ID."),
        AdminField("environment", .word(of: RealmEnvironment.self), "Where it works."),
        AdminField("tenant", .text(), "The tenant."),
        AdminField("subscription_id", .text(), "The subscription."),
        AdminField("name", .text(), "What people call it."),
        AdminField("scopes", .texts, "The scopes it may have."),
        AdminField("token_lifetime", .integer(lifetime), "How long its tokens are good, in seconds."),
        AdminField("status", .word(["active", "suspended", "deleted"]), "Whether it works."),
        AdminField("created_at", .moment, "When it was created."),
    ]

    private static let settings: [AdminField] = [
        AdminField("authentication", .texts, "How it may authenticate."),
        AdminField(
            "jwks_uri", .text(maximumCharacters: RegistryLimits.keysURICharacters),
            "Where its public keys are fetched.", nullable: true),
        AdminField("jwks_registered", .boolean, "Whether its public keys are registered here."),
        AdminField(
            "certificate_subject", .text(maximumCharacters: RegistryLimits.certificateSubjectCharacters),
            "KIND=NAME of its certificate.", nullable: true),
        AdminField("token_format", .word(ClientSettingsChange.tokenFormatWords), "The form of its tokens."),
        AdminField("token_binding", .word(of: TokenBinding.self), "Whether they are bound to a key."),
        AdminField("profile", .word(of: SecurityProfile.self), "The rules that it is held to."),
        AdminField("default_scopes", .texts, "The scopes of requests that name none; empty for all."),
        AdminField(
            "introspects", .text(maximumCharacters: RegistryLimits.resourceIdentifierBytes),
            "The resource whose tokens it introspects.", nullable: true),
        AdminField("exchange_targets", .texts, "The resources for which it exchanges tokens."),
        AdminField("allowed_networks", .texts, "The networks that its requests may come from; empty for any."),
    ]

    static let lifetime =
        Int64(RegistryLimits.shortestTokenLifetimeSeconds)...Int64(RegistryLimits.longestTokenLifetimeSeconds)

    private static let order = ListOrder(identifier: "client_id", name: "name")

    private static let list = AdminOperation(
        .get, "/clients", name: "listClients", summary: "List clients.", access: .read,
        query: order.parameters(filters: [
            AdminField("tenant", .text(), "Only those of this tenant."),
            AdminField("environment", .word(of: RealmEnvironment.self), "Only those of this environment."),
            AdminField("subscription", .text(), "Only those of this subscription."),
            AdminField("status", .word(["active", "suspended"]), "Only those with this status."),
        ]), answer: schema.list,
        work: .read { registry, call in
            var search = try order.search(call)
            search.tenant = try call.query.text("tenant").map {
                try registry.requireTenant(try TenantName(stored: $0)).name
            }
            search.environment = try call.environment
            search.subscription = try call.query.text("subscription").map {
                try registry.requireSubscription(SubscriptionIdentifier($0)).id
            }
            return order.page(try registry.searchClients(search), of: search, call, document: \.document)
        })

    private static let create = AdminOperation(
        .post, "/clients", name: "createClient",
        summary: "Create a further client of a subscription, with a secret unless it authenticates by keys.",
        access: .write,
        body: [
            AdminField("subscription_id", .text(), "The subscription.", required: true),
            AdminField("environment", .word(of: RealmEnvironment.self), "Where it works.", required: true),
            AdminField("name", .text(), "What people call it; the partner's name where it is missing."),
            AdminField("scopes", .texts, "The scopes it may have; all of the subscription where it is missing."),
            AdminField("token_lifetime", .integer(lifetime), "How long its tokens are good, in seconds."),
        ] + ClientSettingsChange.fields,
        answer: AdminSchema(
            "CreatedClient",
            schema.fields + [
                AdminField("client_secret", .text(), "The Client Secret, shown this once.", nullable: true),
                AdminField("secret_id", .text(), "The secret's identifier.", nullable: true),
            ]
        ).showingSecret(), status: .created,
        work: .change { registry, context, call in
            let subscription = try call.changeableSubscription(
                call.body.text("subscription_id") ?? "", in: registry)
            let created = try CreateClient(
                subscription: subscription.id.text, environment: try call.environment ?? .sandbox,
                name: call.body.text("name") ?? subscription.partner, scopes: call.body.texts("scopes") ?? [],
                tokenLifetimeSeconds: call.body.integer("token_lifetime").map(Int.init),
                settings: try ClientSettingsChange(call.body)
            ).run(in: registry, context)
            return AdminAnswer(
                created.client.document.adding(
                    created.credentials.members.filter { ["client_secret", "secret_id"].contains($0.name) }))
        })

    private static let show = AdminOperation(
        .get, "/clients/{client}", name: "getClient", summary: "Show a client.", access: .read, answer: schema,
        work: .read { registry, call in AdminAnswer(try current(registry, call)) })

    private static let update = AdminOperation(
        .patch, "/clients/{client}", name: "updateClient",
        summary: "Change a client; what is missing stays. Tokens that are out keep their scopes and lifetime.",
        access: .write,
        body: [
            AdminField("name", .text(), "What people call it."),
            AdminField("scopes", .texts, "The scopes it may have from now on; of the subscription's."),
            AdminField("token_lifetime", .integer(lifetime), "How long its tokens are good, in seconds."),
        ] + ClientSettingsChange.fields, answer: schema, current: current,
        work: .change { registry, context, call in
            let client = try call.changeableClient(in: registry)
            return AdminAnswer(
                try UpdateClient(
                    client: client.id.text, name: call.body.text("name"), scopes: call.body.texts("scopes"),
                    tokenLifetimeSeconds: call.body.integer("token_lifetime").map(Int.init),
                    settings: try ClientSettingsChange(call.body)
                ).run(in: registry, context).document)
        })

    private static let delete = AdminOperation(
        .delete, "/clients/{client}", name: "deleteClient",
        summary: "Delete a client for good: its tokens and its secrets stop working.", access: .write,
        answer: schema, current: current,
        work: .change { registry, context, call in
            let client = try call.changeableClient(in: registry)
            return AdminAnswer(
                try SetClientStatus(client: client.id.text, status: .deleted).run(in: registry, context).document)
        })

    private static let revokeTokens = AdminOperation(
        .post, "/clients/{client}/revoke-tokens", name: "revokeClientTokens",
        summary: "Revoke all tokens of a client; its secrets go on working.", access: .support, answer: schema,
        work: .change { registry, context, call in
            let client = try call.changeableClient(in: registry)
            return AdminAnswer(try RevokeClientTokens(client: client.id.text).run(in: registry, context).document)
        })

    private static func status(_ status: Client.Status, _ verb: String, _ summary: String) -> AdminOperation {
        AdminOperation(
            .post, "/clients/{client}/\(verb)", name: "\(verb)Client", summary: summary, access: .support,
            answer: schema, current: current,
            work: .change { registry, context, call in
                let client = try call.changeableClient(in: registry)
                return AdminAnswer(
                    try SetClientStatus(client: client.id.text, status: status).run(in: registry, context).document)
            })
    }

    private static func current(_ registry: any RegistryReading, _ call: AdminCall) throws -> JSONDocument {
        try registry.requireClient(call.segment("client")).document
    }
}
