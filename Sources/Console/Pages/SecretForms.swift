import Administration

/// The forms by which secrets are made and stopped.
enum SecretForms {
    private static let graces = [
        Field.Option("0", "not at all: stop them now"), Field.Option("3600", "1 hour"),
        Field.Option("86400", "1 day"), Field.Option("604800", "7 days"), Field.Option("1209600", "14 days"),
        Field.Option("2592000", "30 days"), Field.Option("7776000", "90 days"),
    ]

    /// The forms that make one.
    static func new(_ client: JSONDocument, _ visit: Visit) -> [ActionForm] {
        let path = ["client": client.text("client_id")]
        let expiry = Field(
            "expires_at", "Expires at", .moment, hint: "In UTC. Left empty, it works until it is revoked.")
        let show: @Sendable (JSONDocument) -> ActionForm.Outcome = { created in
            .page(CredentialsPage.secret(created, of: client, visit))
        }
        return [
            ActionForm(
                id: "roll", operation: "rollSecret", path: path, title: "Roll the secret…",
                explanation: "Makes a new secret at once. Those of before go on working for a while, so that the "
                    + "partner can move over without an outage.", submit: "Roll the secret",
                fields: [
                    Field(
                        "grace_seconds", "The old ones go on working for", .amount(graces), value: "604800",
                        required: true), expiry,
                ], done: show),
            ActionForm(
                id: "create-secret", operation: "createSecret", path: path, title: "Create a further secret…",
                explanation: "Those that the client has go on working.", submit: "Create the secret",
                fields: [expiry], done: show),
        ]
    }

    /// The forms that stop one.
    static func existing(_ secret: JSONDocument, of client: JSONDocument) -> [ActionForm] {
        guard ["active", "not_yet_valid"].contains(secret.text("state")) else { return [] }
        let id = secret.text("secret_id")
        let back: @Sendable (JSONDocument) -> ActionForm.Outcome = { _ in .to(Address.client(client.text("client_id")))
        }
        return [
            ActionForm(
                id: "expire-\(id)", operation: "expireSecret", path: ["secret": id], title: "Set its end…",
                submit: "Set the end",
                fields: [
                    Field(
                        "expires_at", "Expires at", .moment, hint: "In UTC.",
                        value: String(secret.text("expires_at").prefix(16)), required: true)
                ], done: back),
            ActionForm(
                id: "revoke-\(id)", operation: "revokeSecret", path: ["secret": id], title: "Revoke…",
                explanation: "It stops working now, and cannot be brought back.", submit: "Revoke the secret",
                isDangerous: true,
                fields: [
                    Field(
                        "revoke_tokens", "Revoke all tokens of the client too", .check,
                        hint: "Else those that are out stay good until they expire.")
                ], done: back),
        ]
    }
}
