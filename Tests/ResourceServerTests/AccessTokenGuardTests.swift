import FoundationEssentials
import ResourceServer
import Testing

/// Every token is of one kind, and the validator remembers nothing.
private struct FixedValidator: AccessTokenValidator {
    let result: Result<[String], AccessTokenValidationError>

    func validate(_ token: String) async throws(AccessTokenValidationError) -> ValidatedToken {
        ValidatedToken(
            identifier: token, clientID: nil, clientNumber: 3, scopes: try result.get(), resource: "r",
            issuedAt: Date(timeIntervalSince1970: 0), expiresAt: Date(timeIntervalSince1970: 1))
    }
}

struct AccessTokenGuardTests {
    private let check = AccessTokenGuard(
        protectionSpace: "demo", requirement: ScopeRequirement(anyOf: ["external", "external.read"]))

    private func refusal(
        _ authorization: [String], queryHasToken: Bool = false,
        result: Result<[String], AccessTokenValidationError> = .success(["external"])
    ) async -> BearerRefusal? {
        do throws(BearerRefusal) {
            _ = try await check.admit(
                TokenPresentation(authorization: authorization, queryHasToken: queryHasToken),
                validator: FixedValidator(result: result))
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [["external"], ["external.read"], ["other", "external"]])
    func `a good token with one of the scopes is admitted`(scopes: [String]) async throws {
        let token = try await check.admit(
            TokenPresentation(authorization: ["Bearer abc"]), validator: FixedValidator(result: .success(scopes)))
        #expect(token.identifier == "abc")
        #expect(token.scopes == scopes)
    }

    @Test(arguments: [[], ["Basic YTpi"], ["DPoP abc"], ["DPoP"]])
    func `without a token the answer is 401 and names no error`(authorization: [String]) async throws {
        let refusal = try #require(await refusal(authorization))
        #expect(refusal.status == 401)
        #expect(refusal.challenge?.description == #"Bearer realm="demo", scope="external""#)
        #expect(refusal.reason == "no_access_token")
    }

    @Test(arguments: [(["Bearer"], false), (["Bearer a b"], false), (["Bearer a", "Bearer a"], false), ([], true)])
    func `malformed credentials are 400 invalid_request`(authorization: [String], queryHasToken: Bool) async throws {
        let refusal = try #require(await refusal(authorization, queryHasToken: queryHasToken))
        #expect(refusal.status == 400)
        #expect(refusal.challenge?.error == "invalid_request")
        #expect(refusal.challenge?.errorDescription == refusal.publicDescription)
        #expect(refusal.reason == "access_token_malformed")
    }

    @Test(arguments: [
        AccessTokenValidationError.malformed, .unknown, .expired, .revoked, .otherResource,
    ])
    func `a token that is not good is 401 invalid_token`(error: AccessTokenValidationError) async throws {
        let refusal = try #require(await refusal(["Bearer abc"], result: .failure(error)))
        #expect(refusal.status == 401)
        #expect(refusal.challenge?.error == "invalid_token")
        #expect(refusal.challenge?.scope == nil)
        #expect(refusal.reason == error.reason)
        #expect(refusal.publicDescription.contains("has expired") == (error == .expired))
    }

    @Test func `why a token is not good is not told, except that it has expired`() async throws {
        var texts: Set<String> = []
        for error in [AccessTokenValidationError.malformed, .unknown, .revoked, .otherResource] {
            texts.insert(try #require(await refusal(["Bearer abc"], result: .failure(error))).publicDescription)
        }
        #expect(texts.count == 1)
    }

    @Test func `a token that cannot be checked now is 503 without a challenge`() async throws {
        let refusal = try #require(await refusal(["Bearer abc"], result: .failure(.unavailable)))
        #expect(refusal.status == 503)
        #expect(refusal.challenge == nil)
        #expect(refusal.reason == "token_validation_unavailable")
    }

    @Test(arguments: [[], ["reports"], ["External"], ["externa"], ["external "], ["external external.read"]])
    func `a good token without the scope is 403 insufficient_scope and names it`(scopes: [String]) async throws {
        let refusal = try #require(await refusal(["Bearer abc"], result: .success(scopes)))
        #expect(refusal.status == 403)
        #expect(
            refusal.challenge?.description == #"Bearer realm="demo", error="insufficient_scope", "#
                + #"error_description="The access token lacks the scope external or external.read.", scope="external""#)
        #expect(refusal.reason == "insufficient_scope")
    }

    @Test func `a requirement of no scope at all is met by nothing`() {
        #expect(!ScopeRequirement(anyOf: []).isMet(by: ["external"]))
        #expect(ScopeRequirement("a b").isMet(by: ["b", "c", "a"]))
        #expect(!ScopeRequirement("a b").isMet(by: ["a", "ab"]))
        #expect(!ScopeRequirement(" ").isMet(by: ["a"]))
        #expect(!ScopeRequirement(anyOf: []).isMet(by: []))
    }

    @Test func `every reason and sentence is told apart`() {
        let all: [AccessTokenValidationError] = [
            .malformed, .unknown, .expired, .revoked, .otherResource, .unavailable,
        ]
        #expect(Set(all.map(\.reason)).count == all.count)
        #expect(Set(all.map(\.description)).count == all.count)
    }
}
