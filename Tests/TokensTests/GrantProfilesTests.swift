import Registry
import Testing
import Tokens

struct GrantProfilesTests {
    private let fixture: RealmTokensFixture

    init() async throws { fixture = try await RealmTokensFixture() }

    private func profile(
        lifetimeSeconds: Int = 60, for client: Client? = nil, by directory: RealmTokensDirectory? = nil
    ) async throws -> GrantProfile {
        let directory = directory ?? fixture.directory
        let tokens = try await directory.tokens(of: fixture.realm)
        return try await directory.profile(
            try fixture.content(lifetimeSeconds: lifetimeSeconds), in: tokens, for: (client ?? fixture.client).id)
    }

    private func stored() async throws -> [GrantProfile] {
        let realm = fixture.realm
        return try await fixture.store.read { registry in try registry.listGrantProfiles(realm) }
    }

    @Test func `a content gets one number, whoever asks and however often`() async throws {
        let first = try await profile()
        #expect(first.number == 1 && first.lifetimeSeconds == 60 && first.scopes.map(\.text) == ["external"])
        #expect(try await profile() == first)
        #expect(try await profile(by: fixture.anotherDirectory()) == first)
        #expect(try await profile(lifetimeSeconds: 61).number == 2)
        #expect(try await stored().map(\.number) == [1, 2])
    }

    @Test func `it is in the store before it is given out`() async throws {
        let made = try await profile()
        #expect(try await stored() == [made])
    }

    @Test func `the order of scopes does not matter`() async throws {
        let (a, b) = (try ScopeName("a"), try ScopeName("b"))
        let content = GrantProfiles.Content(scopes: [b, a], resource: "r", lifetimeSeconds: 60)
        #expect(content == GrantProfiles.Content(scopes: [a, b], resource: "r", lifetimeSeconds: 60))
        #expect(content.scopes == [a, b])
    }

    @Test func `of many that ask for one content at once, all get the same`() async throws {
        let directories = [fixture.directory, fixture.anotherDirectory(), fixture.anotherDirectory()]
        let numbers = try await withThrowingTaskGroup(of: UInt16.self) { group in
            for place in 0..<30 {
                group.addTask { try await profile(by: directories[place % 3]).number }
            }
            return try await group.reduce(into: Set<UInt16>()) { $0.insert($1) }
        }
        #expect(numbers == [1])
        #expect(try await stored().count == 1)
    }

    @Test func `a client brings at most 256 into being, and may use those of others beyond`() async throws {
        let other = try await fixture.run(
            CreateClient(
                subscription: fixture.subscription.id.text, environment: .sandbox, name: "O", scopes: [],
                tokenLifetimeSeconds: nil)
        ).client
        _ = try await profile(lifetimeSeconds: 5_000, for: other)
        for place in 0..<256 { _ = try await profile(lifetimeSeconds: 60 + place) }
        await #expect(throws: GrantProfileError.tooMany(limit: 256)) { try await profile(lifetimeSeconds: 4_000) }
        #expect(try await profile(lifetimeSeconds: 60).number == 2)
        #expect(try await profile(lifetimeSeconds: 5_000, by: fixture.anotherDirectory()).number == 1)
        #expect(try await profile(lifetimeSeconds: 4_000, for: other).number == 258)
        #expect(try await stored().count == 258)
    }

    @Test func `a realm whose numbers are used up says that, and still gives out those it has`() async throws {
        let last = GrantProfile(
            realm: fixture.realm, number: .max, scopes: [try ScopeName("external")],
            resource: Resource.externalAPIIdentifier(of: fixture.realm), lifetimeSeconds: 4_000)
        try await fixture.store.write { [client = fixture.client] registry in
            try registry.insert(last, createdFor: client.id)
        }
        await #expect(throws: GrantProfileError.realmIsFull) { try await profile(lifetimeSeconds: 4_001) }
        #expect(try await profile(lifetimeSeconds: 4_000) == last)
    }

    @Test func `a number that nobody made is not found`() async throws {
        let tokens = try await fixture.directory.tokens(of: fixture.realm)
        #expect(try await fixture.directory.profile(number: 9, in: tokens) == nil)
    }

    @Test func `an error of the store is told as one`() async throws {
        let tokens = try await fixture.directory.tokens(of: fixture.realm)
        let content = GrantProfiles.Content(
            scopes: [try ScopeName("external")], resource: "urn:example:none", lifetimeSeconds: 60)
        await #expect(
            throws: GrantProfileError.registry(
                .storage("The registry could not be used (FOREIGN KEY constraint failed)."))
        ) { try await fixture.directory.profile(content, in: tokens, for: fixture.client.id) }
    }
}
