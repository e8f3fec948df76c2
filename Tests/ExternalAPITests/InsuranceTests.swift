import ExternalAPI
import ExternalRecords
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import WebFoundation

struct InsuranceTests {
    private static let path = PatientWritingTests.patients + "/10000001/insurances"
    private static let body =
        #"{"Status":"Active","PositionIndex":2,"Payer":{"Id":"60000003"},"PolicyNumber":"X-1"}"#

    @Test func `an insurance is created, read, replaced and deleted`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let created = try await fixture.send(.post, Self.path, body: Self.body)
        #expect(created.status == .created, "\(created.text)")
        let place = try #require(created.headers[.location])
        #expect(created.text.contains(#""Payer":{"Id":"60000003","Name":"Ninebark Mutual","ClaimCode":"NBM03"}"#))
        #expect(
            created.text.contains(#""VerificationInfo":{"VerifiedBy":null,"VerifiedDate":null,"Verified":false}"#))
        let read = try await fixture.send(.get, place)
        #expect(read.text == created.text)
        let sentBack = try #require(JSONDocumentText(read.text)).removing(["Id", "DisplayId"]).text
        fixture.advance(seconds: 1)
        let replaced = try await fixture.send(
            .put, place, headers: [.ifMatch: try #require(read.headers[.eTag])],
            body: sentBack.replacing("X-1", with: "X-2"))
        #expect(replaced.status == .ok, "\(replaced.text)")
        #expect(replaced.text.contains(#""PolicyNumber":"X-2""#))
        #expect(
            try #require(JSONDocumentText(replaced.text)).text(at: ["CreatedDate"])
                == #require(JSONDocumentText(created.text)).text(at: ["CreatedDate"]))
        #expect(try await fixture.send(.delete, place).status == .noContent)
        #expect(try await fixture.send(.get, place).status == .notFound)
    }

    @Test func `a list has the envelope and the members of rows`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        for _ in 0..<3 { _ = try await fixture.send(.post, Self.path, body: Self.body) }
        let all = try await fixture.send(.get, Self.path)
        let count = try #require(try all.object()["Count"] as? Double)
        let page = try await fixture.send(.get, Self.path + "?pageSize=2&pageIndex=0&order=-created")
        let object = try page.object()
        #expect((object["Items"] as? [any Sendable])?.count == 2 && object["Count"] as? Double == count)
        let row = try #require((object["Items"] as? [any Sendable])?.first as? [String: any Sendable])
        #expect(
            row.keys.sorted() == [
                "CreatedDate", "DisplayId", "Id", "ModifiedDate", "Payer", "PolicyNumber", "PositionIndex", "Status",
                "VerificationInfo",
            ])
    }

    @Test(arguments: [
        (#""60000003""#, #""60000099""#), (#""60000003""#, #""60000008""#),
    ])
    func `a payer that is not there or not active is 409`(part: String, change: String) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let answer = try await fixture.send(.post, Self.path, body: Self.body.replacing(part, with: change))
        #expect(answer.status == .conflict && answer.text.contains(#""pointer":"/Payer/Id""#))
    }

    @Test(arguments: [
        (#""PositionIndex":2"#, #""PositionIndex":0"#, "/PositionIndex"),
        (#""PositionIndex":2"#, #""PositionIndex":1.5"#, "/PositionIndex"),
        (#""PositionIndex":2"#, #""PositionIndex":true"#, "/PositionIndex"),
        (#""Active""#, #""active""#, "/Status"), (#"{"Id":"60000003"}"#, "{}", "/Payer/Id"),
        (#""X-1""#, #""X\n1""#, "/PolicyNumber"),
        (
            #""X-1""#, #""X-1","VerificationInfo":{"VerifiedDate":"2026-02-30","Verified":1}"#,
            "/VerificationInfo/VerifiedDate"
        ),
        (#""X-1""#, #""X-1","CreatedDate":"yesterday""#, "/CreatedDate"),
    ])
    func `a member of the wrong form is 400`(part: String, change: String, pointer: String) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let answer = try await fixture.send(.post, Self.path, body: Self.body.replacing(part, with: change))
        #expect(answer.status == .badRequest, "\(answer.text)")
        #expect(answer.text.contains(#""pointer":"\#(pointer)""#), "\(answer.text)")
    }

    @Test func `a whole number can be written with a fraction of zero`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        for number in ["2.0", "2e0", "20e-1"] {
            let body = Self.body.replacing(#""PositionIndex":2"#, with: #""PositionIndex":\#(number)"#)
            let answer = try await fixture.send(.post, Self.path, body: body)
            #expect(answer.status == .created && answer.text.contains(#""PositionIndex":2,"#))
        }
    }

    @Test func `insurances of a patient that is not there are not found`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        for patient in ["10000002", "x"] {
            let path = PatientWritingTests.patients + "/\(patient)/insurances"
            for (method, place, body) in [
                (HTTPRequest.Method.get, path, nil), (.post, path, Self.body), (.get, path + "/50000001", nil),
                (.put, path + "/50000001", Self.body), (.delete, path + "/50000001", nil),
            ] {
                let answer = try await fixture.send(method, place, body: body)
                #expect(answer.status == .notFound && answer.text.contains("patient_not_found"), "\(method) \(place)")
            }
        }
        let other = try await fixture.send(.get, Self.path + "/50009999")
        #expect(other.status == .notFound && other.text.contains("insurance_not_found"))
    }
}
