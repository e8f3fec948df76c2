import Administration

/// The pages that show a secret, this once, and how to use it.
enum CredentialsPage {
    private static let once =
        "A Secret is shown this once. Copy it now and hand it to the partner by a safe way; afterwards nobody can read "
        + "it, not even here."
    private static let gone =
        "This was done before. The Secret was shown then, and cannot be shown again. If it is lost, roll it on the "
        + "client's page."

    /// What comes after a subscription or a client was created.
    static func created(_ created: JSONDocument, tenant: String, _ visit: Visit) -> Page {
        let subscription = created["subscription"] ?? .null
        let id = subscription.text("subscription_id")
        let clients = created.items("clients")
        let isShown = clients.contains { !$0.text("client_secret").isEmpty }
        let columns = clients.map { client in
            let environment = client.text("environment")
            return Column(
                environment: environment,
                sections: sections(client, tenant: tenant, environment: environment, visit))
        }
        return Page(
            title: "Credentials for \(subscription.text("partner"))", area: .subscriptions,
            trail: [
                Link(Area.tenants.title, Area.tenants.address), Link(tenant, Address.tenant(tenant)),
            ], links: [Link("Go to the subscription", Address.subscription(id))],
            notices: [Notice(tone: isShown ? .good : .info, text: isShown ? once : gone)],
            sections: [.columns(columns)])
    }

    /// What comes after a secret was created or rolled.
    static func secret(_ created: JSONDocument, of client: JSONDocument, _ visit: Visit) -> Page {
        let id = client.text("client_id")
        let isShown = !created.text("client_secret").isEmpty
        let superseded = created.items("superseded").filter { !$0.text("expires_at").isEmpty }
        var parts = sections(
            created, tenant: client.text("tenant"), environment: client.text("environment"), visit)
        if !superseded.isEmpty {
            parts.append(
                .table(
                    Table(
                        title: "The secrets before", headings: ["Secret", "Works until"],
                        rows: superseded.map { Table.Row(cells: [$0.code("hint"), $0.moment("expires_at")]) },
                        empty: "")))
        }
        return Page(
            title: "New secret for \(client.text("name"))", area: .clients,
            trail: [Link(Area.clients.title, Area.clients.address), Link(client.text("name"), Address.client(id))],
            badges: [Badge(environment: client.text("environment"))],
            links: [Link("Back to the client", Address.client(id))],
            notices: [Notice(tone: isShown ? .good : .info, text: isShown ? once : gone)], sections: parts)
    }

    private static func sections(
        _ credentials: JSONDocument, tenant: String, environment: String, _ visit: Visit
    ) -> [Section] {
        let id = credentials.text("client_id")
        var copies = [Copy(id: "id-\(environment)", label: "Client ID", text: id)]
        let secret = credentials.text("client_secret")
        if !secret.isEmpty {
            copies.append(
                Copy(id: "secret-\(environment)", label: "Client Secret", text: secret, isSecret: true))
        }
        let address = visit.address(tenant: tenant, environment: environment)
        guard !address.isEmpty, tenant != "system" else { return [.copies("Credentials", lead: nil, copies)] }
        return [
            .copies("Credentials", lead: nil, copies),
            .copies(
                "Try it", lead: "In a terminal; the second command takes the access_token of the first one's answer.",
                [
                    Copy(
                        id: "token-\(environment)", label: "Get a token",
                        text: tokenCommand(address, id: id), isLong: true),
                    Copy(
                        id: "call-\(environment)", label: "Call the API", text: callCommand(address), isLong: true),
                ]),
        ]
    }

    /// The secret is typed or pasted when it is asked for, so that no history and no list of processes has it.
    private static func tokenCommand(_ address: String, id: String) -> String {
        """
        read -rs -p 'Client Secret: ' SECRET
        curl --location '\(address)\(TenantPages.tokenPath)' \\
          --header 'Content-Type: application/x-www-form-urlencoded' \\
          --header "Authorization: Basic $(printf '%s:%s' '\(id)' "$SECRET" | base64 -w0)" \\
          --data-urlencode 'grant_type=client_credentials'
        """
    }

    private static func callCommand(_ address: String) -> String {
        """
        TOKEN='…'
        curl --request GET --url '\(address)/api/external/v1/patients' \\
          --header "authorization: Bearer $TOKEN" \\
          --header 'content-type: application/json'
        """
    }
}
