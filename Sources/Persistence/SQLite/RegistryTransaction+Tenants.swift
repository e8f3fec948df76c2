import GRDB
import Registry

extension SQLiteRegistryTransaction {
    func findTenant(_ name: TenantName) throws -> Tenant? {
        try fetchOne("SELECT * FROM tenant WHERE name = ?", [name.text], Self.tenant)
    }

    func listTenants(_ page: ListPage) throws -> [Tenant] {
        try fetchAll(
            "SELECT * FROM tenant WHERE name > ? AND name <> ? ORDER BY name LIMIT ?",
            [page.after ?? "", TenantName.system.text, page.limit], Self.tenant)
    }

    func findRealm(hostName: String) throws -> RealmIdentifier? {
        try fetchOne("SELECT realm FROM host_name WHERE name = ?", [hostName]) { try $0.realm("realm") }
    }

    func insert(_ tenant: Tenant) throws {
        try execute(
            "INSERT INTO tenant (name, display_name, status, created_at, ended_at) VALUES (?, ?, ?, ?, ?)",
            [
                tenant.name.text, tenant.displayName, Self.storedStatus(tenant), tenant.createdAt.column,
                tenant.endedAt?.column,
            ])
    }

    func update(_ tenant: Tenant) throws {
        try execute(
            "UPDATE tenant SET display_name = ?, status = ?, ended_at = ? WHERE name = ?",
            [tenant.displayName, Self.storedStatus(tenant), tenant.endedAt?.column, tenant.name.text])
    }

    func listHostNames(_ tenant: TenantName) throws -> [HostName] {
        try fetchAll("SELECT name, realm FROM host_name WHERE tenant = ? ORDER BY name", [tenant.text]) { row in
            HostName(name: row["name"], realm: try row.realm("realm"))
        }
    }

    func insert(_ host: HostName) throws {
        try execute(
            "INSERT INTO host_name (name, tenant, realm) VALUES (?, ?, ?)",
            [host.name, host.realm.tenant.text, host.realm.description])
    }

    func delete(_ host: HostName) throws {
        try execute("DELETE FROM host_name WHERE name = ?", [host.name])
    }

    /// The column knows two words from its beginning; an ended tenant is a suspended one with the moment of its end.
    private static func storedStatus(_ tenant: Tenant) -> String {
        (tenant.status == .ended ? .suspended : tenant.status).rawValue
    }

    static func tenant(_ row: Row) throws -> Tenant {
        let endedAt = row.optionalTime("ended_at")
        return Tenant(
            name: try row.tenantName("name"), displayName: row["display_name"],
            status: endedAt == nil ? try row.choice("status") : .ended, createdAt: row.time("created_at"),
            endedAt: endedAt)
    }
}
