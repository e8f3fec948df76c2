import CryptographyTesting
import JOSE
import Registry
import ResourceServer
import Testing
import Timekeeping
import Tokens

/// Tokens of a realm that is held to FAPI 2.0 after they were issued.
struct HeldRealmTests {
    private let fixture: RealmTokensFixture

    init() async throws { fixture = try await RealmTokensFixture() }

    private func hold(_ profile: SecurityProfile = .fapi2) async throws {
        try await fixture.run(UpdateRealm(realm: fixture.realm, profile: profile, certificateRoots: nil))
        try await fixture.hear()
    }

    private func refusal(
        of token: String, by validator: any AccessTokenValidator
    ) async -> AccessTokenValidationError? {
        do throws(AccessTokenValidationError) {
            _ = try await validator.validate(token)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a sealed token is good no more once the server has heard, and again when the realm is let go of`()
        async throws
    {
        let token = try await fixture.seal().text
        let validator = try await fixture.validator()
        #expect(await refusal(of: token, by: validator) == nil)
        try await hold()
        #expect(await refusal(of: token, by: validator) == .unbound)
        // A server that reads the realm for the first time knows as well.
        let other = fixture.anotherDirectory()
        #expect(await refusal(of: token, by: try await fixture.validator(by: other)) == .unbound)
        try await hold(.standard)
        #expect(await refusal(of: token, by: validator) == nil)
    }

    @Test func `a JWT is good where it is bound and signed by an algorithm of the profile`() async throws {
        let bindings: [TokenConfirmation] = [.keyThumbprint("x"), .certificateThumbprint("x")]
        var tokens: [(String, AccessTokenValidationError?)] = [(try await fixture.sign(), .unbound)]
        for confirmation in bindings {
            for use in [KeyUse.signES256, .signEdDSA, .signRS256] {
                let claims = try await fixture.claims(confirmation: confirmation)
                tokens.append((try await fixture.sign(claims, use), use == .signRS256 ? .algorithmRefused : nil))
            }
        }
        let validator = try await fixture.jwtValidator()
        for (token, _) in tokens { #expect(await refusal(of: token, by: validator) == nil) }
        try await hold()
        for (token, error) in tokens { #expect(await refusal(of: token, by: validator) == error) }
    }

    @Test func `what else is wrong with a token is said first`() async throws {
        let token = try await fixture.seal(lifetimeSeconds: 60).text
        try await hold()
        fixture.clock.advance(seconds: 62)
        #expect(await refusal(of: token, by: try await fixture.validator()) == .expired)
    }
}
