import ExternalAPI
import ExternalRecords
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Registry
import Testing
import Timekeeping

struct PatientRoutesTests {
    /// The example of the integrators' documents, letter by letter.
    private static let example =
        #"{"Items":[{"Id":"10000001","DisplayId":"P-10000001","Name":{"FullName":"Avery Q Stone","First":"Avery","#
        + #""Last":"Stone","Middle":"Q"},"DateOfBirthday":"1961-04-09","Address":{"FullAddress":"12 Elm St, Dayton, "#
        + #"OH 45402","AddressLine":"12 Elm St","AddressLine2":null,"City":"Dayton","Zip":"45402","State":"OH"},"#
        + #""Phones":"(937) 555-0134","Active":"true","LocationName":"Dayton Service Center","LocationNpi":"#
        + #""1999999984","Tags":["Resupply"],"Gender":"Female","ModifiedDate":"#
        + #""2023-11-14T22:13:20.000Z"}],"Count":1}"#

    private static let detail =
        #"{"Id":"10000001","DisplayId":"P-10000001","General":{"Name":{"FirstName":"Avery","LastName":"Stone","#
        + #""MiddleName":"Q"},"DateOfBirth":"1961-04-09","Gender":"Female","Prefix":"Ms","Weight":148.5,"Height":66,"#
        + #""Ssn":"666-04-0961","NickName":null,"MaritalStatus":"Married"},"Status":{"Status":"Active","DcDate":null,"#
        + #""InactiveStatus":null,"InactiveStatusText":null},"Addresses":{"Patient":{"AddressLine":"12 Elm St","#
        + #""AddressLine2":null,"City":"Dayton","State":"OH","Zip":"45402"},"Delivery":null,"#
        + #""SkipPatientAddressVerification":false,"SkipDeliveryAddressVerification":false},"Contacts":{"Contacts":"#
        + #"[{"Type":"Home","Value":"(937) 555-0134","Ext":null}],"PreferredContactType":"Home","PreferredCallTime":"#
        + #""Morning"},"SignatureOnFile":{"IsSigned":true,"SignedDate":"2025-02-03"},"EmergencyContact":{"Person":"#
        + #"{"FirstName":"Ellis","LastName":"Stone","MiddleName":null},"Relationship":"Spouse","RelationshipOther":"#
        + #"null,"Address":null,"Contacts":[{"Type":"Mobile","Value":"(937) 555-0135","Ext":null}]},"#
        + #""EmployerContact":null,"ResponsibleContact":null,"MedicalReleaseInfo":[],"Location":{"Id":"20000001","#
        + #""Name":"Dayton Service Center","Npi":"1999999984"},"FacilityLocation":null,"Tags":[{"Id":"30000001","#
        + #""Name":"Resupply"}],"TaxExemption":{"Enabled":false,"Note":null},"ModifiedDate":"#
        + #""2023-11-14T22:13:20.000Z"}"#

    @Test func `a list is the documented example to the letter`() async throws {
        let response = try await ExternalAPIFixture.withSamples(1).send(.get, "/api/external/v1/patients")
        #expect(response.status == .ok)
        #expect(response.text == Self.example)
        #expect(response.headers[.contentType] == "application/json")
        #expect(response.headers[.cacheControl] == "no-store")
    }

    @Test func `a detail has every member of the form`() async throws {
        let response = try await ExternalAPIFixture.withSamples(1).send(.get, "/api/external/v1/patients/10000001")
        #expect(response.status == .ok)
        #expect(response.text == Self.detail)
        #expect(response.headers[.cacheControl] == "no-store")
    }

    @Test(arguments: [
        ("", 50, "10000001"), ("?", 50, "10000001"), ("?pageSize=3", 3, "10000001"),
        ("?pageIndex=2&pageSize=100", 50, "10000201"), ("?pageSize=500", 250, "10000001"),
        ("?pageIndex=1", 50, "10000051"), ("?page%53ize=3", 3, "10000001"),
    ])
    func `a page has the rows asked for and the count of all`(query: String, rows: Int, first: String) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(250)
        let response = try await fixture.send(.get, "/api/external/v1/patients" + query)
        #expect(response.status == .ok)
        let object = try response.object()
        let items = try #require(object["Items"] as? [any Sendable])
        #expect(items.count == rows)
        #expect((items.first as? [String: any Sendable])?["Id"] as? String == first)
        #expect(object["Count"] as? Double == 250)
    }

    @Test(arguments: ["?pageIndex=1&pageSize=5", "?pageIndex=2147483647&pageSize=500"])
    func `a page past the end is empty and no failure`(query: String) async throws {
        let response = try await ExternalAPIFixture.withSamples(5).send(.get, "/api/external/v1/patients" + query)
        #expect(response.status == .ok)
        #expect(response.text == #"{"Items":[],"Count":5}"#)
    }

    @Test(arguments: [
        ("pageIndex=-1", "pageIndex", "from 0 to 2147483647"), ("pageIndex=2147483648", "pageIndex", "from 0 to"),
        ("pageIndex=a", "pageIndex", "from 0 to"), ("pageIndex=", "pageIndex", "from 0 to"),
        ("pageIndex", "pageIndex", "from 0 to"), ("pageIndex=1.0", "pageIndex", "from 0 to"),
        ("pageIndex=99999999999999999999", "pageIndex", "from 0 to"), ("pageIndex=%2B1", "pageIndex", "from 0 to"),
        ("pageSize=0", "pageSize", "from 1 to 500"), ("pageSize=501", "pageSize", "from 1 to 500"),
        ("pageSize=٣", "pageSize", "from 1 to 500"), ("pageSize=5&pageSize=5", "pageSize", "more than once"),
        ("pagesize=5", "pagesize", "Did you mean pageSize?"), ("PageIndx=5", "PageIndx", "Did you mean pageIndex?"),
        ("wanted=5", "wanted", "Known are: pageIndex, pageSize, modifiedSince, order, status, locationId."),
        ("pageSize=%zz", "(query)", "percent-encoding"),
        ("pageSize=%FF", "(query)", "percent-encoding"),
        ("=5", "", "Known are: pageIndex, pageSize, modifiedSince, order, status, locationId."),
    ])
    func `a bad parameter is refused with its name and what was expected`(
        query: String, parameter: String, advice: String
    ) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let response = try await fixture.send(.get, "/api/external/v1/patients?" + query)
        #expect(response.status == .badRequest)
        #expect(response.headers[.contentType] == "application/problem+json")
        let object = try response.object()
        #expect(object["type"] as? String == "/docs/errors/invalid_parameter")
        let faults = try #require(object["errors"] as? [any Sendable])
        #expect(faults.count == 1)
        let fault = try #require(faults.first as? [String: any Sendable])
        #expect(fault["parameter"] as? String == parameter)
        #expect((fault["detail"] as? String)?.contains(advice) == true)
    }

    @Test func `all bad parameters are reported at once and no value is repeated`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let response = try await fixture.send(
            .get, "/api/external/v1/patients?pageIndex=Avery&pageSize=Stone&lastName=Stone")
        let object = try response.object()
        #expect((object["errors"] as? [any Sendable])?.count == 3)
        #expect(!response.text.contains("Avery") && !response.text.contains("Stone"))
    }

    @Test func `an operation without parameters takes none`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let response = try await fixture.send(.get, "/api/external/v1/patients/10000001?pageSize=5")
        #expect(response.status == .badRequest)
        #expect(response.text.contains("takes no query parameters"))
    }

    @Test(arguments: ["10000002", "P-10000001", "1", "100000011", "%31000000", "a%2Fb", "Avery"])
    func `a patient that is not there is not found`(id: String) async throws {
        let response = try await ExternalAPIFixture.withSamples(1).send(.get, "/api/external/v1/patients/\(id)")
        #expect(response.status == .notFound)
        #expect(try response.object()["type"] as? String == "/docs/errors/patient_not_found")
        #expect(!response.text.contains("Avery"))
    }

    @Test func `an id can be percent-encoded`() async throws {
        let response = try await ExternalAPIFixture.withSamples(1).send(.get, "/api/external/v1/patients/%310000001")
        #expect(response.status == .ok)
    }

    @Test func `two realms do not see each other's patients`() async throws {
        let records = try Records()
        let store = records.stores.patients
        let sandbox = try ExternalAPIFixture(realm: "demo/sandbox", stores: records.stores)
        let production = try ExternalAPIFixture(realm: "demo/production", stores: records.stores)
        let samples = SamplePatients.patients(count: 3, createdAt: Timestamp(secondsSince1970: 0))
        try await store.insert(contentsOf: Array(samples.prefix(2)), realm: sandbox.realm)
        try await store.insert(contentsOf: [samples[2]], realm: production.realm)
        #expect(try await sandbox.send(.get, "/api/external/v1/patients").object()["Count"] as? Double == 2)
        #expect(try await production.send(.get, "/api/external/v1/patients").object()["Count"] as? Double == 1)
        #expect(try await production.send(.get, "/api/external/v1/patients/10000001").status == .notFound)
        #expect(try await sandbox.send(.get, "/api/external/v1/patients/10000003").status == .notFound)
    }

    @Test(arguments: [
        ("application/xml", false), ("text/html, application/xhtml+xml", false), ("application/json;q=0", false),
        ("application/json;q=0, */*", false), ("application/json", true), ("application/*", true), ("*/*;q=0.1", true),
        ("text/html, */*", true), ("APPLICATION/JSON; charset=utf-8", true), ("", true),
    ])
    func `an Accept field that excludes JSON is answered with 406`(accept: String, isGood: Bool) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let response = try await fixture.send(.get, "/api/external/v1/patients", headers: [.accept: accept])
        #expect(response.status == (isGood ? .ok : .notAcceptable))
    }

    @Test func `a store that does not answer is 503, a record that cannot be read is 500`() async throws {
        let fixture = try ExternalAPIFixture(
            stores: ExternalStores(patients: UnreachableStore(), records: Records().stores.records))
        let list = try await fixture.send(.get, "/api/external/v1/patients")
        #expect(list.status == .serviceUnavailable)
        #expect(list.headers[.retryAfter] == "1")
        let detail = try await fixture.send(.get, "/api/external/v1/patients/10000001")
        #expect(detail.status == .internalServerError)
        #expect(await fixture.log.reasons == ["unavailable", "internal_error"])
    }

    @Test func `HEAD is GET without the body, and another method is told which there are`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let head = try await fixture.send(.head, "/api/external/v1/patients")
        #expect(head.status == .ok)
        #expect(head.text.isEmpty)
        let put = try await fixture.send(.put, "/api/external/v1/patients")
        #expect(put.status == .methodNotAllowed)
        #expect(put.headers[.allow] == "GET, HEAD, POST")
    }
}
