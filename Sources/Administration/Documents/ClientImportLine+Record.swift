import JOSE
import Registry

extension ClientImportLine {
    /// The members of a line, which an export writes and an import reads.
    static let fields: [AdminField] =
        [
            AdminField("tenant", .text(), "The tenant.", required: true),
            AdminField("environment", .word(of: RealmEnvironment.self), "Where it works.", required: true),
            AdminField(
                "subscription", .text(),
                "The subscription: its identifier, or its partner's name where one subscription of the tenant alone "
                    + "has it.", required: true),
            AdminField(
                "client_id", .text(),
                "The Client ID that it keeps; a new one where it is missing. One that exists is "
                    + "refused."),
            AdminField("name", .text(), "What people call it; the partner's name where it is missing."),
            AdminField(
                "scopes", .texts,
                "The scopes it may have: all of the subscription where it is missing, none where it "
                    + "is empty."),
            AdminField(
                "token_lifetime", .integer(ClientOperations.lifetime), "How long its tokens are good, in seconds."),
            AdminField("status", .word(["active", "suspended"]), "Whether it works; active where it is missing."),
        ] + ClientSettingsChange.fields

    /// Reads the members of a line, which are of the right form.
    ///
    /// - Throws: ``RegistryError`` that names the member.
    ///
    /// - Parameter isPartial: whether others were not, and were left out.
    init(number: Int, _ members: [String: JSONValue], isPartial: Bool) throws(RegistryError) {
        self.init(
            number: number, clientID: members.text("client_id"), tenant: members.text("tenant") ?? "",
            environment: members.text("environment").flatMap(RealmEnvironment.init(rawValue:)) ?? .sandbox,
            subscription: members.text("subscription") ?? "", name: members.text("name"),
            scopes: members.texts("scopes"), tokenLifetimeSeconds: members.integer("token_lifetime").map(Int.init),
            isSuspended: members.text("status") == "suspended", settings: try ClientSettingsChange(members))
        self.isPartial = isPartial
    }
}

extension ExportedClient {
    /// The line of an export: what an import of it needs, and nothing that a secret could be told from. Settings that
    /// are as they are by default are left out.
    var document: JSONDocument {
        let settings = client.settings
        let standard = ClientSettings()
        var members: [JSONDocument.Member] = [
            .init("tenant", .text(client.realm.tenant.text)),
            .init("environment", .text(client.realm.environment.rawValue)),
            .init("subscription", .text(subscription)), .init("client_id", .text(client.id.text)),
            .init("name", .text(client.name)), .init("scopes", .texts(scopes.map(\.text))),
            .init("token_lifetime", .integer(Int64(client.tokenLifetimeSeconds))),
            .init("status", .text(client.status.rawValue)),
        ]
        func add(_ name: String, _ value: JSONDocument?) {
            if let value { members.append(.init(name, value)) }
        }
        func add(_ name: String, ifAny texts: [String]) { add(name, texts.isEmpty ? nil : .texts(texts)) }
        if settings.authenticationMethods != standard.authenticationMethods {
            add("authentication", ifAny: settings.authenticationMethods.map(\.rawValue).sorted())
        }
        switch settings.keys {
        case nil: break
        case .registered(let set): add("jwks", JSONDocument(json: set))
        case .fetched(let uri): add("jwks_uri", .text(uri))
        }
        add("certificate_subject", settings.certificateSubject.map { .text($0.text) })
        add("token_format", settings.tokenFormat.map { .text($0.rawValue) })
        add("token_binding", settings.tokenBinding == .none ? nil : .text(settings.tokenBinding.rawValue))
        add("profile", settings.profile == .standard ? nil : .text(settings.profile.rawValue))
        add("default_scopes", ifAny: settings.defaultScopes.filter(scopes.contains).map(\.text))
        add("introspects", settings.introspects.map(JSONDocument.text))
        add("exchange_targets", ifAny: settings.exchangeTargets)
        add("allowed_networks", ifAny: settings.allowedNetworks.map(\.description))
        return .object(members)
    }
}
