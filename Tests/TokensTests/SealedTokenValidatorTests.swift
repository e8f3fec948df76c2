import CryptographyTesting
import Foundation
import Registry
import ResourceServer
import Synchronization
import Testing
import Timekeeping
import Tokens

struct SealedTokenValidatorTests {
    private let fixture: RealmTokensFixture

    init() async throws { fixture = try await RealmTokensFixture() }

    @Test(arguments: [false, true])
    func `a good token tells all it allows, in either case of its digits`(_ isLowercase: Bool) async throws {
        let token = try await fixture.seal(lifetimeSeconds: 90)
        let number = try await fixture.clientNumber()
        let validated = try await fixture.validator().validate(isLowercase ? token.text.lowercased() : token.text)
        #expect(
            validated
                == ValidatedToken(
                    identifier: token.identifier.text, clientID: nil, clientNumber: number, scopes: ["external"],
                    resource: "urn:counterfoil:acme:sandbox:external",
                    issuedAt: Date(timeIntervalSince1970: 1_795_521_600),
                    expiresAt: Date(timeIntervalSince1970: 1_795_521_690)))
    }

    @Test(arguments: [60, 86_400])
    func `a token is good through the whole of its last second, and not after`(_ lifetime: Int) async throws {
        let token = try await fixture.seal(lifetimeSeconds: lifetime)
        let validator = try await fixture.validator()
        // It was issued half a second into its first second.
        fixture.clock.advance(milliseconds: Int64(lifetime) * 1_000 + 499)
        #expect(try await validator.validate(token.text).identifier == token.identifier.text)
        fixture.clock.advance(milliseconds: 1)
        await #expect(throws: AccessTokenValidationError.expired) { try await validator.validate(token.text) }
    }

    @Test(arguments: [
        "", "Bearer", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
        String(repeating: "g", count: 64), " " + String(repeating: "0", count: 63), String(repeating: "é", count: 32),
    ])
    func `a text that is no token is malformed, even when nothing else can be told`(_ text: String) async throws {
        for isFresh in [true, false] {
            let validator = try await fixture.validator(isFresh: { isFresh })
            await #expect(throws: AccessTokenValidationError.malformed) { try await validator.validate(text) }
        }
    }

    @Test func `a token with one bit changed is unknown`() async throws {
        let digits = Array(try await fixture.seal().text)
        let validator = try await fixture.validator()
        for position in digits.indices {
            for bit in 0..<4 {
                var changed = digits
                let value = try #require(digits[position].hexDigitValue) ^ (1 << bit)
                changed[position] = Character(String(value, radix: 16, uppercase: true))
                await #expect(throws: AccessTokenValidationError.unknown) {
                    try await validator.validate(String(changed))
                }
            }
        }
    }

    @Test func `a token of another realm is unknown`() async throws {
        let token = try await fixture.seal()
        try await fixture.run(CreateTenant(name: "other", displayName: nil))
        for realm in ["acme/production", "other/sandbox", "other/production"].compactMap(RealmIdentifier.init(text:)) {
            let validator = try await fixture.validator(
                in: realm, resource: Resource.externalAPIIdentifier(of: fixture.realm))
            await #expect(throws: AccessTokenValidationError.unknown) { try await validator.validate(token.text) }
        }
    }

    @Test func `a token for another resource is not good here`() async throws {
        let token = try await fixture.seal()
        let validator = try await fixture.validator(resource: "urn:counterfoil:acme:sandbox:admin")
        await #expect(throws: AccessTokenValidationError.otherResource) { try await validator.validate(token.text) }
    }

    @Test func `a token of a profile that nobody made is unknown`() async throws {
        let tokens = try await fixture.directory.tokens(of: fixture.realm)
        let profile = GrantProfile(
            realm: fixture.realm, number: 77, scopes: [], resource: "r", lifetimeSeconds: 60)
        let token = tokens.seal(
            clientNumber: 1, profile: profile, at: fixture.clock.now, with: tokens.keys,
            random: fixture.random.source)
        let validator = try await fixture.validator()
        await #expect(throws: AccessTokenValidationError.unknown) { try await validator.validate(token.text) }
    }

    @Test func `while revocations are not known, nothing can be told`() async throws {
        let token = try await fixture.seal()
        let freshness = Freshness()
        let validator = try await fixture.validator(isFresh: { freshness.isFresh })
        #expect(try await validator.validate(token.text).clientNumber == fixture.client.number)
        freshness.set(false)
        await #expect(throws: AccessTokenValidationError.unavailable) { try await validator.validate(token.text) }
        freshness.set(true)
        #expect(try await validator.validate(token.text).clientNumber == fixture.client.number)
    }

    @Test func `a token that was revoked by itself leaves the client's others good`() async throws {
        let (token, other) = (try await fixture.seal(), try await fixture.seal())
        let tokens = try await fixture.directory.tokens(of: fixture.realm)
        tokens.revocations.revoke(token.identifier, until: fixture.clock.now.adding(seconds: 60))
        let validator = try await fixture.validator()
        await #expect(throws: AccessTokenValidationError.revoked) { try await validator.validate(token.text) }
        #expect(try await validator.validate(other.text).identifier == other.identifier.text)
    }

    @Test func `a validator made before a change knows of it`() async throws {
        let token = try await fixture.seal()
        let validator = try await fixture.validator()
        try await fixture.run(SetClientStatus(client: fixture.client.id.text, status: .deleted))
        try await fixture.hear()
        await #expect(throws: AccessTokenValidationError.revoked) { try await validator.validate(token.text) }
    }

    @Test func `a token that is expired and revoked is told as expired`() async throws {
        let token = try await fixture.seal()
        try await fixture.run(SetClientStatus(client: fixture.client.id.text, status: .suspended))
        try await fixture.hear()
        fixture.clock.advance(seconds: 61)
        let validator = try await fixture.validator()
        await #expect(throws: AccessTokenValidationError.expired) { try await validator.validate(token.text) }
    }

    /// Whether revocations are known, changed while a validator is in use.
    private final class Freshness: Sendable {
        private let state = Mutex(true)

        var isFresh: Bool { state.withLock { $0 } }

        func set(_ isFresh: Bool) { state.withLock { $0 = isFresh } }
    }
}
