import Administration

/// Access tokens that somebody reports.
enum TokenPages {
    static let all = [
        Screen(path: "/console/tokens", name: "showTokens") { _ in tokens }
    ]

    private static var tokens: Page {
        Page(
            title: "Tokens", area: .tokens,
            lead: "Somebody found an access token, or asks why one does not work? Nothing of it is kept or shown.",
            sections: [
                .form(
                    ActionForm(
                        id: "inspect", operation: "inspectToken", title: "Whose token is it?",
                        submit: "Look at the token", style: .open, fields: [token]
                    ) { found in .page(page("The token", of: found)) }),
                .actions(
                    "Stop a token",
                    [
                        ActionForm(
                            id: "revoke", operation: "revokeToken", title: "Revoke a token…",
                            explanation: "Every server refuses it within a second. Its client gets new ones.",
                            submit: "Revoke the token", isDangerous: true, fields: [token]
                        ) { found in .page(page("The token is revoked", of: found)) }
                    ]),
            ])
    }

    private static let token = Field(
        "token", "Access token", .secret, hint: "64 hex digits or a JWT.", required: true)

    private static func page(_ title: String, of token: JSONDocument) -> Page {
        Page(
            title: title, area: .tokens, trail: [Link(Area.tokens.title, Area.tokens.address)],
            badges: [Badge(status: token.text("state"))], sections: [.facts(nil, facts(token))])
    }

    private static func facts(_ token: JSONDocument) -> [Fact] {
        let client = token.text("client_id")
        return [
            Fact("State", token.status("state")), Fact("Token id", token.code("token_id")),
            Fact("Realm", token.code("realm")),
            Fact(
                "Client",
                client.isEmpty
                    ? .text("not known any more: all its tokens were revoked")
                    : .codeLink(Link(client, Address.client(client)))),
            Fact("Scopes", token.codes("scopes")), Fact("Opens", token.code("resource")),
            Fact("Form", token.code("token_format")), Fact("Issued", token.moment("issued_at")),
            Fact("Expires", token.moment("expires_at")), Fact("Key", token.code("key_id")),
        ]
    }
}
