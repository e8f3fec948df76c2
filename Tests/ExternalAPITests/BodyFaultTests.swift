import ExternalAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import WebFoundation

struct BodyFaultTests {
    private static let patients = PatientWritingTests.patients

    private static func faults(of body: String, status: Int = 400) async throws -> [String: String] {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let answer = try await fixture.send(.post, patients, body: body)
        #expect(answer.status.code == status, "\(answer.text)")
        let errors = try answer.object()["errors"] as? [any Sendable] ?? []
        return errors.reduce(into: [:]) { found, error in
            guard let error = error as? [String: any Sendable], let pointer = error["pointer"] as? String else {
                return
            }
            found[pointer] = error["detail"] as? String
        }
    }

    @Test func `all faults are told at once, with what was found and expected, and no value`() async throws {
        let body =
            #"{"General":{"Name":{"FirstName":"","LastName":7},"DateOfBirth":"04/09/1961","Gender":"female","#
            + #""Weight":"heavy","Height":-1,"Ssn":"secret-number","Nickname":"Sunny"},"#
            + #""Addresses":{"Patient":{"AddressLine":"1 Elm St","State":"Ohio","Zip":"454"},"Delivery":[]},"#
            + #""Contacts":{"Contacts":[{"Type":"Home","Value":"1"},{"Type":"Pager"},3]},"Tags":{},"#
            + #""SignatureOnFile":{"IsSigned":"yes"},"Location":{"Id":"20000001"},"Id":"1","LocationId":20000001}"#
        let faults = try await Self.faults(of: body)
        let expected = [
            "/General/Name/FirstName": "A string that is not a text of 1 to 100 characters",
            "/General/Name/LastName": "A number, where a text of 1 to 100 characters",
            "/General/DateOfBirth": "A string that is not a date of the form YYYY-MM-DD.",
            "/General/Gender": "A string that is not one of Male, Female, Other, Unknown.",
            "/General/Weight": "A string, where a number from 0 to 2000 is expected.",
            "/General/Height": "A number that is not a number from 0 to 120.",
            "/General/Ssn": "A string that is not a social security number of the form",
            "/General/Nickname": "There is no member of this name here. Did you mean NickName?",
            "/Addresses/Patient/City": "The member is missing.",
            "/Addresses/Patient/State": "A string that is not a state: 2 capital letters.",
            "/Addresses/Patient/Zip": "A string that is not a ZIP code of the form",
            "/Addresses/Delivery": "A list, where an object is expected.",
            "/Contacts/Contacts/1/Type": "A string that is not one of Home,",
            "/Contacts/Contacts/1/Value": "The member is missing.",
            "/Contacts/Contacts/2": "A number, where an object is expected.",
            "/Tags": "An object, where a list of at most 50 objects is expected.",
            "/SignatureOnFile/IsSigned": "A string, where true or false is expected.",
            "/Location": "The member is not sent. Send LocationId",
            "/Id": "The member is not sent.",
            "/LocationId": "A number, where the id of a location",
        ]
        #expect(Set(faults.keys) == Set(expected.keys))
        for (pointer, text) in expected { #expect(faults[pointer]?.hasPrefix(text) == true, "\(pointer)") }
        let told = faults.values.joined()
        for value in ["04/09/1961", "heavy", "secret-number", "Sunny", "Ohio", "Pager", "yes"] {
            #expect(!told.contains(value))
        }
    }

    @Test(arguments: [
        ("[]", "A list, where an object is expected."), ("null", "Null, where an object is expected."),
        ("3", "A number, where an object is expected."), (#""x""#, "A string, where an object is expected."),
    ])
    func `a body that is no object is told of at the root`(body: String, detail: String) async throws {
        #expect(try await Self.faults(of: body) == ["": detail])
    }

    @Test func `a member that stands twice is told of with its pointer`() async throws {
        let body = PatientWritingTests.least.replacing(
            #""City":"Dayton""#, with: #""City":"Dayton","City":"Dayton""#)
        let faults = try await Self.faults(of: body)
        #expect(faults == ["/Addresses/Patient/City": "The member stands in its object more than once. Send it once."])
    }

    @Test func `an unknown member's name is repeated in harmless form only`() async throws {
        let body = String(PatientWritingTests.least.dropLast()) + ",\"a/b~\\u0000é\":1}"
        let faults = try await Self.faults(of: body)
        #expect(faults.keys.sorted() == ["/a~1b~0??"])
    }

    @Test(arguments: [
        ("", "breaks the grammar"), ("{", "breaks the grammar"), ("{} x", "stands after its end"),
        (#"{"a":1e999}"#, "a number is too large"),
        (String(repeating: "[", count: 200), "too deep"), ("{'a':1}", "breaks the grammar"),
    ])
    func `what is no JSON is refused with the place`(body: String, reason: String) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(0)
        let answer = try await fixture.send(.post, Self.patients, body: body)
        #expect(answer.status == .badRequest)
        #expect(try answer.object()["type"] as? String == "/docs/errors/malformed_json")
        #expect(answer.text.contains(reason) && answer.text.contains("byte "))
    }

    @Test(arguments: [
        ("Active", #","DcDate":"2026-01-01""#, ["/Status/DcDate"]),
        ("Hold", #","InactiveStatus":"Moved""#, ["/Status/InactiveStatus"]),
        ("Inactive", "", ["/Status/DcDate", "/Status/InactiveStatus"]),
        ("Inactive", #","DcDate":"2026-01-01""#, ["/Status/InactiveStatus"]),
    ])
    func `inactive needs a date and a reason, and nothing else has them`(
        status: String, more: String, pointers: [String]
    ) async throws {
        let body = PatientWritingTests.least.replacing(
            #""LocationId""#, with: #""Status":{"Status":"\#(status)"\#(more)},"LocationId""#)
        #expect(try await Self.faults(of: body).keys.sorted() == pointers)
    }

    @Test(arguments: [
        nil, "text/plain", "application/xml", "application/json; charset=latin-1", "application/jsonp",
        "application/json; version=2",
    ])
    func `a body that is not declared as JSON in UTF-8 is 415`(type: String?) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(0)
        var headers: HTTPFields = [:]
        headers[.contentType] = type ?? ""
        let answer = try await fixture.send(.post, Self.patients, headers: headers, body: PatientWritingTests.least)
        #expect(answer.status == .unsupportedMediaType)
        #expect(try answer.object()["type"] as? String == "/docs/errors/unsupported_media_type")
    }

    @Test(arguments: ["application/json", "APPLICATION/JSON;charset=UTF-8", #"application/json; charset="utf-8""#])
    func `JSON in UTF-8 can be declared in several ways`(type: String) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(0)
        let answer = try await fixture.send(
            .post, Self.patients, headers: [.contentType: type], body: PatientWritingTests.least)
        #expect(answer.status == .created)
    }

    @Test func `a compressed body is 415`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(0)
        let answer = try await fixture.send(
            .post, Self.patients, headers: [.contentEncoding: "gzip"], body: PatientWritingTests.least)
        #expect(answer.status == .unsupportedMediaType && answer.headers[.acceptEncoding] == "identity")
    }

    @Test func `a body of more than 1 MiB is 413, one of 1 MiB is read`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(0)
        let spaces = String(repeating: " ", count: 1_048_576 - PatientWritingTests.least.utf8.count)
        let fits = try await fixture.send(.post, Self.patients, body: PatientWritingTests.least + spaces)
        #expect(fits.status == .created)
        let tooLarge = try await fixture.send(.post, Self.patients, body: PatientWritingTests.least + spaces + " ")
        #expect(tooLarge.status == .contentTooLarge)
        #expect(try tooLarge.object()["type"] as? String == "/docs/errors/body_too_large")
    }

    @Test(arguments: [
        (#"{}"#, [""]), (#"{"FirstName":"A"}"#, [""]), (#"{"LastName":null}"#, [""]),
        (#"{"LastName":"","DateOfBirth":"1961"}"#, ["/DateOfBirth", "/LastName"]),
        (#"{"lastName":"A"}"#, ["/lastName"]),
    ])
    func `a search needs a last name or a date of birth`(body: String, pointers: [String]) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let answer = try await fixture.send(.post, Self.patients + "/search", body: body)
        #expect(answer.status == .badRequest)
        let errors = try #require(try answer.object()["errors"] as? [any Sendable])
        let found = errors.compactMap { ($0 as? [String: any Sendable])?["pointer"] as? String }
        #expect(found.sorted() == pointers)
    }
}
