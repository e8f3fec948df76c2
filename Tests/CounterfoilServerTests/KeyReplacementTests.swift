import AuthorizationServer
import Cryptography
import HTTPTypes
import HummingbirdTesting
import JOSE
import Registry
import Testing
import Timekeeping
import Tokens

@testable import CounterfoilServer

struct KeyReplacementTests {
    private let fixture: ServerFixture
    private let realm: RealmIdentifier

    init() async throws {
        fixture = try await ServerFixture()
        realm = try #require(RealmIdentifier(text: "acme/sandbox"))
    }

    private func replace(_ uses: [KeyUse]) async throws {
        let random = RandomSource.system
        try await fixture.change(
            ReplaceKeys(
                realm: realm, uses: uses, fresh: try uses.map { try FreshKey.make($0, random: random) },
                reason: "stolen"))
    }

    private func keyIDs() async throws -> Set<String?> {
        let response = try await fixture.send(.get, OAuthRoutes.keySetPath)
        return Set(try JSONWebKeySet(json: Array(response.text.utf8), reading: .strict).keys.map(\.keyID))
    }

    @Test func `a stolen sealing key ends the sealed tokens, and new ones are good`() async throws {
        let token = try await fixture.token()
        #expect(try await fixture.patientsStatus(token) == 200)
        try await replace([.sealedToken])
        #expect(try await fixture.patientsStatus(token) == 401)
        #expect(try await fixture.patientsStatus(try await fixture.token()) == 200)
    }

    @Test func `a stolen signing key leaves the JWK set, and its tokens end`() async throws {
        var settings = ClientSettingsChange()
        settings.tokenFormat = .jwtES256
        try await fixture.change(
            UpdateClient(
                client: fixture.sandbox.id, name: nil, scopes: nil, tokenLifetimeSeconds: nil, settings: settings))
        let token = try await fixture.token()
        let old = try #require(try CompactJWS(parsing: token).header.keyID)
        let before = try await keyIDs()
        #expect(before.contains(old))
        try await replace([.signES256])
        #expect(try await fixture.patientsStatus(token) == 401)
        let fresh = try await fixture.token()
        #expect(try await fixture.patientsStatus(fresh) == 200)
        let after = try await keyIDs()
        let new = try CompactJWS(parsing: fresh).header.keyID
        #expect(!after.contains(old) && after.contains(new))
        #expect(after.subtracting(before).count == 1)
    }
}
