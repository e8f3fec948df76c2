import Cryptography
import CryptographyTesting
import FoundationEssentials
import Persistence
import Registry
import Synchronization
import Testing
import Timekeeping
import Tokens

/// A clock that is moved by hand. It starts at 2026-11-24T12:00:00.500Z.
final class ManualClock: Sendable {
    private let present = Mutex(Timestamp(millisecondsSince1970: 1_795_521_600_500))

    var now: Timestamp { present.withLock { $0 } }

    func advance(milliseconds: Int64) {
        present.withLock { $0 = $0.adding(milliseconds: milliseconds) }
    }

    func advance(seconds: Int64) {
        advance(milliseconds: seconds * 1_000)
    }

    var source: TimeSource {
        TimeSource { self.now }
    }
}

/// The registry of one tenant, `acme`, with the tokens of its realms, as one server has them in memory.
final class RealmTokensFixture: Sendable {
    let path: String
    let store: any RegistryStore
    let clock = ManualClock()
    let random = SeededRandom(seed: 11)
    let rootKey: RootKey
    let directory: RealmTokensDirectory
    let feed: ChangeFeed
    /// The client of the sandbox.
    let client: Client
    let subscription: Subscription

    init() async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "tokens-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
        rootKey = RootKey.random(from: random.source)
        store = try SQLiteRegistryStore(directory: path, now: clock.now)
        let context = OperationContext(
            actor: Actor("cli:tester"), now: clock.now, random: random.source, rootKey: rootKey)
        _ = try await store.run(CreateTenant(name: "acme", displayName: nil), context)
        let created = try await store.run(
            CreateSubscription(tenant: "acme", partner: "P", contact: "", scopes: [], withClients: true), context)
        subscription = created.subscription
        client = try #require(created.clients.first).client
        directory = RealmTokensDirectory(store: store, rootKey: rootKey, timeSource: clock.source)
        feed = try await ChangeFeed(store: store, timeSource: clock.source)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            // A leftover directory in the system's temporary folder fails no test; the system clears it.
            return
        }
    }

    var realm: RealmIdentifier { client.realm }

    var context: OperationContext {
        OperationContext(actor: Actor("cli:tester"), now: clock.now, random: random.source, rootKey: rootKey)
    }

    /// What another server on the same store has in memory: nothing yet.
    func anotherDirectory() -> RealmTokensDirectory {
        RealmTokensDirectory(store: store, rootKey: rootKey, timeSource: clock.source)
    }

    /// Runs an operation on the store alone, as the command line does.
    @discardableResult
    func run<Operation: RegistryOperation>(_ operation: Operation) async throws(RegistryError) -> Operation.Output {
        try await store.run(operation, context)
    }

    /// Lets the server hear what changed.
    func hear() async throws {
        try await feed.poll { change throws(RegistryError) in await directory.apply(change) }
    }

    /// The number that the client has now.
    func clientNumber() async throws -> UInt32 {
        let id = client.id
        return try #require(try await store.read { registry in try registry.findClient(id)?.number })
    }

    func content(lifetimeSeconds: Int = 60, of realm: RealmIdentifier? = nil) throws -> GrantProfiles.Content {
        GrantProfiles.Content(
            scopes: [try ScopeName("external")],
            resource: Resource.externalAPIIdentifier(of: realm ?? self.realm), lifetimeSeconds: lifetimeSeconds)
    }

    /// Makes a token of the client, by the server's directory or another one's.
    func seal(lifetimeSeconds: Int = 60, by directory: RealmTokensDirectory? = nil) async throws -> SealedToken {
        let directory = directory ?? self.directory
        let tokens = try await directory.tokens(of: realm)
        let profile = try await directory.profile(
            try content(lifetimeSeconds: lifetimeSeconds), in: tokens, for: client.id)
        return tokens.seal(
            clientNumber: try await clientNumber(), profile: profile, at: clock.now, with: tokens.keys,
            random: random.source)
    }

    func validator(
        in realm: RealmIdentifier? = nil, resource: String? = nil, by directory: RealmTokensDirectory? = nil,
        isFresh: @escaping @Sendable () -> Bool = { true }
    ) async throws -> SealedTokenValidator {
        let realm = realm ?? self.realm
        let directory = directory ?? self.directory
        return SealedTokenValidator(
            tokens: try await directory.tokens(of: realm), directory: directory,
            resource: resource ?? Resource.externalAPIIdentifier(of: realm), timeSource: clock.source, isFresh: isFresh)
    }
}
