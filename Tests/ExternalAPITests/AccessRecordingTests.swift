import ExternalAPI
import ExternalRecords
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import WebFoundation

struct AccessRecordingTests {
    private static let patients = PatientWritingTests.patients

    @Test func `every access to a patient's data is written down with the records it was`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(3)
        let insurance =
            #"{"Status":"Active","PositionIndex":2,"Payer":{"Id":"60000003"},"PolicyNumber":"X-1"}"#
        let calls: [(HTTPRequest.Method, String, String?)] = [
            (.get, "?pageSize=2", nil), (.get, "/10000001", nil), (.head, "/10000001", nil),
            (.post, "/search", #"{"LastName":"Stone"}"#), (.get, "/changes", nil),
            (.post, "", PatientWritingTests.least),
            (.put, "/10000002", PatientWritingTests.least), (.post, "/10000001/insurances", insurance),
            (.get, "/10000001/insurances/50000001", nil), (.delete, "/10000003", nil),
        ]
        for (method, path, body) in calls {
            let answer = try await fixture.send(method, Self.patients + path, body: body)
            #expect(answer.status.code < 300, "\(method) \(path) \(answer.text)")
        }
        let told = fixture.recorded.map { access in
            "\(access.action) \(access.kind) \(access.patients.map(\.text).joined(separator: ","))"
                + (access.records.isEmpty ? "" : " \(access.records.map(\.text).joined(separator: ","))")
        }
        let created = try #require(fixture.recorded.first { $0.kind == "insurance" }?.records.first)
        #expect(
            told == [
                "list patient 10000001,10000002", "read patient 10000001", "read patient 10000001",
                "search patient 10000001", "follow patient 10000001,10000002,10000003", "create patient 10000004",
                "replace patient 10000002", "create insurance 10000001 \(created)",
                "read insurance 10000001 50000001", "delete patient 10000003",
            ])
    }

    @Test func `what gives nothing away is not written down`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        for path in ["/10000099", "?pageSize=0", "/10000001/insurances/50009999"] {
            _ = try await fixture.send(.get, Self.patients + path)
        }
        _ = try await fixture.send(.get, Self.patients + "/10000001", token: nil)
        _ = try await fixture.send(.put, Self.patients + "/10000001", body: "{}")
        #expect(fixture.recorded.isEmpty)
    }

    @Test func `a call that cannot be written down is not answered`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        fixture.failRecording()
        for path in ["", "/10000001", "/changes"] {
            let answer = try await fixture.send(.get, Self.patients + path)
            #expect(answer.status == .serviceUnavailable && !answer.text.contains("Avery"))
        }
    }
}
