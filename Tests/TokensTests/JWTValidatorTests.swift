import CryptographyTesting
import FoundationEssentials
import JOSE
import Registry
import ResourceServer
import Testing
import Timekeeping
import Tokens

struct JWTValidatorTests {
    private let fixture: RealmTokensFixture

    init() async throws { fixture = try await RealmTokensFixture() }

    private func refusal(of token: String, by validator: JWTValidator? = nil) async throws
        -> AccessTokenValidationError?
    {
        let chosen: JWTValidator
        if let validator { chosen = validator } else { chosen = try await fixture.jwtValidator() }
        do throws(AccessTokenValidationError) {
            _ = try await chosen.validate(token)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [KeyUse.signES256, .signEdDSA, .signRS256])
    func `a good token of each algorithm tells all it allows`(_ use: KeyUse) async throws {
        let claims = try await fixture.claims(
            lifetimeSeconds: 90, confirmation: .keyThumbprint("x"), actor: TokenActor("b", before: TokenActor("a")))
        let token = try await fixture.sign(claims, use)
        let validated = try await fixture.jwtValidator().validate(token)
        #expect(
            validated
                == ValidatedToken(
                    identifier: claims.identifier.text, clientID: fixture.client.id.text,
                    clientNumber: fixture.client.number, scopes: ["external"],
                    resource: "urn:counterfoil:acme:sandbox:external",
                    issuedAt: Date(timeIntervalSince1970: 1_795_521_600),
                    expiresAt: Date(timeIntervalSince1970: 1_795_521_690), subject: fixture.client.id.text,
                    issuer: "http://sandbox-acme.example.test/api/identity", confirmation: .keyThumbprint("x"),
                    actor: TokenActor("b", before: TokenActor("a"))))
        #expect(validated.tokenType == .dpop)
    }

    @Test func `a token is good before its exp, and not from then on`() async throws {
        let token = try await fixture.sign(try await fixture.claims(lifetimeSeconds: 60))
        // It was issued half a second into its first second.
        fixture.clock.advance(milliseconds: 59_499)
        #expect(try await refusal(of: token) == nil)
        fixture.clock.advance(milliseconds: 1)
        #expect(try await refusal(of: token) == .expired)
    }

    @Test func `a clock ten seconds ahead is borne, and not more`() async throws {
        let token = try await fixture.sign()
        fixture.clock.advance(milliseconds: -10_500)
        #expect(try await refusal(of: token) == nil)
        fixture.clock.advance(milliseconds: -1)
        #expect(try await refusal(of: token) == .notYetValid)
    }

    @Test func `a token for another resource is not good here`() async throws {
        let validator = try await fixture.jwtValidator(resource: "urn:counterfoil:acme:sandbox:admin")
        #expect(try await refusal(of: try await fixture.sign(), by: validator) == .otherResource)
    }

    @Test func `a token of another realm is unknown`() async throws {
        try await fixture.run(CreateTenant(name: "other", displayName: nil))
        let token = try await fixture.sign()
        for realm in ["acme/production", "other/sandbox", "other/production"].compactMap(RealmIdentifier.init(text:)) {
            let validator = try await fixture.jwtValidator(
                in: realm, resource: Resource.externalAPIIdentifier(of: fixture.realm))
            #expect(try await refusal(of: token, by: validator) == .unknown)
        }
    }

    @Test func `while revocations are not known, nothing can be told`() async throws {
        let validator = try await fixture.jwtValidator(isFresh: { false })
        #expect(try await refusal(of: try await fixture.sign(), by: validator) == .unavailable)
    }

    @Test func `a token with any character changed is refused`() async throws {
        let token = Array(try await fixture.sign())
        let validator = try await fixture.jwtValidator()
        for position in stride(from: 0, to: token.count, by: 7) {
            var changed = token
            changed[position] = changed[position] == "A" ? "B" : "A"
            let refusal = try await refusal(of: String(changed), by: validator)
            #expect(refusal == .unknown || refusal == .malformed)
        }
    }

    @Test func `what revokes a client's tokens revokes its JWTs, and those that came of them`() async throws {
        let lineage = try #require(
            TokenLineage(clientNumber: fixture.client.number).exchanged(
                TokenIdentifier(random: fixture.random.source), by: 7_000))
        let token = try await fixture.sign()
        let exchanged = try await fixture.sign(try await fixture.claims(lineage: lineage))
        let unrelated = try await fixture.sign(try await fixture.claims(lineage: TokenLineage(clientNumber: 7_000)))
        try await fixture.run(RevokeClientTokens(client: fixture.client.id.text))
        try await fixture.hear()
        #expect(try await refusal(of: token) == .revoked)
        #expect(try await refusal(of: exchanged) == .revoked)
        #expect(try await refusal(of: unrelated) == nil)
        #expect(try await refusal(of: try await fixture.sign()) == nil)
    }

    @Test func `a token that was revoked by itself takes with it what it was exchanged for, and nothing else`()
        async throws
    {
        let claims = try await fixture.claims()
        let (token, other) = (try await fixture.sign(claims), try await fixture.sign())
        let lineage = try #require(claims.lineage.exchanged(claims.identifier, by: 7_000))
        let exchanged = try await fixture.sign(try await fixture.claims(lineage: lineage))
        let tokens = try await fixture.directory.tokens(of: fixture.realm)
        let opened = try #require(try await fixture.directory.open(token, in: tokens))
        try await fixture.directory.revoke(
            opened, in: tokens, of: fixture.client.id, at: fixture.clock.now, random: fixture.random.source,
            circumstances: [:])
        #expect(try await refusal(of: token) == .revoked)
        #expect(try await refusal(of: exchanged) == .revoked)
        #expect(try await refusal(of: other) == nil)
        // Another server that starts now reads it from the store.
        let elsewhere = try await fixture.anotherDirectory().tokens(of: fixture.realm)
        #expect(opened.isRevoked(in: elsewhere.revocations, at: fixture.clock.now))
    }

    @Test func `suspending the tenant ends its JWTs at once, and the new keys do not sign for it`() async throws {
        let token = try await fixture.sign()
        let held = try await fixture.directory.tokens(of: fixture.realm).keys
        try await fixture.run(SetTenantStatus(name: "acme", status: .suspended))
        try await fixture.hear()
        #expect(try await refusal(of: token) == .unknown)
        // A request that held the old keys gets a token that nothing accepts.
        let late = try #require(held.signing.active(.signES256)).sign(try await fixture.claims())
        #expect(try await refusal(of: late) == .unknown)
        // A key that is made when it is needed is not made for a suspended tenant.
        await #expect(throws: RegistryError.self) { try await fixture.signingKey(.signRS256) }
    }
}
