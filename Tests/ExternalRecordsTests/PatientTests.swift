import ExternalRecords
import Testing
import Timekeeping

struct PatientTests {
    private static func sample() throws -> Patient {
        try #require(SamplePatients.patients(count: 1, createdAt: Timestamp(secondsSince1970: 0)).first)
    }

    @Test func `a row says what the whole record says`() throws {
        let row = PatientSummary(of: try Self.sample())
        #expect(row.name.full == "Avery Q Stone")
        #expect(row.address.full == "12 Elm St, Dayton, OH 45402")
        #expect(row.phones == "(937) 555-0134")
        #expect(row.isActive)
        #expect(row.tags == ["Resupply"])
        #expect(row.locationName == "Dayton Service Center")
    }

    @Test(arguments: [
        (PersonName(first: "Avery", last: "Stone"), "Avery Stone"),
        (PersonName(first: "Avery", last: "Stone", middle: ""), "Avery Stone"),
        (PersonName(first: "Jean-Luc", last: "Núñez", middle: "D"), "Jean-Luc D Núñez"),
    ])
    func `the full name has the parts that are there`(name: PersonName, full: String) {
        #expect(name.full == full)
    }

    @Test func `the full address has the second line where there is one`() {
        let address = PostalAddress(line: "12 Elm St", line2: "Apt 4", city: "Dayton", state: "OH", zip: "45402-1234")
        #expect(address.full == "12 Elm St, Apt 4, Dayton, OH 45402-1234")
    }

    @Test func `phones are the numbers at which a person can be called`() {
        let contacts = PatientContacts(contacts: [
            ContactPoint(type: .home, value: "(937) 555-0101"), ContactPoint(type: .fax, value: "(937) 555-0102"),
            ContactPoint(type: .email, value: "a@example.com"), ContactPoint(type: .work, value: "(937) 555-0103"),
        ])
        #expect(contacts.phones == "(937) 555-0101, (937) 555-0103")
        #expect(PatientContacts(contacts: []).phones == nil)
    }

    @Test(arguments: [PatientStanding.hold, .inactive])
    func `only an active patient counts as active`(standing: PatientStanding) throws {
        var patient = try Self.sample()
        patient.detail.status.standing = standing
        #expect(!PatientSummary(of: patient).isActive)
    }

    @Test func `an inactive patient needs a date and a reason, any other has neither`() {
        let day = CalendarDate.epoch
        #expect(PatientStatus(standing: .inactive, discontinuedOn: day, inactiveReason: .moved).isConsistent)
        #expect(!PatientStatus(standing: .inactive, discontinuedOn: day).isConsistent)
        #expect(!PatientStatus(standing: .inactive, inactiveReason: .moved).isConsistent)
        #expect(PatientStatus(standing: .active).isConsistent)
        #expect(!PatientStatus(standing: .hold, discontinuedOn: day).isConsistent)
    }

    @Test func `nothing about a patient but the id can be printed`() throws {
        let patient = try Self.sample()
        let printed =
            [
                "\(patient)", "\(patient.detail)", "\(patient.detail.general)", "\(patient.detail.addresses)",
                "\(PatientSummary(of: patient))", String(reflecting: patient),
                String(reflecting: patient.detail.contacts),
                "\([patient.detail.general.name])", "\(Optional(patient.detail.addresses.patient) as Any)",
            ].joined() + dumped(patient) + dumped(patient.detail)
        for secret in ["Avery", "Stone", "1961", "Elm", "555-0134", "666-04-0961", "Ellis"] {
            #expect(!printed.contains(secret))
        }
        #expect("\(patient)" == "Patient P-10000001")
    }

    private func dumped(_ value: some Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }
}
