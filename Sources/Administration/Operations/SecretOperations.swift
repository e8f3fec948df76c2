import HTTPTypes
import Registry
import Timekeeping

/// Client secrets: `/clients/{client}/secrets` and `/secrets`.
enum SecretOperations {
    static let all = [list, create, roll, show, revoke, expire, expiring, superseded]

    static let schema = AdminSchema(
        "Secret",
        [
            AdminField("secret_id", .text(), "The identifier, which is not secret."),
            AdminField("client_id", .text(), "The client."),
            AdminField("hint", .text(), "The first characters of the secret."),
            AdminField("created_at", .moment, "When it was created."),
            AdminField("not_before", .moment, "From when on it works."),
            AdminField("expires_at", .moment, "Until when it works; null for ever.", nullable: true),
            AdminField("last_used_at", .moment, "When it was last used, to a few seconds.", nullable: true),
            AdminField("last_used_from", .text(), "The IP address it was last used from.", nullable: true),
            AdminField("revoked_at", .moment, "When it was revoked.", nullable: true),
            AdminField("state", .word(["active", "not_yet_valid", "expired", "revoked"]), "Whether it works now."),
            AdminField(
                "superseded_by", .text(),
                "The first later secret of the client that works and outlasts this one, while this one works.",
                nullable: true),
            AdminField(
                "succession", .word(of: SecretStanding.Succession.self),
                "Whether it was used after that one was created; current where there is none."),
        ])

    private static let created: [AdminField] = [
        AdminField("secret_id", .text(), "The identifier."),
        AdminField("client_id", .text(), "The client."),
        AdminField("client_secret", .text(), "The Client Secret, shown this once.", nullable: true),
        AdminField("created_at", .moment, "When it was created."),
        AdminField("not_before", .moment, "From when on it works."),
        AdminField("expires_at", .moment, "Until when it works; null for ever.", nullable: true),
    ]

    private static let expiresAt = AdminField(
        "expires_at", .moment, "Until when it works; for ever where it is missing.")

    private static let list = AdminOperation(
        .get, "/clients/{client}/secrets", name: "listSecrets",
        summary: "List the secrets of a client in the order in which they were made.", access: .read,
        answer: schema.list,
        work: .read { registry, call in
            let client = try registry.requireClient(call.segment("client"))
            return .page(
                try registry.listSecretStandings(client.id, at: call.now).map { $0.document(at: call.now) }, next: nil)
        })

    private static let create = AdminOperation(
        .post, "/clients/{client}/secrets", name: "createSecret",
        summary: "Create a further secret; those that the client has go on working.", access: .support,
        body: [AdminField("not_before", .moment, "From when on it works; at once where it is missing."), expiresAt],
        answer: AdminSchema("CreatedSecret", created).showingSecret(), status: .created,
        work: .change { registry, context, call in
            let client = try call.changeableClient(in: registry)
            return AdminAnswer(
                try CreateSecret(
                    client: client.id.text, notBefore: call.body.moment("not_before"),
                    expiresAt: call.body.moment("expires_at")
                ).run(in: registry, context).document)
        })

    private static let roll = AdminOperation(
        .post, "/clients/{client}/secrets/roll", name: "rollSecret",
        summary: "Create a secret in the place of those that the client has, which go on working for a while.",
        access: .support,
        body: [
            AdminField(
                "grace_seconds", .integer(0...RegistryLimits.secretGraceSeconds),
                "How long the secrets of before go on working.", required: true),
            expiresAt,
        ],
        answer: AdminSchema(
            "RolledSecret",
            created + [
                AdminField("superseded", .records(schema.fields), "The secrets of before and when they stop working.")
            ]
        ).showingSecret(), status: .created,
        work: .change { registry, context, call in
            let client = try call.changeableClient(in: registry)
            let rolled = try RollSecret(
                client: client.id.text, graceSeconds: call.body.integer("grace_seconds") ?? 0,
                expiresAt: call.body.moment("expires_at")
            ).run(in: registry, context)
            let superseded = try rolled.superseded.map { secret in
                try registry.requireSecretStanding(secret.id, at: context.now).document(at: context.now)
            }
            return AdminAnswer(
                rolled.created.document.adding([JSONDocument.Member("superseded", .list(superseded))]))
        })

    private static let show = AdminOperation(
        .get, "/secrets/{secret}", name: "getSecret", summary: "Show what is known of a secret: never the secret.",
        access: .read, answer: schema, work: .read { registry, call in AdminAnswer(try current(registry, call)) })

    private static let revoke = AdminOperation(
        .post, "/secrets/{secret}/revoke", name: "revokeSecret", summary: "Stop a secret at once.",
        access: .support,
        body: [
            AdminField(
                "revoke_tokens", .boolean,
                "Whether all tokens of the client end too; else those that are out stay good until they expire.")
        ], answer: schema, current: current,
        work: .change { registry, context, call in
            let secret = try call.changeableSecret(in: registry)
            _ = try RevokeSecret(id: secret.id.text, withTokens: call.body.flag("revoke_tokens"))
                .run(in: registry, context)
            return AdminAnswer(try current(registry, call))
        })

    private static let expire = AdminOperation(
        .post, "/secrets/{secret}/expire", name: "expireSecret", summary: "Set when a secret stops working.",
        access: .support,
        body: [AdminField("expires_at", .moment, "When it stops working; now where it is missing.")],
        answer: schema, current: current,
        work: .change { registry, context, call in
            let secret = try call.changeableSecret(in: registry)
            _ = try SetSecretExpiry(id: secret.id.text, expiresAt: call.body.moment("expires_at") ?? context.now)
                .run(in: registry, context)
            return AdminAnswer(try current(registry, call))
        })

    private static let ofAnyClient = AdminSchema(
        "SecretOfClient",
        schema.fields + [
            AdminField("client_name", .text(), "What people call the client."),
            AdminField("tenant", .text(), "The client's tenant."),
            AdminField("environment", .word(of: RealmEnvironment.self), "Where the client works."),
        ])

    private static let expiring = AdminOperation(
        .get, "/secrets", name: "listExpiringSecrets",
        summary: "List the secrets of all clients that stop soon, soonest first.", access: .read,
        query: [
            AdminField("expires_before", .moment, "Only those that stop then or sooner; in two weeks by default.")
        ] + AdminField.paging, answer: ofAnyClient.list,
        work: .read { registry, call in
            let end = call.query.moment("expires_before")
            return try page(
                .expiring(by: end ?? call.now.adding(seconds: RegistryLimits.secretExpiryWarningSeconds)),
                order: "expires_at", registry, call)
        })

    private static let superseded = AdminOperation(
        .get, "/superseded-secrets", name: "listSupersededSecrets",
        summary: "List the secrets of all clients that a later one stands in the place of, and whether they are used.",
        access: .read,
        query: [
            AdminField(
                "succession", .word([SecretStanding.Succession.stillUsed, .unused].map(\.rawValue)),
                "Only those that are used nevertheless, or are not.")
        ] + AdminField.paging, answer: ofAnyClient.list,
        work: .read { registry, call in
            try page(
                .superseded(call.query.text("succession").flatMap(SecretStanding.Succession.init)), order: "secret_id",
                registry, call)
        })

    private static func page(
        _ kind: SecretSearch.Kind, order: String, _ registry: any RegistryReading, _ call: AdminCall
    ) throws -> AdminAnswer {
        var search = SecretSearch(kind, at: call.now)
        search.limit = call.pageLimit
        search.after = try call.cursor(order: order)
        let found = try registry.searchSecrets(search)
        let last = found.count < search.limit ? nil : found.last
        return .page(
            try found.map { standing in
                standing.document(of: try registry.requireClient(standing.secret.client.text), at: call.now)
            },
            next: last.map { standing in
                let expiry = standing.secret.expiresAt.map { String($0.millisecondsSince1970) }
                return ListCursor(
                    order: order,
                    place: RegistrySearch.Place(value: expiry ?? "", identifier: standing.secret.id.text)
                ).text
            })
    }

    private static func current(_ registry: any RegistryReading, _ call: AdminCall) throws -> JSONDocument {
        try registry.requireSecretStanding(SecretIdentifier(call.segment("secret")), at: call.now)
            .document(at: call.now)
    }
}
