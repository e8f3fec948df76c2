import GRDB
import Registry
import Timekeeping

extension SQLiteRegistryTransaction {
    func findClient(_ id: ClientIdentifier) throws -> Client? {
        try fetchOne("SELECT * FROM client WHERE id = ?", [id.text], Self.client)
    }

    func findClient(number: UInt32, realm: RealmIdentifier) throws -> Client? {
        try fetchOne(
            "SELECT * FROM client WHERE number = ? AND realm = ?", [Int64(number), realm.description], Self.client)
    }

    func findClient(usingResource identifier: String, realm: RealmIdentifier) throws -> Client? {
        try fetchOne(
            """
            SELECT * FROM client
            WHERE realm = :realm AND status <> 'deleted' AND (
                introspects = :resource
                OR instr(' ' || exchange_targets || ' ', ' ' || :resource || ' ') > 0) LIMIT 1
            """, ["realm": realm.description, "resource": identifier], Self.client)
    }

    func listClients(
        tenant: TenantName?, realm: RealmIdentifier?, subscription: SubscriptionIdentifier?, _ page: ListPage
    ) throws -> [Client] {
        var conditions = ["status <> 'deleted'", "id > ?"]
        var arguments: StatementArguments = [page.after ?? ""]
        let filters = [
            ("tenant", tenant?.text), ("realm", realm?.description), ("subscription", subscription?.text),
        ]
        for case (let column, let value?) in filters {
            conditions.append("\(column) = ?")
            arguments += [value]
        }
        arguments += [page.limit]
        return try fetchAll(
            "SELECT * FROM client WHERE \(conditions.joined(separator: " AND ")) ORDER BY id LIMIT ?", arguments,
            Self.client)
    }

    func allocateClientNumbers(_ count: Int) throws -> ClosedRange<UInt32> {
        try execute("UPDATE client_number SET last = last + ? WHERE id = 1", [max(count, 1)])
        guard let number = try fetchOne("SELECT last FROM client_number WHERE id = 1", [], { $0[0] as Int64 }),
            let last = UInt32(exactly: number), let first = UInt32(exactly: number - Int64(max(count, 1)) + 1)
        else { throw RegistryError.storage("The table client_number has no row. Restore the registry from a backup.") }
        return first...last
    }

    func insert(_ client: Client) throws {
        let columns = Self.fixedColumns(of: client) + Self.changeableColumns(of: client)
        try execute(
            """
            INSERT INTO client (\(columns.map(\.name).joined(separator: ", ")))
            VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
            """, StatementArguments(columns.map(\.value)))
    }

    func update(_ client: Client) throws {
        let columns = Self.changeableColumns(of: client)
        try execute(
            "UPDATE client SET \(columns.map { "\($0.name) = ?" }.joined(separator: ", ")) WHERE id = ?",
            StatementArguments(columns.map(\.value) + [client.id.text]))
    }

    private typealias Column = (name: String, value: (any DatabaseValueConvertible)?)

    private static func fixedColumns(of client: Client) -> [Column] {
        [
            ("id", client.id.text), ("tenant", client.realm.tenant.text), ("realm", client.realm.description),
            ("subscription", client.subscription.text), ("created_at", client.createdAt.column),
        ]
    }

    private static func changeableColumns(of client: Client) -> [Column] {
        let settings = client.settings
        return [
            ("number", Int64(client.number)), ("name", client.name), ("scopes", client.scopes.column),
            ("token_lifetime", client.tokenLifetimeSeconds), ("status", client.status.rawValue),
            ("authentication", settings.authenticationMethods.map(\.rawValue).sorted().joined(separator: " ")),
            ("jwks", settings.keys?.registeredSet), ("jwks_uri", settings.keys?.fetchedURI),
            ("certificate_subject", settings.certificateSubject?.text),
            ("token_format", settings.tokenFormat?.rawValue), ("token_binding", settings.tokenBinding.rawValue),
            ("profile", settings.profile.rawValue), ("default_scopes", settings.defaultScopes.column),
            ("introspects", settings.introspects),
            ("exchange_targets", settings.exchangeTargets.joined(separator: " ")),
            ("allowed_networks", settings.allowedNetworks.map(\.description).joined(separator: " ")),
        ]
    }

    static func client(_ row: Row) throws -> Client {
        Client(
            id: try row.clientIdentifier("id"), number: row["number"], realm: try row.realm("realm"),
            subscription: SubscriptionIdentifier(row["subscription"]), name: row["name"],
            scopes: try row.scopes("scopes"), tokenLifetimeSeconds: row["token_lifetime"],
            status: try row.choice("status"), createdAt: row.time("created_at"), settings: try settings(row))
    }

    private static func settings(_ row: Row) throws -> ClientSettings {
        let registered: String? = row["jwks"]
        let fetched: String? = row["jwks_uri"]
        let subject: String? = row["certificate_subject"]
        return ClientSettings(
            authenticationMethods: Set(try row.choices("authentication")),
            keys: registered.map { .registered($0) } ?? fetched.map { .fetched(uri: $0) },
            certificateSubject: try subject.map { try CertificateSubject(text: $0) },
            tokenFormat: try row.optionalChoice("token_format"), tokenBinding: try row.choice("token_binding"),
            profile: try row.choice("profile"), defaultScopes: try row.scopes("default_scopes"),
            introspects: row["introspects"], exchangeTargets: row.words("exchange_targets"),
            allowedNetworks: try row.networks("allowed_networks"))
    }
}

extension ClientKeys {
    fileprivate var registeredSet: String? {
        if case .registered(let set) = self { set } else { nil }
    }

    fileprivate var fetchedURI: String? {
        if case .fetched(let uri) = self { uri } else { nil }
    }
}
