import Cryptography
import HTTPTypes
import Registry
import Tokens

/// The keys of realms: `/tenants/{tenant}/keys`.
enum KeyOperations {
    static let all = [list, rotate, activate, replace]

    static let schema = AdminSchema(
        "Key",
        [
            AdminField("key_id", .text(), "The identifier; of a signing key the `kid`."),
            AdminField("tenant", .text(), "The tenant."),
            AdminField("environment", .word(of: RealmEnvironment.self), "Where it works."),
            AdminField("use", .word(of: KeyUse.self), "What it is for."),
            AdminField("state", .word(["staged", "active", "retired", "destroyed"]), "Where it is in its life."),
            AdminField("created_at", .moment, "When it was made."),
            AdminField("activated_at", .moment, "When it began to make tokens.", nullable: true),
            AdminField("retired_at", .moment, "When another one took its place.", nullable: true),
            AdminField("destroyed_at", .moment, "When its material was destroyed.", nullable: true),
        ])

    private static let use = AdminField.Form.word(of: KeyUse.self)
    private static let path = "/tenants/{tenant}/realms/{environment}/keys"

    private static let list = AdminOperation(
        .get, "/tenants/{tenant}/keys", name: "listKeys",
        summary: "List the keys of a tenant: their names and times, never the keys.", access: .read,
        query: [
            AdminField("environment", .word(of: RealmEnvironment.self), "Only those of this environment."),
            AdminField("use", use, "Only those of this use."),
        ], answer: schema.list,
        work: .read { registry, call in
            let realms = try call.tenant(in: registry).realms(try call.environment)
            let use = call.query.text("use")
            let keys = try realms.flatMap { try registry.listKeys($0) }.filter { use == nil || $0.use.rawValue == use }
            return .page(keys.map(\.document), next: nil)
        })

    private static let rotate = AdminOperation(
        .post, path + "/rotate", name: "rotateKey",
        summary: "Make a fresh key for a realm, which running servers take into use when they all know it.",
        access: .keys, body: [AdminField("use", use, "The use; `sealed-token` where it is missing.")],
        answer: schema, status: .created,
        work: .prepared { services, call in
            let realm = try await services.registry.read { registry in try call.realm(in: registry) }
            let use = call.body.text("use").flatMap(KeyUse.init(rawValue:)) ?? .sealedToken
            let fresh = try await FreshKey.makeAside(use, random: services.random)
            return { registry, context, _ in
                // First, because a ring has room for few keys.
                _ = try DestroyExpiredKeys(realm: realm).run(in: registry, context)
                let ring = try registry.listKeys(realm).filter { $0.use == use && $0.state != .destroyed }
                if let staged = ring.last(where: { $0.state == .staged }) { return AdminAnswer(staged.document) }
                return AdminAnswer(
                    ring.isEmpty
                        ? try CreateFirstKey(realm: realm, key: fresh).run(in: registry, context).document
                        : try StageKey(realm: realm, key: fresh).run(in: registry, context).document)
            }
        })

    private static let activate = AdminOperation(
        .post, path + "/{key}/activate", name: "activateKey",
        summary: "Take a staged key into use now, also where others may not have it in their JWK set yet.",
        access: .keys, answer: schema,
        work: .change { registry, context, call in
            let realm = try call.realm(in: registry)
            let key = call.segment("key")
            guard try registry.listKeys(realm).contains(where: { $0.identifier == key }) else {
                throw RegistryError.notFound("There is no key “\(key.forMessage)” in \(realm).")
            }
            return AdminAnswer(try ActivateKey(realm: realm, identifier: key).run(in: registry, context).document)
        })

    private static let replace = AdminOperation(
        .post, path + "/replace", name: "replaceKeys",
        summary: "Keys were stolen: destroy all keys of a realm, and with them its tokens, and make new ones.",
        access: .keys,
        body: [
            AdminField("use", use, "Only the keys of this use; of every use where it is missing."),
            AdminField("reason", .text(), "Why, for the journal.", required: true),
        ], answer: schema.list,
        work: .prepared { services, call in
            let (realm, held) = try await services.registry.read { registry in
                let realm = try call.realm(in: registry)
                return (realm, try registry.listKeys(realm).filter { $0.state != .destroyed }.map(\.use))
            }
            let uses = call.body.text("use").flatMap(KeyUse.init(rawValue:)).map { [$0] }
            var made: [FreshKey] = []
            // What the realm does not use yet, it gets when it needs it.
            for use in uses ?? KeyUse.allCases.filter(held.contains) {
                made.append(try await FreshKey.makeAside(use, random: services.random))
            }
            return { [made] registry, context, call in
                .page(
                    try ReplaceKeys(
                        realm: realm, uses: uses ?? KeyUse.allCases, fresh: made,
                        reason: call.body.text("reason") ?? ""
                    ).run(in: registry, context).map(\.document), next: nil)
            }
        })
}
