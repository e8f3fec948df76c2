import AuthorizationServer
package import Cryptography
import ExternalRecords
import Persistence
package import Registry
package import Timekeeping

/// The tenant `demo` with sample data, for trying everything out on one machine.
package struct Demo: Sendable {
    /// The demo's tenant.
    package static let tenantName = "demo"

    private let stores: ServerStores
    private let context: OperationContext

    /// A demo in an opened data directory.
    package init(stores: ServerStores, timeSource: TimeSource, random: RandomSource) {
        self.stores = stores
        context = OperationContext(
            actor: Actor("demo"), now: timeSource.now(), random: random, rootKey: stores.rootKey)
    }

    /// The realm that answers to `localhost`.
    package static func defaultRealm() throws(RegistryError) -> RealmIdentifier {
        RealmIdentifier(tenant: try TenantName(tenantName), environment: .sandbox)
    }

    /// Makes the tenant, its sample data and its clients where they are missing; what is there stays as it is.
    ///
    /// - Returns: the credentials of the sandbox and of production.
    /// - Throws: ``ServerError``.
    package func prepare() async throws(ServerError) -> DemoCredentials {
        do throws(RegistryError) {
            let name = try TenantName(Self.tenantName)
            let context = context
            try await stores.registry.write { registry in
                guard try registry.findTenant(name) == nil else { return }
                _ = try CreateTenant(name: name.text, displayName: "Demo Medical Supply").run(in: registry, context)
            }
            try await insertSamples()
            return try await credentials(of: name)
        } catch {
            throw .registry(error)
        }
    }

    private func insertSamples() async throws(RegistryError) {
        let realm = try Self.defaultRealm()
        do throws(RecordStoreError) {
            // Locations and not patients: a store of an earlier release has patients alone.
            let locations = try await SQLiteRecordStore(database: stores.registry.database).list(
                Location.self, realm: realm, parent: nil, query: RecordQuery())
            guard locations.count == 0 else { return }
        } catch {
            throw .storage("The sample records could not be read. \(error)")
        }
        try await SandboxReset(registry: stores.registry, rootKey: stores.rootKey, random: context.random)
            .run(realm, at: context.now)
    }

    /// The credentials that an earlier start wrote down, as far as they still name clients; else new ones.
    private func credentials(of tenant: TenantName) async throws(RegistryError) -> DemoCredentials {
        let file = DemoFile.read(in: stores.directory)
        let introspection = try await existing(file?.introspection)
        let resourceServer: DemoCredentials.Pair
        if let introspection {
            resourceServer = introspection
        } else {
            resourceServer = try await createResourceServer(of: tenant)
        }
        let admin: DemoCredentials.Pair
        if let known = try await existing(file?.admin?.credentials) {
            admin = known
        } else {
            admin = try await createAdministrator()
        }
        if let sandbox = try await existing(file?.sandbox), let production = try await existing(file?.production) {
            return DemoCredentials(
                sandbox: sandbox, production: production, introspection: resourceServer, admin: admin)
        }
        let created = try await stores.registry.run(
            CreateSubscription(
                tenant: tenant.text, partner: "Demo Partner", contact: "integrations@partner.example", scopes: [],
                withClients: true), context)
        guard created.clients.count == 2, let sandbox = created.clients.first, let production = created.clients.last
        else { throw .storage("The demo's clients could not be created.") }
        return DemoCredentials(
            sandbox: try DemoCredentials.Pair(sandbox), production: try DemoCredentials.Pair(production),
            introspection: resourceServer, admin: admin)
    }

    /// The client by which a program administers the demo.
    private func createAdministrator() async throws(RegistryError) -> DemoCredentials.Pair {
        let context = context
        return try await stores.registry.write { registry in
            try CreateSystemRealm().run(in: registry, context)
            return try DemoCredentials.Pair(
                try CreateClient(
                    subscription: SystemRealm.subscription.text, environment: .production, name: "Demo administration",
                    scopes: [], tokenLifetimeSeconds: nil
                ).run(in: registry, context))
        }
    }

    private func existing(
        _ written: DemoFile.Credentials?
    ) async throws(RegistryError) -> DemoCredentials.Pair? {
        guard let written, let id = ClientIdentifier(written.clientID),
            try await stores.registry.read({ registry in try registry.findClient(id) }) != nil
        else { return nil }
        return DemoCredentials.Pair(id: id, secret: Redacted(written.clientSecret))
    }

    /// The client by which the sandbox's External API would introspect its tokens, if it ran elsewhere.
    private func createResourceServer(of tenant: TenantName) async throws(RegistryError) -> DemoCredentials.Pair {
        let context = context
        return try await stores.registry.write { registry in
            let subscription = try CreateSubscription(
                tenant: tenant.text, partner: "External API", contact: "", scopes: [], withClients: false
            ).run(in: registry, context).subscription
            var settings = ClientSettingsChange()
            settings.introspects = Scope.external
            return try DemoCredentials.Pair(
                try CreateClient(
                    subscription: subscription.id.text, environment: .sandbox, name: "Resource server", scopes: [],
                    tokenLifetimeSeconds: nil, settings: settings
                ).run(in: registry, context))
        }
    }

    /// Writes `demo.json`, once the ports are known.
    package func writeFile(
        _ credentials: DemoCredentials, baseDomain: String, scheme: String, ports: CounterfoilServer.Ports
    ) throws(ServerError) -> DemoAddresses {
        let addresses = DemoAddresses(scheme: scheme, baseDomain: baseDomain, ports: ports)
        let file = DemoFile(
            baseURL: addresses.base, tokenURL: addresses.token, patientsURL: addresses.patients,
            swaggerURL: addresses.swagger, adminURL: addresses.admin, tenant: Self.tenantName,
            sandbox: credentials.sandbox.written(),
            production: credentials.production.written(baseURL: addresses.productionBase),
            introspection: credentials.introspection.written(),
            admin: DemoFile.AdminCredentials(
                clientID: credentials.admin.id.text, clientSecret: credentials.admin.secret.exposed,
                tokenURL: addresses.admin + OAuthRoutes.tokenPath,
                scope: SystemRealm.scopes.map(\.0).joined(separator: " ")))
        do throws(DataDirectoryError) {
            try file.write(in: stores.directory)
        } catch {
            throw .dataDirectory(error)
        }
        return addresses
    }
}

/// Where the demo answers.
package struct DemoAddresses: Sendable, Hashable {
    /// The sandbox, by the name of this machine.
    package let base: String
    /// Production.
    package let productionBase: String
    /// The private listener.
    package let admin: String

    init(scheme: String, baseDomain: String, ports: CounterfoilServer.Ports) {
        base = "\(scheme)://localhost:\(ports.open)"
        productionBase = "\(scheme)://\(Demo.tenantName).\(baseDomain):\(ports.open)"
        admin = "http://localhost:\(ports.admin)"
    }

    /// The token endpoint of the sandbox.
    package var token: String { base + "/api/identity/connect/token" }
    /// The patients of the sandbox.
    package var patients: String { base + "/api/external/v1/patients" }
    /// The Swagger page of the sandbox.
    package var swagger: String { base + "/swagger/" }
}
