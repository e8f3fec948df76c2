import ExternalAPI
import ExternalRecords
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import WebFoundation

/// What a program needs that keeps a copy: filters, orders, changes, searches, and the records that others refer to.
struct SynchronisingTests {
    private static let patients = PatientWritingTests.patients

    private static func ids(_ response: TestResponse) throws -> [String] {
        let items = try response.object()["Items"] as? [any Sendable] ?? []
        return items.compactMap { ($0 as? [String: any Sendable])?["Id"] as? String }
    }

    @Test func `a client that follows changes sees each patient once, and those that are gone`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(5)
        var known: Set<String> = []
        var after = "0"
        func follow() async throws -> Int {
            var calls = 0
            while true {
                calls += 1
                let answer = try await fixture.send(.get, Self.patients + "/changes?after=\(after)&pageSize=2")
                #expect(answer.status == .ok)
                let object = try answer.object()
                for item in object["Items"] as? [any Sendable] ?? [] {
                    let item = try #require(item as? [String: any Sendable])
                    let id = try #require(item["Id"] as? String)
                    if item["Change"] as? String == "Deleted" {
                        #expect(item["Patient"] as? NSNullMark != nil)
                        known.remove(id)
                    } else {
                        #expect((item["Patient"] as? [String: any Sendable])?["Id"] as? String == id)
                        known.insert(id)
                    }
                }
                after = try #require(object["After"] as? String)
                // The platform's reader gives truth values as numbers.
                if object["More"] as? Double == 0 { return calls }
            }
        }
        #expect(try await follow() == 3 && known.count == 5)
        #expect(try await follow() == 1 && known.count == 5)
        _ = try await fixture.send(.post, Self.patients, body: PatientWritingTests.least)
        _ = try await fixture.send(.delete, Self.patients + "/10000002")
        _ = try await fixture.send(.put, Self.patients + "/10000003", body: PatientWritingTests.least)
        #expect(try await follow() == 2)
        #expect(known == ["10000001", "10000003", "10000004", "10000005", "10000006"])
    }

    @Test(arguments: ["after=-1", "after=x", "after=", "after=9999999999999999999", "pageSize=501", "pageIndex=0"])
    func `a bad place is refused`(query: String) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        #expect(try await fixture.send(.get, Self.patients + "/changes?" + query).status == .badRequest)
    }

    @Test func `lists are narrowed to what was changed since a moment`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(5)
        fixture.advance(seconds: 3_600)
        _ = try await fixture.send(.put, Self.patients + "/10000003", body: PatientWritingTests.least)
        for since in [
            "2023-11-14T22:13:21Z", "2023-11-14T22:13:20.001Z", "2023-11-14T23:13:20Z", "2023-11-15T00:13:20%2B01:00",
            "2023-11-14t22:13:21z",
        ] {
            let answer = try await fixture.send(.get, Self.patients + "?modifiedSince=" + since)
            #expect(try Self.ids(answer) == ["10000003"], "\(since) \(answer.text)")
            #expect(try answer.object()["Count"] as? Double == 1)
        }
        for (since, count) in [("2023-11-14", 5), ("2023-11-14T22:13:20Z", 5), ("2023-11-15", 0)] {
            #expect(try await Self.ids(fixture.send(.get, Self.patients + "?modifiedSince=" + since)).count == count)
        }
        for bad in ["yesterday", "2023-11-31", "2023-11-14T25:00:00Z", "2023-11-14T22:13:20", "", "2023"] {
            let answer = try await fixture.send(.get, Self.patients + "?modifiedSince=" + bad)
            #expect(answer.status == .badRequest, "\(bad)")
        }
    }

    @Test func `lists are narrowed by status and location, and ordered`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(100)
        let hold = try await fixture.send(.get, Self.patients + "?status=Hold&pageSize=500")
        #expect(try Self.ids(hold).count > 0 && !hold.text.contains(#""Active":"true""#))
        let dayton = try await fixture.send(.get, Self.patients + "?locationId=20000001&pageSize=500")
        #expect(!dayton.text.contains("Columbus Service Center") && dayton.text.contains("Dayton Service Center"))
        let last = try await fixture.send(.get, Self.patients + "?order=-created&pageSize=1")
        #expect(try Self.ids(last) == ["10000100"])
        for bad in ["status=active", "locationId=1", "order=Created", "status=Active&status=Hold"] {
            #expect(try await fixture.send(.get, Self.patients + "?" + bad).status == .badRequest, "\(bad)")
        }
    }

    @Test func `a search by name or date of birth finds rows`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(50)
        for body in [
            #"{"LastName":"stone","FirstName":"avery"}"#, #"{"DateOfBirth":"1961-04-09"}"#,
            #"{"LastName":"STO","DateOfBirth":"1961-04-09"}"#,
        ] {
            let answer = try await fixture.send(.post, Self.patients + "/search?pageSize=10", body: body)
            #expect(answer.status == .ok)
            #expect(try Self.ids(answer).contains("10000001"), "\(body)")
        }
        let none = try await fixture.send(.post, Self.patients + "/search", body: #"{"LastName":"%_'\""}"#)
        #expect(none.text == #"{"Items":[],"Count":0}"#)
    }

    @Test(arguments: [
        ("locations", "20000001", 12.0), ("facilities", "40000001", 6), ("payers", "60000001", 8),
        ("payers/60000003/plans", "65000005", 3), ("hcpcs", "70000001", 500), ("tags", "30000001", 10),
    ])
    func `records that others refer to are listed and read`(path: String, id: String, count: Double) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(0)
        let root = ExternalAPI.root + "/" + path
        let list = try await fixture.send(.get, root + "?pageSize=2")
        #expect(try list.object()["Count"] as? Double == count)
        #expect(try Self.ids(list).first == id && (try Self.ids(list).count) == 2)
        let one = try await fixture.send(.get, root + "/" + id)
        #expect(one.status == .ok && list.text.contains(one.text))
        let tag = try #require(one.headers[.eTag])
        #expect(try await fixture.send(.get, root + "/" + id, headers: [.ifNoneMatch: tag]).status == .notModified)
        for missing in ["99999999", "x"] {
            #expect(try await fixture.send(.get, root + "/" + missing).status == .notFound)
        }
        #expect(try await fixture.send(.get, root + "?modifiedSince=2030-01-01").text == #"{"Items":[],"Count":0}"#)
        let later = try await fixture.send(.get, root + "?order=-created&pageSize=1")
        #expect(try Self.ids(later) != [id])
        #expect(fixture.recorded.isEmpty)
    }

    @Test func `plans of a payer that is not there are not found`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(0)
        for path in ["/payers/60000099/plans", "/payers/60000099/plans/65000001"] {
            let answer = try await fixture.send(.get, ExternalAPI.root + path)
            #expect(answer.status == .notFound && answer.text.contains("payer_not_found"))
        }
        let foreign = try await fixture.send(.get, ExternalAPI.root + "/payers/60000001/plans/65000005")
        #expect(foreign.status == .notFound && foreign.text.contains("plan_not_found"))
    }
}
