import GRDB
import Registry

extension SQLiteRegistryTransaction {
    func findRealmSettings(_ realm: RealmIdentifier) throws -> RealmSettings {
        try fetchOne("SELECT * FROM realm WHERE realm = ?", [realm.description]) { row in
            RealmSettings(
                realm: realm, profile: try row.choice("profile"), certificateRoots: row["certificate_roots"])
        } ?? RealmSettings(realm: realm)
    }

    func save(_ settings: RealmSettings) throws {
        try execute(
            """
            INSERT INTO realm (realm, tenant, profile, certificate_roots) VALUES (?, ?, ?, ?)
            ON CONFLICT (realm)
                DO UPDATE SET profile = excluded.profile, certificate_roots = excluded.certificate_roots
            """,
            [
                settings.realm.description, settings.realm.tenant.text, settings.profile.rawValue,
                settings.certificateRoots,
            ])
    }
}
