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
            "INSERT INTO tenant (name, display_name, status, created_at) VALUES (?, ?, ?, ?)",
            [tenant.name.text, tenant.displayName, tenant.status.rawValue, tenant.createdAt.column])
    }

    func update(_ tenant: Tenant) throws {
        try execute(
            "UPDATE tenant SET display_name = ?, status = ? WHERE name = ?",
            [tenant.displayName, tenant.status.rawValue, tenant.name.text])
    }

    static func tenant(_ row: Row) throws -> Tenant {
        Tenant(
            name: try row.tenantName("name"), displayName: row["display_name"], status: try row.choice("status"),
            createdAt: row.time("created_at"))
    }
}
