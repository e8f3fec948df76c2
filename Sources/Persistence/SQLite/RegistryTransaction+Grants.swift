import GRDB
import Registry
import Timekeeping

extension SQLiteRegistryTransaction {
    func listScopes(_ realm: RealmIdentifier) throws -> [Scope] {
        try fetchAll("SELECT * FROM scope WHERE realm = ? ORDER BY name", [realm.description]) { row in
            Scope(
                realm: realm, name: try ScopeName(row["name"]), description: row["description"],
                resource: row["resource"])
        }
    }

    func listResources(_ realm: RealmIdentifier) throws -> [Resource] {
        try fetchAll("SELECT * FROM resource WHERE realm = ? ORDER BY identifier", [realm.description]) { row in
            Resource(
                realm: realm, identifier: row["identifier"], name: row["name"],
                tokenFormat: try row.choice("token_format"))
        }
    }

    func insert(_ scope: Scope) throws {
        try execute(
            "INSERT INTO scope (realm, name, description, resource) VALUES (?, ?, ?, ?)",
            [scope.realm.description, scope.name.text, scope.description, scope.resource])
    }

    func insert(_ resource: Resource) throws {
        try execute(
            "INSERT INTO resource (realm, identifier, tenant, name, token_format) VALUES (?, ?, ?, ?, ?)",
            [
                resource.realm.description, resource.identifier, resource.realm.tenant.text, resource.name,
                resource.tokenFormat.rawValue,
            ])
    }

    func update(_ scope: Scope) throws {
        try execute(
            "UPDATE scope SET description = ? WHERE realm = ? AND name = ?",
            [scope.description, scope.realm.description, scope.name.text])
    }

    func delete(_ scope: Scope) throws {
        try execute("DELETE FROM scope WHERE realm = ? AND name = ?", [scope.realm.description, scope.name.text])
    }

    func update(_ resource: Resource) throws {
        try execute(
            "UPDATE resource SET name = ?, token_format = ? WHERE realm = ? AND identifier = ?",
            [resource.name, resource.tokenFormat.rawValue, resource.realm.description, resource.identifier])
    }

    func delete(_ resource: Resource) throws {
        try execute(
            "DELETE FROM resource WHERE realm = ? AND identifier = ?",
            [resource.realm.description, resource.identifier])
    }

    func insert(_ deleted: DeletedResource) throws {
        try execute(
            """
            INSERT INTO deleted_resource (realm, identifier, until) VALUES (?, ?, ?)
            ON CONFLICT (realm, identifier) DO UPDATE SET until = excluded.until
            """,
            [deleted.realm.description, deleted.identifier, deleted.until.column])
    }

    func findDeletedResource(
        _ identifier: String, realm: RealmIdentifier, at now: Timestamp
    ) throws -> DeletedResource? {
        try fetchOne(
            "SELECT * FROM deleted_resource WHERE realm = ? AND identifier = ? AND until >= ?",
            [realm.description, identifier, now.column]
        ) { row in
            DeletedResource(realm: realm, identifier: row["identifier"], until: row.time("until"))
        }
    }

    func hasGrantProfile(forResource identifier: String, realm: RealmIdentifier) throws -> Bool {
        try fetchOne(
            "SELECT number FROM grant_profile WHERE realm = ? AND resource = ? LIMIT 1",
            [realm.description, identifier]
        ) { _ in true } ?? false
    }

    func listGrantProfiles(_ realm: RealmIdentifier) throws -> [GrantProfile] {
        try fetchAll("SELECT * FROM grant_profile WHERE realm = ? ORDER BY number", [realm.description]) { row in
            GrantProfile(
                realm: realm, number: row["number"], scopes: try row.scopes("scopes"), resource: row["resource"],
                lifetimeSeconds: row["lifetime"])
        }
    }

    func countGrantProfiles(createdFor client: ClientIdentifier) throws -> Int {
        try fetchOne("SELECT count(*) FROM grant_profile WHERE created_for = ?", [client.text]) { $0[0] } ?? 0
    }

    func insert(_ profile: GrantProfile, createdFor client: ClientIdentifier) throws {
        try execute(
            """
            INSERT INTO grant_profile (realm, number, scopes, resource, lifetime, created_for)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                profile.realm.description, Int64(profile.number), profile.scopes.column, profile.resource,
                profile.lifetimeSeconds, client.text,
            ])
    }
}
