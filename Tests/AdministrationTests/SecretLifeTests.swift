import Administration
import HTTPTypes
import Registry
import Testing
import Timekeeping
import WebFoundation

@Suite struct SecretLifeTests {
    private let fixture: AdminFixture

    init() throws { fixture = try AdminFixture() }

    private func states(_ client: String) async throws -> [String] {
        try await fixture.items("listSecrets", path: ["client": client]).map { try fixture.text($0["state"]) }
    }

    @Test func `a rolled secret goes on working for the grace period and not after it`() async throws {
        let story = try await fixture.startStory()
        let rolled = try await fixture.call(
            "rollSecret", path: ["client": story.sandboxClient], body: #"{"grace_seconds":3600}"#)
        #expect(try fixture.text(rolled["client_secret"]).hasPrefix("cfs_test_"))
        #expect(try await states(story.sandboxClient) == ["active", "active"])
        fixture.advance(seconds: 3_599)
        #expect(try await states(story.sandboxClient) == ["active", "active"])
        fixture.advance(seconds: 1)
        #expect(try await states(story.sandboxClient) == ["expired", "active"])
    }

    @Test func `a secret that would expire sooner than the grace period still does`() async throws {
        let story = try await fixture.startStory()
        try await fixture.call(
            "expireSecret", path: ["secret": story.sandboxSecretID], body: #"{"expires_at":"2026-11-25T00:10:00Z"}"#)
        let rolled = try await fixture.call(
            "rollSecret", path: ["client": story.sandboxClient], body: #"{"grace_seconds":86400}"#)
        guard case .list(let superseded) = rolled["superseded"] else { throw AdminFixture.NoStory() }
        #expect(superseded.count == 1)
        let known = try await fixture.call("getSecret", path: ["secret": story.sandboxSecretID])
        #expect(known["expires_at"] == superseded[0]["expires_at"])
    }

    @Test func `rolled without grace, a client that has as many secrets as it can have gets one more`() async throws {
        let story = try await fixture.startStory()
        for _ in 1..<RegistryLimits.activeSecretsPerClient {
            try await fixture.call("createSecret", path: ["client": story.sandboxClient])
        }
        #expect(try await fixture.problem("createSecret", path: ["client": story.sandboxClient])?.status == .conflict)
        #expect(
            try await fixture.problem(
                "rollSecret", path: ["client": story.sandboxClient], body: #"{"grace_seconds":1}"#)?.status
                == .conflict)
        try await fixture.call("rollSecret", path: ["client": story.sandboxClient], body: #"{"grace_seconds":0}"#)
        #expect(try await states(story.sandboxClient).count { $0 == "active" } == 1)
    }

    @Test func `a repeat of a roll makes no second secret and shows none`() async throws {
        let story = try await fixture.startStory()
        for round in 0..<2 {
            let answer = try await fixture.call(
                "rollSecret", path: ["client": story.sandboxClient], body: #"{"grace_seconds":60}"#,
                idempotencyKey: "k")
            #expect((answer["client_secret"] == .null) == (round == 1))
        }
        #expect(try await states(story.sandboxClient).count == 2)
    }

    @Test func `a secret is revoked at once, alone or with all tokens of its client`() async throws {
        let story = try await fixture.startStory()
        let path = ["secret": story.sandboxSecretID]
        let client = try #require(ClientIdentifier(story.sandboxClient))
        let number = try await fixture.store.read { try $0.findClient(client)?.number }
        #expect(try await fixture.call("revokeSecret", path: path)["state"] == .text("revoked"))
        #expect(try await fixture.store.read { try $0.findClient(client)?.number } == number)
        try await fixture.call("revokeSecret", path: path, body: #"{"revoke_tokens":true}"#)
        #expect(try await fixture.store.read { try $0.findClient(client)?.number } != number)
        #expect(try await fixture.problem("expireSecret", path: path)?.status == .conflict)
    }

    @Test(arguments: [
        #"{}"#, #"{"grace_seconds":-1}"#, #"{"grace_seconds":31622401}"#, #"{"grace_seconds":"1h"}"#,
        #"{"grace_seconds":1,"expires_at":"tomorrow"}"#, #"{"grace_seconds":1,"expires_at":"2020-01-01T00:00:00Z"}"#,
        #"{"grace_seconds":1.5}"#, #"{"grace_seconds":null}"#,
    ])
    func `a roll with a fault changes nothing`(body: String) async throws {
        let story = try await fixture.startStory()
        #expect(
            try await fixture.problem("rollSecret", path: ["client": story.sandboxClient], body: body)?.status
                == .unprocessableContent)
        let secrets = try await fixture.items("listSecrets", path: ["client": story.sandboxClient])
        #expect(secrets.count == 1 && secrets[0]["expires_at"] == .null)
    }

    @Test func `use tells from where and makes no update stale`() async throws {
        let story = try await fixture.startStory()
        let path = ["secret": story.sandboxSecretID]
        let before = Precondition.entityTag(of: try await fixture.call("getSecret", path: path))
        let use = SecretUse(
            secret: SecretIdentifier(story.sandboxSecretID), at: fixture.context.now, remoteAddress: "192.0.2.7")
        try await fixture.store.write { try $0.recordUse([use]) }
        let used = try await fixture.call("getSecret", path: path)
        #expect(used["last_used_from"] == .text("192.0.2.7") && used["last_used_at"] == .moment(use.at))
        try await fixture.call("expireSecret", path: path, ifMatch: before)
    }

    @Test func `until the old secret ends every answer tells whether it is still used`() async throws {
        let story = try await fixture.startStory()
        fixture.advance(seconds: 1)
        let path = ["secret": story.sandboxSecretID]
        #expect(try await fixture.call("getSecret", path: path)["succession"] == .text("current"))
        let rolled = try await fixture.call(
            "rollSecret", path: ["client": story.sandboxClient], body: #"{"grace_seconds":3600}"#)
        let before = try await fixture.call("getSecret", path: path)
        #expect(before["superseded_by"] == rolled["secret_id"] && before["succession"] == .text("unused"))
        #expect(try await fixture.items("listSupersededSecrets", query: "succession=still_used").isEmpty)
        fixture.advance(seconds: 1)
        let use = SecretUse(
            secret: SecretIdentifier(story.sandboxSecretID), at: fixture.context.now, remoteAddress: "192.0.2.7")
        try await fixture.store.write { try $0.recordUse([use]) }
        let used = try await fixture.items("listSupersededSecrets", query: "succession=still_used")
        #expect(used.map { $0["secret_id"] } == [.text(story.sandboxSecretID)])
        #expect(used.first?["client_name"] == .text("Example Partner") && used.first?["tenant"] == .text("acme"))
        #expect(used.first?["last_used_from"] == .text("192.0.2.7"))
        try await fixture.call(
            "revokeSecret", path: path, ifMatch: Precondition.entityTag(of: before))
        #expect(try await fixture.items("listSupersededSecrets").isEmpty)
    }

    @Test func `secrets that stop soon are read page by page`() async throws {
        let story = try await fixture.startStory()
        for days in [40, 5, 3, 4] as [Int64] {
            let end = fixture.context.now.adding(seconds: days * 86_400).description
            try await fixture.call(
                "createSecret", path: ["client": story.sandboxClient], body: #"{"expires_at":"\#(end)"}"#)
        }
        let all = try await fixture.items("listExpiringSecrets")
        #expect(all.count == 3)
        var (cursor, paged): (String?, [JSONDocument]) = (nil, [])
        repeat {
            let query = "limit=1" + (cursor.map { "&cursor=\($0)" } ?? "")
            let page = try await fixture.call("listExpiringSecrets", query: query)
            if case .list(let items) = page["items"] { paged += items }
            if case .text(let next) = page["next"] { cursor = next } else { cursor = nil }
        } while cursor != nil && paged.count < 9
        #expect(paged == all)
        let far = fixture.context.now.adding(seconds: 50 * 86_400).description
        #expect(try await fixture.items("listExpiringSecrets", query: "expires_before=\(far)").count == 4)
    }

    @Test(arguments: [
        ("listExpiringSecrets", "expires_before=soon"), ("listExpiringSecrets", "limit=0"),
        ("listExpiringSecrets", "cursor=x"), ("listSupersededSecrets", "succession=current"),
        ("listSupersededSecrets", "succession="), ("listSupersededSecrets", "used=true"),
    ])
    func `a list of secrets refuses a bad parameter`(_ name: String, _ query: String) async throws {
        #expect(try await fixture.problem(name, query: query)?.status == .badRequest)
    }

    @Test func `a cursor of the one list is refused by the other`() async throws {
        let story = try await fixture.startStory()
        try await fixture.call(
            "createSecret", path: ["client": story.sandboxClient], body: #"{"expires_at":"2026-11-25T00:00:00Z"}"#)
        guard case .text(let next) = try await fixture.call("listExpiringSecrets", query: "limit=1")["next"] else {
            throw AdminFixture.NoStory()
        }
        #expect(try await fixture.problem("listSupersededSecrets", query: "cursor=\(next)") != nil)
    }
}
