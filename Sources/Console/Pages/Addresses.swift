/// Where the pages of records are.
enum Address {
    static func tenant(_ name: String) -> String { "/console/tenants/\(name.percentEncoded)" }
    static func keys(_ tenant: String) -> String { "\(self.tenant(tenant))/keys" }
    static func protectedAPIs(_ tenant: String) -> String { "\(self.tenant(tenant))/apis" }
    static func subscription(_ id: String) -> String { "/console/subscriptions/\(id.percentEncoded)" }
    static func clients(of subscription: String, in environment: String) -> String {
        "/console/clients?subscription=\(subscription.percentEncoded)&environment=\(environment)"
    }
    static func client(_ id: String) -> String { "/console/clients/\(id.percentEncoded)" }
    static func person(_ name: String) -> String { "/console/operators/\(name.percentEncoded)" }
    static func journal(search: String) -> String { "/console/journal?search=\(search.percentEncoded)" }
    static func journal(kind: String) -> String { "/console/journal?kind=\(kind.percentEncoded)" }
    static func why(_ request: String) -> String { "/console/why?request_id=\(request.percentEncoded)" }
}
