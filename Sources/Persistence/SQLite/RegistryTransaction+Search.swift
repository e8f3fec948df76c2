import GRDB
import Registry

extension SQLiteRegistryTransaction {
    func searchTenants(_ search: RegistrySearch) throws -> [Tenant] {
        let statement = SearchStatement(
            table: "tenant", identifier: "name", name: "display_name", excluded: "name <> 'system'",
            status: "CASE WHEN ended_at IS NULL THEN status ELSE 'ended' END")
        return try fetchAll(statement.sql(search), statement.arguments(search), Self.tenant)
    }

    func searchSubscriptions(_ search: RegistrySearch) throws -> [Subscription] {
        let statement = SearchStatement(table: "subscription", identifier: "id", name: "partner", tenant: "tenant")
        return try fetchAll(statement.sql(search), statement.arguments(search), Self.subscription)
    }

    func searchClients(_ search: RegistrySearch) throws -> [Client] {
        let statement = SearchStatement(
            table: "client", identifier: "id", name: "name", tenant: "tenant", realm: "realm",
            subscription: "subscription", excluded: "status <> 'deleted'", narrow: "client_by_identifier")
        return try fetchAll(statement.sql(search), statement.arguments(search), Self.client)
    }
}

/// The statement of a search in one table.
///
/// The rows are found among the entries of an index, which hold all that a search asks for, and only those of the page
/// are read whole.
private struct SearchStatement {
    let table: String
    let identifier: String
    let name: String
    var tenant: String?
    var realm: String?
    var subscription: String?
    var excluded: String?
    var status = "status"
    /// The index that holds all that a search asks for in the order of identifiers, where the rows themselves are wide.
    var narrow: String?

    func sql(_ search: RegistrySearch) -> String {
        var conditions: [String] = []
        if search.status != nil { conditions.append("\(status) = :status") }
        if let excluded { conditions.append(excluded) }
        if let tenant, search.tenant != nil { conditions.append("\(tenant) = :tenant") }
        if let realm, search.environment != nil {
            conditions.append(search.tenant == nil ? "\(realm) LIKE '%/' || :environment" : "\(realm) = :realm")
        }
        if let subscription, search.subscription != nil { conditions.append("\(subscription) = :subscription") }
        if search.text != nil {
            conditions.append("(\(name) LIKE :text ESCAPE '\\' OR \(identifier) LIKE :text ESCAPE '\\')")
        }
        let column = column(search.order)
        let (sign, direction) = search.isDescending ? ("<", "DESC") : (">", "ASC")
        if search.after != nil {
            conditions.append("(\(column), \(identifier)) \(sign) (:value, :identifier)")
        }
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let order = "ORDER BY \(column) \(direction), \(identifier) \(direction)"
        return """
            SELECT * FROM \(table) WHERE \(identifier) IN (
                SELECT \(identifier) FROM \(table) \(index(search)) \(filter) \(order) LIMIT :limit
            ) \(order)
            """
    }

    func arguments(_ search: RegistrySearch) -> StatementArguments {
        var values: [String: (any DatabaseValueConvertible)?] = ["limit": search.limit]
        if let status = search.status { values["status"] = status }
        if tenant != nil, let tenant = search.tenant { values["tenant"] = tenant.text }
        if realm != nil, let environment = search.environment {
            if let tenant = search.tenant {
                values["realm"] = RealmIdentifier(tenant: tenant, environment: environment).description
            } else {
                values["environment"] = environment.rawValue
            }
        }
        if subscription != nil, let subscription = search.subscription { values["subscription"] = subscription.text }
        if let text = search.text { values["text"] = "%\(Self.escaped(text))%" }
        if let after = search.after {
            values["value"] = search.order == .creation ? Int64(after.value) ?? 0 : after.value
            values["identifier"] = after.identifier
        }
        return StatementArguments(values)
    }

    /// Without a word about it, a table is searched row by row in the order of its identifiers.
    private func index(_ search: RegistrySearch) -> String {
        guard let narrow, search.text != nil, search.order == .identifier, search.tenant == nil,
            search.subscription == nil
        else { return "" }
        return "INDEXED BY \(narrow)"
    }

    private func column(_ order: RegistrySearch.Order) -> String {
        switch order {
        case .identifier: identifier
        case .name: name
        case .creation: "created_at"
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }
}
