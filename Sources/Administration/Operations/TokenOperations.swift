import HTTPTypes
import Registry
import Tokens

/// Access tokens that somebody reports: `/tokens`. The token is in the body, since a path and a query are logged.
enum TokenOperations {
    static let all = [inspect, revoke]

    static let schema = AdminSchema(
        "Token",
        [
            AdminField("token_id", .text(), "The identifier, as in the journal: never the token."),
            AdminField("token_format", .word(of: TokenFormat.self), "Its form."),
            AdminField("realm", .text(), "The realm that made it."),
            AdminField("key_id", .text(), "The key that it was made with."),
            AdminField(
                "client_id", .text(), "The client; null when all its tokens were revoked since.", nullable: true),
            AdminField("scopes", .texts, "The scopes."),
            AdminField(
                "resource", .text(maximumCharacters: RegistryLimits.resourceIdentifierBytes), "The API that it opens."),
            AdminField("issued_at", .moment, "When it was issued."),
            AdminField("expires_at", .moment, "Its last good second."),
            AdminField("state", .word(["active", "expired", "revoked"]), "Whether it is good."),
        ])

    private static let token = AdminField(
        "token", .text(maximumCharacters: AdminLimits.tokenCharacters), "The token.", required: true)

    private static let inspect = AdminOperation(
        .post, "/tokens/inspect", name: "inspectToken", summary: "Tell whose a token is and whether it is good.",
        access: .read, body: [token], answer: schema,
        work: .ask { services, call in AdminAnswer(try await inspection(services, call).document) })

    private static let revoke = AdminOperation(
        .post, "/tokens/revoke", name: "revokeToken",
        summary: "Revoke one token; every running server refuses it within a second.", access: .support,
        body: [token], answer: schema,
        work: .prepared { services, call in
            let found = try await inspection(services, call)
            return { registry, context, call in
                try call.requireMayChange(found.realm.tenant)
                guard found.state == .active else { return AdminAnswer(found.document) }
                try RevokeToken(
                    RevokedToken(realm: found.realm, identifier: found.tokenIdentifier, until: found.expiresAt),
                    of: found.client
                ).run(in: registry, context)
                return AdminAnswer(found.revokedDocument)
            }
        })

    private static func inspection(_ services: AdminServices, _ call: AdminCall) async throws -> TokenInspection {
        let text = (call.body.text("token") ?? "").filter { !$0.isWhitespace }
        let inspection = try await TokenInspection.inspect(
            text, in: services.registry, rootKey: try await services.rootKey(), now: call.now)
        guard let inspection else {
            throw RegistryError.notFound(
                "No realm of this server opens what was given. Check that the whole token is there, 64 hex digits or a "
                    + "JWT; a token whose key is destroyed cannot be told from a forged one.")
        }
        return inspection
    }
}
