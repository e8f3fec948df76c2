/// The two environments that every tenant has.
package enum RealmEnvironment: String, Hashable, Sendable, CaseIterable {
    /// Real data.
    case production
    /// Data to try things on.
    case sandbox

    /// The word in the prefixes of client ids and secrets.
    package var credentialWord: String {
        switch self {
        case .production: "live"
        case .sandbox: "test"
        }
    }
}

/// Tenant and environment: the unit of isolation. Nothing crosses realms.
package struct RealmIdentifier: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The tenant.
    package let tenant: TenantName
    /// The environment.
    package let environment: RealmEnvironment

    /// What the first label of a sandbox's host name starts with.
    package static let sandboxHostPrefix = "sandbox-"

    /// Names a realm.
    package init(tenant: TenantName, environment: RealmEnvironment) {
        self.tenant = tenant
        self.environment = environment
    }

    /// Reads the text form, `acme/sandbox`. `nil` for anything else.
    package init?(text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let environment = RealmEnvironment(rawValue: String(parts[1])),
            let tenant = try? TenantName(String(parts[0]))
        else { return nil }
        self.init(tenant: tenant, environment: environment)
    }

    /// Reads the text form as it was stored, the built-in realm's included.
    package init?(stored text: String) {
        guard text == Self.system.description else {
            self.init(text: text)
            return
        }
        self = .system
    }

    /// The built-in realm of the operators' programs. It answers on the private listener only.
    package static let system = RealmIdentifier(tenant: .system, environment: .production)

    /// The realm that the first label of a host name under the base domain stands for. `nil` where it is no tenant
    /// name.
    package init?(hostLabel label: String) {
        let environment: RealmEnvironment = label.hasPrefix(Self.sandboxHostPrefix) ? .sandbox : .production
        let name = environment == .sandbox ? String(label.dropFirst(Self.sandboxHostPrefix.count)) : label
        guard let tenant = try? TenantName(name) else { return nil }
        self.init(tenant: tenant, environment: environment)
    }

    /// The first label of the realm's host name: `acme` or `sandbox-acme`.
    package var hostLabel: String {
        environment == .sandbox ? Self.sandboxHostPrefix + tenant.text : tenant.text
    }

    /// The text form, `acme/sandbox`.
    package var description: String { "\(tenant.text)/\(environment.rawValue)" }

    /// Orders by tenant, then environment.
    package static func < (left: RealmIdentifier, right: RealmIdentifier) -> Bool {
        left.description < right.description
    }
}
