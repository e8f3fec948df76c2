import ExternalAPI
import ExternalRecords
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import Timekeeping
import WebFoundation

struct PatientWritingTests {
    static let patients = "/api/external/v1/patients"

    /// The least that a patient needs.
    static let least =
        #"{"General":{"Name":{"FirstName":"Remy","LastName":"Núñez"},"DateOfBirth":"1980-02-29","Gender":"Unknown"},"#
        + #""Addresses":{"Patient":{"AddressLine":"1 Elm St","City":"Dayton","State":"OH","Zip":"45402"}},"#
        + #""LocationId":"20000001"}"#

    /// What GET gave, less `Id`, `DisplayId` and `Location`, plus `LocationId`.
    static func sentBack(_ response: TestResponse) throws -> String {
        let value = try #require(JSONDocumentText(response.text))
        return value.removing(["Id", "DisplayId", "Location"]).adding("LocationId", value.text(at: ["Location", "Id"]))
    }

    @Test func `what GET gives is taken by PUT, and the next GET gives it back`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(60)
        for index in 1...60 {
            let path = "\(Self.patients)/\(10_000_000 + index)"
            let before = try await fixture.send(.get, path)
            fixture.advance(seconds: 1)
            let put = try await fixture.send(.put, path, body: try Self.sentBack(before))
            #expect(put.status == .ok, "\(put.text)")
            let after = try await fixture.send(.get, path)
            #expect(after.text == put.text && after.headers[.eTag] == put.headers[.eTag])
            #expect(after.headers[.eTag] != before.headers[.eTag])
            let (old, new) = (try #require(JSONDocumentText(before.text)), try #require(JSONDocumentText(after.text)))
            #expect(old.removing(["ModifiedDate"]).text == new.removing(["ModifiedDate"]).text)
            #expect(old.text(at: ["ModifiedDate"]) != new.text(at: ["ModifiedDate"]))
        }
    }

    @Test func `a new patient is answered with 201, its place and its detail`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(3)
        let created = try await fixture.send(.post, Self.patients, body: Self.least)
        #expect(created.status == .created)
        #expect(created.headers[.location] == "\(Self.patients)/10000004")
        #expect(created.headers[.contentType] == "application/json")
        let object = try created.object()
        #expect(object["Id"] as? String == "10000004" && object["DisplayId"] as? String == "P-10000004")
        #expect(
            created.text.contains(#""Location":{"Id":"20000001","Name":"Dayton Service Center","Npi":"1999999984"}"#))
        #expect(created.text.contains(#""Status":{"Status":"Active","DcDate":null"#))
        let read = try await fixture.send(.get, try #require(created.headers[.location]))
        #expect(read.text == created.text && read.headers[.eTag] == created.headers[.eTag])
        #expect(try await fixture.send(.get, Self.patients).object()["Count"] as? Double == 4)
    }

    @Test func `null is the same as left out`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(0)
        let nulls =
            String(Self.least.dropLast())
            + #","Status":null,"Contacts":null,"SignatureOnFile":null,"EmergencyContact":null,"EmployerContact":null,"#
            + #""ResponsibleContact":null,"MedicalReleaseInfo":null,"FacilityLocation":null,"Tags":null,"#
            + #""TaxExemption":null,"ModifiedDate":null}"#
        let one = try await fixture.send(.post, Self.patients, body: Self.least)
        let two = try await fixture.send(.post, Self.patients, body: nulls)
        #expect(one.status == .created && two.status == .created, "\(two.text)")
        #expect(one.text.replacing("10000001", with: "10000002") == two.text)
    }

    @Test func `a deleted patient is gone, with its insurances`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(3)
        let path = "\(Self.patients)/10000002"
        let deleted = try await fixture.send(.delete, path)
        #expect(deleted.status == .noContent && deleted.text.isEmpty && deleted.headers[.contentType] == nil)
        for (method, body) in [(HTTPRequest.Method.get, nil), (.put, Self.least), (.delete, nil)] {
            let answer = try await fixture.send(method, path, body: body)
            #expect(answer.status == .notFound)
            #expect(try answer.object()["type"] as? String == "/docs/errors/patient_not_found")
        }
        #expect(try await fixture.send(.get, path + "/insurances").status == .notFound)
    }

    @Test(arguments: [
        (#""LocationId":"20000001""#, #""LocationId":"20000099""#, "/LocationId"),
        (#""LocationId":"20000001""#, #""LocationId":"20000007""#, "/LocationId"),
        (#""LocationId""#, #""Tags":[{"Id":"30000001"},{"Id":"30000099"}],"LocationId""#, "/Tags/1/Id"),
        (#""LocationId""#, #""FacilityLocation":{"Id":"40000099"},"LocationId""#, "/FacilityLocation/Id"),
    ])
    func `a reference to nothing is 409 and names the member`(
        part: String, change: String, pointer: String
    ) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let body = Self.least.replacing(part, with: change)
        for (method, path) in [(HTTPRequest.Method.post, Self.patients), (.put, Self.patients + "/10000001")] {
            let answer = try await fixture.send(method, path, body: body)
            #expect(answer.status == .conflict)
            let object = try answer.object()
            #expect(object["type"] as? String == "/docs/errors/reference_not_found")
            let fault = try #require((object["errors"] as? [any Sendable])?.first as? [String: any Sendable])
            #expect(fault["pointer"] as? String == pointer)
        }
        #expect(try await fixture.send(.get, Self.patients).object()["Count"] as? Double == 1)
    }

    @Test func `references are stored as the records are called, whatever the body calls them`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(0)
        let body = Self.least.replacing(
            #""LocationId""#,
            with: #""Tags":[{"Id":"30000002","Name":"Wrong"},{"Id":"30000002"}],"#
                + #""FacilityLocation":{"Id":"40000001","Address":null},"LocationId""#)
        let created = try await fixture.send(.post, Self.patients, body: body)
        #expect(created.status == .created, "\(created.text)")
        #expect(created.text.contains(#""Tags":[{"Id":"30000002","Name":"CPAP"}]"#))
        #expect(created.text.contains(#""FacilityLocation":{"Id":"40000001","Address":{"AddressLine":"100 Conv"#))
    }

    @Test func `the document's examples are taken and given`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let api = ExternalAPI(stores: try Records().stores, surroundings: .test())
        for operation in api.operations {
            guard let body = operation.body else { continue }
            let path = operation.path.replacing("{insuranceId}", with: "50000001").replacing("{id}", with: "10000001")
            let answer = try await fixture.send(
                operation.method, ExternalAPI.root + path,
                body: String(decoding: body.example.encoded, as: UTF8.self))
            #expect(answer.status == operation.answer.status, "\(operation.name): \(answer.text)")
        }
    }

    @Test func `each operation gives its documented answer for the examples of all its parameters`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let api = ExternalAPI(stores: try Records().stores, surroundings: .test())
        // What removes something comes last, the tag before the insurance before the patient.
        let removals = ["removePatientTag", "deleteInsurance", "deletePatient"]
        let operations =
            api.operations.filter { !removals.contains($0.name) }
            + removals.compactMap { name in api.operations.first { $0.name == name } }
        #expect(operations.count == api.operations.count)
        for operation in operations {
            let part = api.document["paths"]?[ExternalAPI.root + operation.path]?[
                operation.method.rawValue.lowercased()]
            guard case .array(let parameters) = part?["parameters"] else { throw Undocumented() }
            var path = ExternalAPI.root + operation.path
            var query: [String] = []
            for parameter in parameters {
                guard case .text(let name) = parameter["name"] else { throw Undocumented() }
                guard let example = parameter["example"] else {
                    #expect(parameter["in"] != "path" && parameter["required"] == false)
                    continue
                }
                let value =
                    if case .text(let text) = example { text } else { String(decoding: example.encoded, as: UTF8.self) }
                switch parameter["in"] {
                case "path": path = path.replacing("{\(name)}", with: value)
                default: query.append("\(name)=\(value)")
                }
            }
            let answer = try await fixture.send(
                operation.method, path + (query.isEmpty ? "" : "?" + query.joined(separator: "&")),
                body: operation.body.map { String(decoding: $0.example.encoded, as: UTF8.self) })
            #expect(answer.status == operation.answer.status, "\(operation.name): \(answer.text)")
        }
    }

    private struct Undocumented: Error {}

    @Test func `tags are given and taken without writing the rest`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let path = "\(Self.patients)/10000001"
        let added = try await fixture.send(.put, path + "/tags/30000003")
        #expect(added.status == .ok)
        #expect(added.text.contains(#""Tags":[{"Id":"30000001","Name":"Resupply"},{"Id":"30000003","Name":"Oxygen"}]"#))
        let again = try await fixture.send(.put, path + "/tags/30000003")
        #expect(again.status == .ok && again.headers[.eTag] == added.headers[.eTag])
        #expect(try await fixture.send(.delete, path + "/tags/30000003").status == .noContent)
        let gone = try await fixture.send(.delete, path + "/tags/30000003")
        #expect(gone.status == .notFound && gone.text.contains("tag_not_found"))
        for tag in ["30000099", "x"] {
            #expect(try await fixture.send(.put, path + "/tags/\(tag)").status == .notFound)
        }
        let stale = try await fixture.send(.put, path + "/tags/30000004", headers: [.ifMatch: "\"old\""])
        #expect(stale.status == .preconditionFailed)
    }
}
