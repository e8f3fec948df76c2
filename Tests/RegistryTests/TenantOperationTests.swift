import Cryptography
import Registry
import Testing

struct TenantOperationTests {
    private let fixture: RegistryFixture

    init() throws { fixture = try RegistryFixture() }

    @Test func `a tenant begins with two realms that can work at once`() async throws {
        let tenant = try await fixture.run(CreateTenant(name: "acme", displayName: " Acme Inc. "))
        #expect(tenant.displayName == "Acme Inc." && tenant.status == .active && tenant.createdAt == fixture.clock.now)
        for environment in RealmEnvironment.allCases {
            let realm = tenant.realm(environment)
            let resource = "urn:counterfoil:acme:\(environment.rawValue):external"
            let (keys, resources, scopes) = try await fixture.store.read { registry in
                (try registry.listKeys(realm), try registry.listResources(realm), try registry.listScopes(realm))
            }
            #expect(Set(keys.map(\.use)) == [.sealedToken, .signES256, .signEdDSA] && keys.count == 3)
            #expect(keys.allSatisfy { $0.state == .active && $0.activatedAt == fixture.clock.now })
            #expect(resources.map(\.identifier) == [resource])
            #expect(scopes.map(\.name.text) == Scope.externalAPI.map(\.name).sorted())
            #expect(scopes.allSatisfy { $0.resource == resource })
        }
    }

    @Test func `each realm has a key that only its own label unwraps`() async throws {
        let tenant = try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        let key = try #require(try await keys(tenant.realm(.sandbox)).first { $0.use == .sealedToken })
        let label = WrapLabel(realm: "acme/sandbox", use: "sealed-token", keyIdentifier: key.identifier)
        #expect(try fixture.rootKey.unwrap(key.wrapped, label: label).exposed.count == 64)
        let other = WrapLabel(realm: "acme/production", use: "sealed-token", keyIdentifier: key.identifier)
        #expect(throws: RootKeyError.notAuthentic(other)) { try fixture.rootKey.unwrap(key.wrapped, label: other) }
    }

    @Test func `a tenant without a display name is called by its name`() async throws {
        #expect(try await fixture.run(CreateTenant(name: "acme", displayName: nil)).displayName == "acme")
    }

    @Test func `a name that is taken is refused and the tenant stays as it is`() async throws {
        try await fixture.run(CreateTenant(name: "acme", displayName: "First"))
        let error = try await fixture.refusal(of: CreateTenant(name: "acme", displayName: "Second"))
        #expect(
            error
                == .conflict(
                    "The tenant “acme” exists already. Choose another name, or use it as it is: "
                        + "`counterfoil tenant show acme`."))
    }

    @Test(arguments: [
        ("Acme", nil, "tenant"), ("admin", nil, "tenant"), ("acme", " ", "display name"),
        ("acme", "a\nb", "display name"),
    ])
    func `a tenant that breaks a rule is not created`(_ name: String, _ display: String?, _ field: String) async throws
    {
        let error = try await fixture.refusal(of: CreateTenant(name: name, displayName: display))
        guard case .invalid(field, _) = error else {
            Issue.record("refused for something else: \(error)")
            return
        }
    }

    @Test func `suspending replaces the keys of both realms and erases the old ones`() async throws {
        let tenant = try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        let other = try await fixture.run(CreateTenant(name: "other", displayName: nil))
        let before = try await keys(tenant.realm(.sandbox)) + keys(tenant.realm(.production))
        let untouched = try await keys(other.realm(.sandbox)) + keys(other.realm(.production))
        fixture.clock.advance(seconds: 60)

        let suspended = try await fixture.run(SetTenantStatus(name: "acme", status: .suspended))
        #expect(suspended.status == .suspended)
        for environment in RealmEnvironment.allCases {
            let keys = try await keys(tenant.realm(environment))
            for use in KeyUse.fromTheBeginning {
                let ring = keys.filter { $0.use == use }
                #expect(ring.map(\.state) == [.destroyed, .active])
                #expect(before.contains { $0.identifier == ring.first?.identifier })
                #expect(ring.first?.wrapped.isEmpty == true && ring.first?.destroyedAt == fixture.clock.now)
                #expect(ring.last?.activatedAt == fixture.clock.now)
            }
        }
        #expect(try await keys(other.realm(.sandbox)) + keys(other.realm(.production)) == untouched)
    }

    @Test func `resuming leaves the keys as they are`() async throws {
        let tenant = try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        try await fixture.run(SetTenantStatus(name: "acme", status: .suspended))
        let keys = try await keys(tenant.realm(.production))
        let resumed = try await fixture.run(SetTenantStatus(name: "acme", status: .active))
        #expect(resumed.status == .active)
        #expect(try await self.keys(tenant.realm(.production)) == keys)
    }

    @Test(arguments: [Tenant.Status.active, .suspended])
    func `a status that it has already changes nothing`(_ status: Tenant.Status) async throws {
        let tenant = try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        try await fixture.run(SetTenantStatus(name: "acme", status: status))
        let keys = try await keys(tenant.realm(.sandbox))
        let changes = try await fixture.changes(of: {
            try await fixture.run(SetTenantStatus(name: "acme", status: status))
        })
        #expect(changes.isEmpty)
        #expect(try await self.keys(tenant.realm(.sandbox)) == keys)
    }

    @Test func `a tenant that is not there is not found, with the way to make it`() async throws {
        let error = try await fixture.refusal(of: SetTenantStatus(name: "nobody", status: .suspended))
        #expect(
            error
                == .notFound(
                    "There is no tenant “nobody”. `counterfoil tenant list` shows the tenants, "
                        + "`counterfoil tenant create nobody` makes it."))
    }

    private func keys(_ realm: RealmIdentifier) async throws -> [KeyRecord] {
        try await fixture.store.read { registry in try registry.listKeys(realm) }
    }
}
