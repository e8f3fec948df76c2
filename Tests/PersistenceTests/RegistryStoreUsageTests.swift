import Persistence
import Registry
import Testing
import Timekeeping

private let noon = RegistrySample.noon

/// What every implementation does with usage.
@Suite struct RegistryStoreUsageTests {
    typealias Contract = RegistryStoreContractTests

    private static let today = Day(of: noon)

    private static func count(
        _ client: Client, _ day: Int64, _ kind: UsageKey.Kind, _ word: String, _ count: Int
    ) -> UsageCount {
        UsageCount(
            UsageKey(
                day: today.adding(days: day), realm: client.realm, client: client.id.text, kind: kind, word: word),
            count: count)
    }

    @Test(arguments: RegistryStoreContractTests.Implementation.allCases)
    func `counts add up, and are found by client, subscription and realm`(
        _ implementation: Contract.Implementation
    ) async throws {
        try await implementation.withSample { store, sample in
            let second = sample.client(marked: 2)
            let elsewhere = sample.client(marked: 3, in: sample.tenant.realm(.production))
            let counts = [
                Self.count(sample.client, 0, .call, "200", 5), Self.count(sample.client, 0, .call, "429", 2),
                Self.count(sample.client, -1, .token, "", 3), Self.count(second, 0, .call, "200", 7),
                Self.count(elsewhere, 0, .call, "200", 11),
            ]
            let unknown = UsageCount(
                UsageKey(day: Self.today, realm: sample.realm, client: "", kind: .refusal, word: "client_unknown"),
                count: 13)
            try await store.write { registry in
                try registry.insert(second)
                try registry.insert(elsewhere)
                try registry.add(counts)
                try registry.add([unknown, counts[0]])
            }
            let yesterday = Self.today.adding(days: -1)
            try await store.read { registry in
                func sums(_ holder: UsageQuery.Holder, from: Day, to: Day = Self.today) throws -> [String] {
                    try registry.sumUsage(UsageQuery(holder, from: from, to: to)).map {
                        "\($0.day.number - Self.today.number) \($0.kind.rawValue) \($0.word) \($0.count)"
                    }
                }
                let own = ["0 call 200 10", "0 call 429 2"]
                #expect(try sums(.client(sample.client.id), from: yesterday) == ["-1 token  3"] + own)
                #expect(try sums(.client(sample.client.id), from: Self.today) == own)
                #expect(try sums(.client(sample.client.id), from: yesterday, to: yesterday) == ["-1 token  3"])
                let both = ["0 call 200 17", "0 call 429 2"]
                #expect(try sums(.subscription(sample.subscription.id, [sample.realm]), from: Self.today) == both)
                #expect(
                    try sums(.realms([sample.realm]), from: Self.today) == both + ["0 refusal client_unknown 13"])
                #expect(
                    try sums(.realms(RealmEnvironment.allCases.map(sample.tenant.realm)), from: Self.today)
                        == ["0 call 200 28", "0 call 429 2", "0 refusal client_unknown 13"])
                #expect(try sums(.realms([sample.realm]), from: Self.today.adding(days: 1)) == [])
                let listed = try registry.listUsage(
                    UsageQuery(.realms([sample.realm]), from: yesterday, to: Self.today), limit: 3)
                #expect(listed.first == counts[2] && listed.count == 3 && listed[1] == unknown)
                #expect(
                    try registry.countCalls(of: sample.subscription.id, in: sample.realm, since: Self.today) == 17)
                #expect(
                    try registry.countCalls(
                        of: sample.subscription.id, in: sample.realm, since: Self.today.adding(days: 1)) == 0)
            }
        }
    }

    @Test(arguments: RegistryStoreContractTests.Implementation.allCases)
    func `usage is forgotten after thirteen months`(_ implementation: Contract.Implementation) async throws {
        try await implementation.withSample { store, sample in
            let kept = try #require(Day(text: "2025-10-01"))
            let counts = [kept.adding(days: -1), kept, Self.today].map { day in
                UsageCount(
                    UsageKey(day: day, realm: sample.realm, client: sample.client.id.text, kind: .token, word: ""),
                    count: 1)
            }
            try await store.write { registry in
                try registry.add(counts)
                try registry.deleteExpired(at: noon)
            }
            let left = try await store.read { registry in
                try registry.listUsage(
                    UsageQuery(.client(sample.client.id), from: kept.adding(days: -30), to: Self.today), limit: 10)
            }
            #expect(left == Array(counts.dropFirst()))
        }
    }
}
