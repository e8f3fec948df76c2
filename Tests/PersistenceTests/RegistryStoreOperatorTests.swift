import Persistence
import Registry
import Testing
import Timekeeping

/// What every implementation of `RegistryStore` must do with operators, their sign-in links and their sessions.
@Suite struct RegistryStoreOperatorTests {
    typealias Implementation = RegistryStoreContractTests.Implementation
    private static let noon = RegistrySample.noon

    private static func person(_ name: String) throws -> Operator {
        Operator(
            name: try OperatorName(name), displayName: "Ada “A” Lovelace", role: .support, status: .active,
            createdAt: noon)
    }

    private static func session(
        _ id: String, of person: Operator, digest: UInt8, startedAfter seconds: Int64 = 0
    ) -> OperatorSession {
        let start = noon.adding(seconds: seconds)
        return OperatorSession(
            id: id, digest: Array(repeating: digest, count: 32), operatorName: person.name, createdAt: start,
            lastUsedAt: start, remoteAddress: "2001:db8::1")
    }

    @Test(arguments: Implementation.allCases)
    func `operators are kept as they are, change and go`(_ implementation: Implementation) async throws {
        try await implementation.withStore { store in
            var (ada, bob) = (try Self.person("ada"), try Self.person("bob"))
            try await store.write { [ada, bob] registry throws in
                #expect(try registry.findOperator(ada.name) == nil && registry.listOperators().isEmpty)
                try registry.insert(bob)
                try registry.insert(ada)
                #expect(try registry.listOperators() == [ada, bob])
            }
            ada.displayName = "A."
            ada.role = .administrator
            ada.status = .suspended
            ada.lastSignedInAt = Self.noon.adding(seconds: 1)
            bob.role = .viewer
            try await store.write { [ada, bob] registry throws in
                try registry.update(ada)
                #expect(try registry.findOperator(ada.name) == ada)
                #expect(try registry.findOperator(bob.name) != bob)
                try registry.delete(ada)
                #expect(try registry.listOperators().map(\.name) == [bob.name])
            }
            await #expect(throws: RegistryError.self) {
                try await store.write { [bob] registry in try registry.insert(bob) }
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `links are found by digest, and go with those of their operator`(
        _ implementation: Implementation
    ) async throws {
        try await implementation.withStore { store in
            let (ada, bob) = (try Self.person("ada"), try Self.person("bob"))
            func link(_ digest: UInt8, _ person: Operator) -> SignInLink {
                SignInLink(
                    digest: Array(repeating: digest, count: 32), operatorName: person.name,
                    expiresAt: Self.noon.adding(seconds: 900))
            }
            let (first, second) = (link(1, ada), link(2, bob))
            try await store.write { registry throws in
                try registry.insert(ada)
                try registry.insert(bob)
                try registry.insert(first)
                try registry.insert(second)
                #expect(try registry.findSignInLink(digest: first.digest) == first)
                #expect(try registry.findSignInLink(digest: Array(repeating: 3, count: 32)) == nil)
                #expect(try registry.findSignInLink(digest: []) == nil)
                try registry.deleteSignInLinks(of: ada.name)
                #expect(try registry.findSignInLink(digest: first.digest) == nil)
                #expect(try registry.findSignInLink(digest: second.digest) == second)
                try registry.deleteExpired(at: second.expiresAt)
                #expect(try registry.findSignInLink(digest: second.digest) == second)
                try registry.deleteExpired(at: second.expiresAt.adding(seconds: 1))
                #expect(try registry.findSignInLink(digest: second.digest) == nil)
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `sessions are found by digest, listed until they end, and go one by one or all`(
        _ implementation: Implementation
    ) async throws {
        try await implementation.withStore { store in
            let (ada, bob) = (try Self.person("ada"), try Self.person("bob"))
            var first = Self.session("ses_1", of: ada, digest: 1)
            let later = Self.session("ses_0", of: ada, digest: 2, startedAfter: 60)
            let others = Self.session("ses_2", of: bob, digest: 3)
            first.lastUsedAt = Self.noon.adding(seconds: 30)
            try await store.write { [first] registry throws in
                try registry.insert(ada)
                try registry.insert(bob)
                for session in [Self.session("ses_1", of: ada, digest: 1), later, others] {
                    try registry.insert(session)
                }
                try registry.update(first)
                #expect(try registry.findSession(digest: first.digest) == first)
                #expect(try registry.findSession(digest: Array(repeating: 9, count: 32)) == nil)
                #expect(try registry.listSessions(of: ada.name, at: Self.noon) == [first, later])
                #expect(try registry.listSessions(of: ada.name, at: first.expiresAt) == [later])
                try registry.deleteSession(later.id)
                #expect(try registry.listSessions(of: ada.name, at: Self.noon) == [first])
                try registry.deleteSessions(of: ada.name)
                #expect(try registry.listSessions(of: ada.name, at: Self.noon).isEmpty)
                #expect(try registry.findSession(digest: others.digest) == others)
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `neither links nor sessions are kept for nobody`(_ implementation: Implementation) async throws {
        try await implementation.withStore { store in
            let nobody = try Self.person("nobody")
            await #expect(throws: RegistryError.self) {
                try await store.write { registry in
                    try registry.insert(Self.session("ses_1", of: nobody, digest: 1))
                }
            }
            await #expect(throws: RegistryError.self) {
                try await store.write { registry in
                    try registry.insert(
                        SignInLink(
                            digest: Array(repeating: 1, count: 32), operatorName: nobody.name, expiresAt: Self.noon))
                }
            }
        }
    }
}
