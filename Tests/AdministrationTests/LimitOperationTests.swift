import Administration
import HTTPTypes
import Testing
import WebFoundation

@Suite struct LimitOperationTests {
    private let fixture: AdminFixture

    init() throws { fixture = try AdminFixture() }

    private func subscription() async throws -> [String: String] {
        ["subscription": try await fixture.startStory().subscription]
    }

    @Test func `limits are shown and changed one by one, and null takes one away`() async throws {
        let path = try await subscription()
        let none = try await fixture.call("getSubscriptionLimits", path: path)
        #expect(none.members.dropFirst().allSatisfy { $0.value == .null } && none.members.count == 6)
        _ = try await fixture.call(
            "updateSubscriptionLimits", path: path, body: #"{"calls_per_minute":600,"hard_calls_per_month":1000}"#)
        let changed = try await fixture.call(
            "updateSubscriptionLimits", path: path,
            body: #"{"calls_per_minute":null,"soft_calls_per_month":900,"active_secrets":2}"#)
        #expect(changed["calls_per_minute"] == .null && changed["token_requests_per_minute"] == .null)
        #expect(changed["hard_calls_per_month"] == .integer(1_000) && changed["active_secrets"] == .integer(2))
        #expect(try await fixture.call("getSubscriptionLimits", path: path) == changed)
        #expect(
            try await fixture.problem("updateSubscriptionLimits", path: path, body: "{}", ifMatch: #""x""#)?.status.code
                == 412)
    }

    @Test(arguments: [
        (#"{"calls_per_minute":0}"#, "/calls_per_minute"), (#"{"calls_per_minute":-5}"#, "/calls_per_minute"),
        (#"{"calls_per_minute":1.5}"#, "/calls_per_minute"), (#"{"active_secrets":11}"#, "/active_secrets"),
        (#"{"token_requests_per_minute":"9"}"#, "/token_requests_per_minute"),
        (#"{"soft_calls_per_month":10,"hard_calls_per_month":10}"#, "/soft_calls_per_month"),
        (#"{"calls_per_hour":10}"#, "/calls_per_hour"),
        (#"{"hard_calls_per_month":1000000000001}"#, "/hard_calls_per_month"),
    ])
    func `a limit that cannot be is refused by its name`(body: String, pointer: String) async throws {
        let problem = try #require(
            try await fixture.problem("updateSubscriptionLimits", path: try await subscription(), body: body))
        #expect(problem.status.code == 422 && problem.errors.map(\.pointer) == [pointer])
    }

    @Test(arguments: ["getSubscriptionLimits", "updateSubscriptionLimits"])
    func `a subscription that is not there has no limits`(name: String) async throws {
        let problem = try await fixture.problem(name, path: ["subscription": "sub_x"])
        #expect(problem?.status.code == 404)
    }
}
