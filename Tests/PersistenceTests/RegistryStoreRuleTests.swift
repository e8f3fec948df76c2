import Cryptography
import Persistence
import Registry
import Testing
import Timekeeping

private let noon = RegistrySample.noon

/// The rules of single questions that every implementation of `RegistryStore` must keep.
@Suite struct RegistryStoreRuleTests {
    typealias Implementation = RegistryStoreContractTests.Implementation

    @Test(arguments: Implementation.allCases)
    func `a client number is never given twice`(_ implementation: Implementation) async throws {
        try await implementation.withStore { store in
            var given: [UInt32] = []
            for _ in 0..<3 {
                given += try await store.write { registry throws in
                    [try registry.allocateClientNumber(), try registry.allocateClientNumber()]
                }
            }
            #expect(given == [1, 2, 3, 4, 5, 6])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `many client numbers are given at once, and none of them again`(
        _ implementation: Implementation
    ) async throws {
        try await implementation.withStore { store in
            try await store.write { registry throws in
                #expect(try registry.allocateClientNumbers(3) == 1...3)
                #expect(try registry.allocateClientNumber() == 4)
                #expect(try registry.allocateClientNumbers(1) == 5...5)
                #expect(try registry.allocateClientNumbers(100_000) == 6...100_005)
            }
            #expect(try await store.write { registry in try registry.allocateClientNumber() } == 100_006)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a retired number is listed through its last moment`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            let until = noon.adding(seconds: 10)
            let later = noon.adding(seconds: 20)
            try await store.write { registry throws in
                try registry.insert(RetiredClientNumber(realm: sample.realm, number: 1, until: until))
                try registry.insert(RetiredClientNumber(realm: sample.realm, number: 2, until: later))
            }
            func numbers(at now: Timestamp) async throws -> Set<UInt32> {
                try await store.read { registry throws in
                    Set(try registry.listRetiredClientNumbers(sample.realm, at: now).map(\.number))
                }
            }
            #expect(try await numbers(at: until) == [1, 2])
            #expect(try await numbers(at: until.adding(milliseconds: 1)) == [2])
            try await store.write { registry in try registry.deleteExpired(at: until) }
            #expect(try await numbers(at: noon) == [1, 2])
            try await store.write { registry in try registry.deleteExpired(at: until.adding(milliseconds: 1)) }
            #expect(try await numbers(at: noon) == [2])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `the soonest expiry is that of a secret that can still be used`(_ implementation: Implementation) async throws
    {
        try await implementation.withSample { store, sample in
            let deleted = sample.client(marked: 2, status: .deleted)
            var revoked = sample.secret(marked: 1, expiresAt: noon.adding(seconds: 20))
            revoked.revokedAt = noon
            let secrets = [
                revoked, sample.secret(marked: 2, expiresAt: nil),
                sample.secret(marked: 3, expiresAt: noon.adding(seconds: 30), of: deleted),
                sample.secret(marked: 4, expiresAt: noon.adding(seconds: 40)),
            ]
            try await store.write { registry throws in
                try registry.insert(deleted)
                for secret in secrets { try registry.insert(secret) }
            }
            for (seconds, soonest) in [(0, 40), (39, 40), (40, 500), (499, 500), (500, nil)] as [(Int64, Int64?)] {
                let found = try await store.read { registry throws in
                    try registry.soonestSecretExpiry(after: noon.adding(seconds: seconds))
                }
                #expect(found == soonest.map { noon.adding(seconds: $0) }, "after \(seconds) s")
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `secrets are listed in order of creation`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            let older = [3, 2].map { sample.secret(marked: $0, expiresAt: nil) }
            try await store.write { registry in for secret in older { try registry.insert(secret) } }
            let ids = try await store.read { registry in try registry.listSecrets(sample.client.id).map(\.id.text) }
            #expect(ids == ["sec_2", "sec_3", sample.secret.id.text])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `the newest use of a secret stands`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            for (seconds, last) in [(10, 10), (5, 10), (10, 10), (11, 11)] as [(Int64, Int64)] {
                try await store.write { registry throws in
                    try registry.recordUse([
                        SecretUse(
                            secret: sample.secret.id, at: noon.adding(seconds: seconds), remoteAddress: "203.0.113.7"),
                        SecretUse(secret: SecretIdentifier("sec_unknown"), at: noon, remoteAddress: "203.0.113.7"),
                    ])
                }
                let secret = try await store.read { registry in try registry.findSecret(sample.secret.id) }
                #expect(secret?.lastUsedAt == noon.adding(seconds: last))
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a change of a secret leaves its last use as it is`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            var revoked = sample.secret
            revoked.revokedAt = noon
            let update = revoked
            try await store.write { registry throws in
                try registry.recordUse([
                    SecretUse(secret: sample.secret.id, at: noon, remoteAddress: "203.0.113.7")
                ])
                try registry.update(update)
            }
            let secret = try await store.read { registry in try registry.findSecret(sample.secret.id) }
            #expect(secret?.lastUsedAt == noon && secret?.revokedAt == noon)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `keys are listed in order of creation and summed up over all realms`(
        _ implementation: Implementation
    ) async throws {
        try await implementation.withSample { store, sample in
            let production = sample.tenant.realm(.production)
            let keys = [
                sample.key(marked: 3, .staged), sample.key(marked: 1, .retired), sample.key(marked: 2, .destroyed),
                sample.key(marked: 4, .active, in: production, activatedAfter: -60),
            ]
            try await store.write { registry in for key in keys { try registry.insert(key) } }
            try await store.read { registry throws in
                #expect(
                    try registry.listKeys(sample.realm).map(\.identifier)
                        == [sample.key.identifier, "key_1", "key_2", "key_3"])
                #expect(
                    try registry.summarizeKeys()
                        == KeySummary(
                            counts: [.active: 2, .staged: 1, .retired: 1, .destroyed: 1],
                            oldestActivation: noon.adding(seconds: -60)))
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `grant profiles are counted for the client they were made for`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            let other = sample.client(marked: 2)
            let profiles = (1...3).map { number in
                GrantProfile(
                    realm: sample.realm, number: number == 3 ? .max : UInt16(number), scopes: [sample.scope.name],
                    resource: sample.resource.identifier, lifetimeSeconds: 60 * number)
            }
            try await store.write { registry throws in
                try registry.insert(other)
                try registry.insert(profiles[2], createdFor: other.id)
                try registry.insert(profiles[1], createdFor: sample.client.id)
                try registry.insert(profiles[0], createdFor: sample.client.id)
            }
            try await store.read { registry throws in
                #expect(try registry.listGrantProfiles(sample.realm) == profiles)
                #expect(try registry.countGrantProfiles(createdFor: sample.client.id) == 2)
                #expect(try registry.countGrantProfiles(createdFor: other.id) == 1)
            }
            let again = GrantProfile(
                realm: sample.realm, number: 9, scopes: profiles[0].scopes, resource: profiles[0].resource,
                lifetimeSeconds: 60)
            await #expect(throws: RegistryError.self, "one content, two numbers") {
                try await store.write { registry in try registry.insert(again, createdFor: other.id) }
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a revoked token stays through the whole of its last second`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            let second = Timestamp(secondsSince1970: noon.secondsSince1970)
            let (here, there) = (
                RevokedToken(realm: sample.realm, identifier: "0a", until: second),
                RevokedToken(realm: sample.tenant.realm(.production), identifier: "0a", until: second)
            )
            try await store.write { registry throws in
                try registry.insert(here)
                try registry.insert(there)
                try registry.deleteExpired(at: second.adding(milliseconds: 999))
            }
            try await store.read { registry throws in
                #expect(try registry.findRevokedToken("0a", realm: here.realm) == here)
                #expect(try registry.findRevokedToken("0b", realm: here.realm) == nil)
                #expect(try registry.listRevokedTokens(here.realm, at: second.adding(milliseconds: 999)) == [here])
                #expect(try registry.listRevokedTokens(here.realm, at: second.adding(seconds: 1)).isEmpty)
            }
            await #expect(throws: RegistryError.self, "one token, two rows") {
                try await store.write { registry in try registry.insert(here) }
            }
            try await store.write { registry in try registry.deleteExpired(at: second.adding(seconds: 1)) }
            let left = try await store.read { registry in try registry.findRevokedToken("0a", realm: there.realm) }
            #expect(left == nil)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `changes are numbered as they come and read back exactly`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            let changes = (1...5).map { number in
                Change(
                    number: Int64(number), at: noon.adding(seconds: Int64(-number)), actor: Actor("cli:é \"x\""),
                    kind: "client.updated", tenant: sample.tenant.name, realm: number == 2 ? nil : sample.realm,
                    subject: "s\(number)", before: number == 3 ? [:] : ["a": "\"\\\n/é😀\u{0}", "b": ""],
                    after: ["n": "\(number)"])
            }
            try await store.write { registry in for change in changes { try registry.record(change) } }
            try await store.read { registry throws in
                #expect(try registry.lastChangeNumber() == 5)
                #expect(try registry.listChanges(after: 0, limit: 10) == changes)
                #expect(try registry.listChanges(after: 1, limit: 2) == Array(changes[1...2]))
                #expect(try registry.listChanges(after: 5, limit: 2).isEmpty)
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `numbers of changes that were not kept may be given again, those that were kept never`(
        _ implementation: Implementation
    ) async throws {
        try await implementation.withSample { store, sample in
            let change = Change(
                at: noon, actor: Actor("server"), kind: "k", tenant: sample.tenant.name, realm: nil, subject: "s")
            try await store.write { registry in try registry.record(change) }
            await #expect(throws: RegistryError.conflict("no")) {
                try await store.write { registry throws in
                    try registry.record(change)
                    throw RegistryError.conflict("no")
                } as Void
            }
            #expect(try await store.read { registry in try registry.lastChangeNumber() } == 1)
            try await store.write { registry in try registry.record(change) }
            let numbers = try await store.read { registry throws in
                try registry.listChanges(after: 0, limit: 10).map(\.number)
            }
            #expect(numbers == [1, 2])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a read sees one state throughout`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            // Writers that move two rows together while readers look at both.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for place in 0..<40 {
                    group.addTask {
                        try await store.write { registry throws in
                            var (tenant, subscription) = (sample.tenant, sample.subscription)
                            tenant.displayName = "T\(place)"
                            subscription.partner = "T\(place)"
                            try registry.update(tenant)
                            try registry.update(subscription)
                        }
                    }
                    group.addTask {
                        let (tenant, subscription) = try await store.read { registry throws in
                            (
                                try registry.findTenant(sample.tenant.name)?.displayName,
                                try registry.findSubscription(sample.subscription.id)?.partner
                            )
                        }
                        let isFirst = tenant == sample.tenant.displayName && subscription == "Partner"
                        #expect(isFirst || tenant == subscription)
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
