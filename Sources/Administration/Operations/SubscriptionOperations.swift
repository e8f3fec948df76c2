import HTTPTypes
import Registry

/// Subscriptions: `/subscriptions`.
enum SubscriptionOperations {
    static let all =
        [list, create, show, update]
        + [
            status(.suspended, "suspend", "Stop a subscription for now: all tokens of its clients stop working."),
            status(.active, "resume", "Let a suspended subscription go on."),
            status(.ended, "end", "End a subscription for good: all tokens of its clients stop working."),
        ]

    static let schema = AdminSchema(
        "Subscription",
        [
            AdminField("subscription_id", .text(), "The identifier."),
            AdminField("tenant", .text(), "The tenant whose API it is for."),
            AdminField("partner", .text(), "The partner's name."),
            AdminField("contact", .text(), "How to reach the partner."),
            AdminField("scopes", .texts, "The scopes that its clients may have."),
            AdminField("status", .word(of: Subscription.Status.self), "Whether it works."),
            AdminField("created_at", .moment, "When it was created."),
        ])

    private static let created = AdminSchema(
        "CreatedSubscription",
        [
            AdminField("subscription", .record(schema.fields), "The subscription."),
            AdminField(
                "clients",
                .records([
                    AdminField("environment", .word(of: RealmEnvironment.self), "Where it works."),
                    AdminField("client_id", .text(), "The Client ID."),
                    AdminField("client_secret", .text(), "The Client Secret, shown this once.", nullable: true),
                    AdminField("secret_id", .text(), "The secret's identifier.", nullable: true),
                ]), "The credentials of its first clients."),
        ])

    private static let order = ListOrder(identifier: "subscription_id", name: "partner")

    private static let list = AdminOperation(
        .get, "/subscriptions", name: "listSubscriptions", summary: "List subscriptions.", access: .read,
        query: order.parameters(filters: [
            AdminField("tenant", .text(), "Only those of this tenant."),
            AdminField("status", .word(of: Subscription.Status.self), "Only those with this status."),
        ]), answer: schema.list,
        work: .read { registry, call in
            var search = try order.search(call)
            search.tenant = try call.query.text("tenant").map {
                try registry.requireTenant(try TenantName(stored: $0)).name
            }
            return order.page(try registry.searchSubscriptions(search), of: search, call, document: \.document)
        })

    private static let create = AdminOperation(
        .post, "/subscriptions", name: "createSubscription",
        summary: "Create a subscription with a client and its secret in the sandbox and in production.",
        access: .write,
        body: [
            AdminField("tenant", .text(), "The tenant whose API it is for.", required: true),
            AdminField("partner", .text(), "The partner's name.", required: true),
            AdminField("contact", .text(), "How to reach the partner."),
            AdminField("scopes", .texts, "The scopes that its clients may have; `external` where it is missing."),
            AdminField("with_clients", .boolean, "Whether it gets its first clients; it does where this is missing."),
        ], answer: created.showingSecret(), status: .created,
        work: .change { registry, context, call in
            let created = try CreateSubscription(
                tenant: call.body.text("tenant") ?? "", partner: call.body.text("partner") ?? "",
                contact: call.body.text("contact") ?? "", scopes: call.body.texts("scopes") ?? [],
                withClients: call.body.flag("with_clients", otherwise: true)
            ).run(in: registry, context)
            return AdminAnswer([
                "subscription": created.subscription.document, "clients": .list(created.clients.map(\.credentials)),
            ])
        })

    private static let show = AdminOperation(
        .get, "/subscriptions/{subscription}", name: "getSubscription", summary: "Show a subscription.",
        access: .read, answer: schema, work: .read { registry, call in AdminAnswer(try current(registry, call)) })

    private static let update = AdminOperation(
        .patch, "/subscriptions/{subscription}", name: "updateSubscription",
        summary: "Change a subscription; what is missing stays. Tokens that are out keep their scopes.",
        access: .write,
        body: [
            AdminField("partner", .text(), "The partner's name."),
            AdminField("contact", .text(), "How to reach the partner."),
            AdminField("scopes", .texts, "The scopes that its clients may have from now on."),
        ], answer: schema, current: current,
        work: .change { registry, context, call in
            let subscription = try call.changeableSubscription(call.segment("subscription"), in: registry)
            return AdminAnswer(
                try UpdateSubscription(
                    id: subscription.id.text, partner: call.body.text("partner"), contact: call.body.text("contact"),
                    scopes: call.body.texts("scopes")
                ).run(in: registry, context).document)
        })

    private static func status(_ status: Subscription.Status, _ verb: String, _ summary: String) -> AdminOperation {
        AdminOperation(
            .post, "/subscriptions/{subscription}/\(verb)", name: "\(verb)Subscription", summary: summary,
            access: .write, answer: schema, current: current,
            work: .change { registry, context, call in
                let subscription = try call.changeableSubscription(call.segment("subscription"), in: registry)
                return AdminAnswer(
                    try SetSubscriptionStatus(id: subscription.id.text, status: status).run(in: registry, context)
                        .document)
            })
    }

    private static func current(_ registry: any RegistryReading, _ call: AdminCall) throws -> JSONDocument {
        try registry.requireSubscription(SubscriptionIdentifier(call.segment("subscription"))).document
    }
}
