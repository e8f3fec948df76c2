import ExternalRecords
import FoundationEssentials
import Testing
import Timekeeping

struct SamplePatientsTests {
    private let patients = SamplePatients.patients(createdAt: Timestamp(secondsSince1970: 1_700_000_000))

    @Test func `the same call gives the same patients`() {
        #expect(patients == SamplePatients.patients(createdAt: Timestamp(secondsSince1970: 1_700_000_000)))
    }

    @Test func `fewer samples are the first ones of more`() {
        #expect(
            SamplePatients.patients(count: 20, createdAt: Timestamp(secondsSince1970: 1_700_000_000))
                == Array(patients.prefix(20)))
    }

    @Test func `a sandbox starts with 250 patients whose ids run from 10000001`() {
        #expect(patients.count == 250)
        #expect(patients.map(\.id.text) == (10_000_001...10_000_250).map(String.init))
    }

    @Test func `no two samples are the same person`() {
        let people = patients.map { "\($0.detail.general.name.full) \($0.detail.general.dateOfBirth)" }
        #expect(Set(people).count == people.count)
    }

    @Test func `numbers and addresses lie in the ranges kept for examples`() throws {
        for patient in patients {
            let detail = patient.detail
            let npi = try #require(detail.location.npi)
            #expect(ProviderIdentifier.isValid(npi) && npi.hasPrefix("19999999"))
            #expect(detail.general.ssn?.hasPrefix("666-") ?? true)
            let contacts =
                detail.contacts.contacts + (detail.emergencyContact?.contacts ?? [])
                + (detail.employerContact?.contacts ?? []) + (detail.responsibleContact?.contacts ?? [])
            for contact in contacts {
                #expect(
                    contact.type == .email
                        ? contact.value.hasSuffix("@example.com")
                        : contact.value.contains(") 555-01") && contact.value.utf8.count == 14)
            }
        }
    }

    @Test func `every sample keeps the rules for records`() {
        for patient in patients {
            let general = patient.detail.general
            #expect(patient.detail.status.isConsistent)
            #expect((1930...2010).contains(general.dateOfBirth.year))
            #expect(!general.name.first.isEmpty && !general.name.last.isEmpty)
            #expect(patient.detail.addresses.patient.state.utf8.count == 2)
            #expect(Set(patient.detail.tags.map(\.id)).count == patient.detail.tags.count)
        }
    }

    @Test func `the samples show what records can look like`() {
        let details = patients.map(\.detail)
        #expect(Set(details.map(\.status.standing)) == Set(PatientStanding.allCases))
        #expect(Set(details.map(\.location.id)).count > 1)
        #expect(details.contains { $0.general.weightPounds == nil } && details.contains { $0.general.ssn == nil })
        #expect(details.contains { $0.emergencyContact == nil } && details.contains { $0.employerContact != nil })
        #expect(details.contains { $0.facilityLocation != nil } && details.contains { $0.responsibleContact != nil })
        #expect(details.contains { $0.general.name.last.contains("-") })
        #expect(details.contains { !$0.general.name.full.utf8.allSatisfy { $0 < 0x80 } })
        #expect(details.contains { $0.tags.isEmpty } && details.contains { $0.tags.count > 1 })
    }

    @Test func `a record survives being written and read`() throws {
        for patient in patients {
            let data = try JSONEncoder().encode(patient.detail)
            #expect(try JSONDecoder().decode(PatientDetail.self, from: data) == patient.detail)
        }
    }

    @Test func `the seeded generator gives the numbers of SplitMix64`() {
        var generator = SeededGenerator(seed: 1_234_567)
        #expect(
            [generator.next(), generator.next(), generator.next()]
                == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
    }
}
