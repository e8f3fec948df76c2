/// Makes up one patient after another.
struct SamplePatientAuthor {
    /// The year that ages are counted from, fixed so that the samples never change.
    private static let presentYear = 2026
    var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// The first sample patient, who also stands in the documentation; `nil` only if the vocabulary were empty.
    static let averyStone: PatientDetail? = {
        guard let town = SampleVocabulary.towns.first, let birth = CalendarDate(year: 1961, month: 4, day: 9),
            let signed = CalendarDate(year: 2025, month: 2, day: 3)
        else { return nil }
        let spouse = PersonName(first: "Ellis", last: "Stone")
        return PatientDetail(
            general: PatientGeneral(
                name: PersonName(first: "Avery", last: "Stone", middle: "Q"), dateOfBirth: birth, gender: .female,
                prefix: .ms, weightPounds: 148.5, heightInches: 66, ssn: "666-04-0961", maritalStatus: .married),
            status: PatientStatus(standing: .active),
            addresses: PatientAddresses(
                patient: PostalAddress(line: "12 Elm St", city: "Dayton", state: "OH", zip: "45402")),
            contacts: PatientContacts(
                contacts: [ContactPoint(type: .home, value: "(937) 555-0134")], preferredType: .home,
                preferredCallTime: .morning),
            location: town.service,
            signatureOnFile: SignatureOnFile(isSigned: true, signedDate: signed),
            emergencyContact: EmergencyContact(
                person: spouse, relationship: .spouse,
                contacts: [ContactPoint(type: .mobile, value: "(937) 555-0135")]),
            tags: SampleVocabulary.tags.first.map { [$0] } ?? [])
    }()

    /// The next patient.
    mutating func detail() -> PatientDetail {
        let town = generator.pick(SampleVocabulary.towns)
        let gender = self.gender()
        let age = generator.number(in: 16...96)
        let name = personName(gender)
        let home = address(in: town)
        let numbers = contacts(of: name, in: town)
        return PatientDetail(
            general: general(name: name, gender: gender, age: age),
            status: status(),
            addresses: PatientAddresses(
                patient: home, delivery: generator.chance(percent: 20) ? address(in: town) : nil,
                skipsPatientVerification: generator.chance(percent: 5)),
            contacts: PatientContacts(
                contacts: numbers,
                preferredType: generator.chance(percent: 80) ? numbers.first?.type : nil,
                preferredCallTime: generator.chance(percent: 60) ? generator.pick(CallTime.allCases) : nil),
            location: town.service,
            signatureOnFile: signature(),
            emergencyContact: generator.chance(percent: 70) ? emergencyContact(family: name.last, in: town) : nil,
            employerContact: (20...66).contains(age) && generator.chance(percent: 45) ? employer(in: town) : nil,
            responsibleContact: age < 18 || generator.chance(percent: 8)
                ? responsible(minor: age < 18, family: name.last, home: home, in: town) : nil,
            medicalReleases: generator.chance(percent: 35) ? [release(family: name.last, in: town)] : [],
            facilityLocation: age > 78 && generator.chance(percent: 30)
                ? SampleVocabulary.facilities.first { $0.address?.city == town.city } : nil,
            tags: tags(),
            taxExemption: generator.chance(percent: 8)
                ? TaxExemption(isEnabled: true, note: generator.pick(SampleVocabulary.exemptionNotes))
                : TaxExemption(isEnabled: false))
    }

    private mutating func gender() -> Gender {
        switch generator.number(in: 0...99) {
        case 0..<51: .female
        case 51..<96: .male
        case 96..<98: .other
        default: .unknown
        }
    }

    private mutating func personName(_ gender: Gender, family: String? = nil) -> PersonName {
        let first: String
        switch gender {
        case .female: first = generator.pick(SampleVocabulary.femaleNames)
        case .male: first = generator.pick(SampleVocabulary.maleNames)
        case .other, .unknown: first = generator.pick(SampleVocabulary.neutralNames)
        }
        let middle = generator.chance(percent: 45) ? generator.pick(SampleVocabulary.middleInitials) : nil
        return PersonName(first: first, last: family ?? generator.pick(SampleVocabulary.familyNames), middle: middle)
    }

    private mutating func general(name: PersonName, gender: Gender, age: Int) -> PatientGeneral {
        let prefix: NamePrefix?
        switch gender {
        case .female: prefix = generator.chance(percent: 70) ? generator.pick([.mrs, .ms, .ms, .dr]) : nil
        case .male: prefix = generator.chance(percent: 70) ? generator.pick([.mr, .mr, .mr, .dr]) : nil
        case .other, .unknown: prefix = generator.chance(percent: 40) ? .mx : nil
        }
        return PatientGeneral(
            name: name, dateOfBirth: date(inYears: (Self.presentYear - age)...(Self.presentYear - age)), gender: gender,
            prefix: age < 18 ? nil : prefix,
            weightPounds: generator.chance(percent: 75) ? Double(generator.number(in: 200...560)) / 2 : nil,
            heightInches: generator.chance(percent: 75) ? Double(generator.number(in: 116...154)) / 2 : nil,
            ssn: generator.chance(percent: 60) ? "666-\(digits(2))-\(digits(4))" : nil,
            nickName: generator.chance(percent: 15) ? String(name.first.prefix(3)) : nil,
            maritalStatus: age < 18 ? .single : generator.chance(percent: 80) ? maritalStatus() : nil)
    }

    private mutating func maritalStatus() -> MaritalStatus {
        generator.pick([.single, .married, .married, .married, .domesticPartner, .separated, .divorced, .widowed])
    }

    private mutating func status() -> PatientStatus {
        switch generator.number(in: 0...99) {
        case 0..<88: PatientStatus(standing: .active)
        case 88..<93: PatientStatus(standing: .hold)
        default:
            PatientStatus(
                standing: .inactive, discontinuedOn: date(inYears: 2023...2025),
                inactiveReason: generator.pick(InactiveReason.allCases),
                inactiveText: generator.chance(percent: 50) ? generator.pick(SampleVocabulary.inactiveTexts) : nil)
        }
    }

    private mutating func signature() -> SignatureOnFile {
        generator.chance(percent: 80)
            ? SignatureOnFile(isSigned: true, signedDate: date(inYears: 2021...2025)) : SignatureOnFile(isSigned: false)
    }

    private mutating func tags() -> [PatientTag] {
        let wanted = generator.pick([0, 1, 1, 1, 2, 2, 3])
        let first = generator.number(in: 0...(SampleVocabulary.tags.count - 1))
        return (0..<wanted).map { SampleVocabulary.tags[(first + $0 * 3) % SampleVocabulary.tags.count] }
    }
}

/// The people and places around a patient.
extension SamplePatientAuthor {
    private mutating func emergencyContact(family: String, in town: SampleVocabulary.Town) -> EmergencyContact {
        let relationship = generator.pick([
            Relationship.spouse, .child, .parent, .sibling, .friend, .caregiver, .other,
        ])
        let sharesName = [.spouse, .child, .parent, .sibling].contains(relationship)
        let person = personName(generator.pick([.female, .male]), family: sharesName ? family : nil)
        return EmergencyContact(
            person: person, relationship: relationship,
            relationshipOther: relationship == .other ? generator.pick(SampleVocabulary.otherRelationships) : nil,
            address: generator.chance(percent: 40) ? address(in: town) : nil,
            contacts: [ContactPoint(type: generator.pick([.home, .mobile]), value: phone(in: town))])
    }

    private mutating func employer(in town: SampleVocabulary.Town) -> EmployerContact {
        EmployerContact(
            employer: generator.pick(SampleVocabulary.employers),
            address: generator.chance(percent: 60) ? address(in: town) : nil,
            contacts: [
                ContactPoint(
                    type: .work, value: phone(in: town), ext: generator.chance(percent: 50) ? digits(3) : nil)
            ])
    }

    private mutating func responsible(
        minor: Bool, family: String, home: PostalAddress, in town: SampleVocabulary.Town
    ) -> ResponsibleContact {
        let relation: Relationship = minor ? .parent : generator.pick([.guardian, .child, .caregiver])
        return ResponsibleContact(
            person: personName(generator.pick([.female, .male]), family: relation == .caregiver ? nil : family),
            type: relation, address: minor ? home : nil,
            contacts: [ContactPoint(type: .mobile, value: phone(in: town))])
    }

    private mutating func release(family: String, in town: SampleVocabulary.Town) -> MedicalRelease {
        let person = personName(generator.pick([.female, .male]), family: family)
        return MedicalRelease(
            name: person, relation: generator.pick([.spouse, .child, .parent, .sibling]),
            email: generator.chance(percent: 50) ? email(of: person) : nil,
            phone: generator.chance(percent: 80) ? phone(in: town) : nil)
    }

    private mutating func contacts(of name: PersonName, in town: SampleVocabulary.Town) -> [ContactPoint] {
        var contacts = [ContactPoint(type: generator.pick([.home, .mobile]), value: phone(in: town))]
        if generator.chance(percent: 30) {
            contacts.append(ContactPoint(type: .work, value: phone(in: town), ext: digits(3)))
        }
        if generator.chance(percent: 55) { contacts.append(ContactPoint(type: .email, value: email(of: name))) }
        return contacts
    }

    private mutating func address(in town: SampleVocabulary.Town) -> PostalAddress {
        PostalAddress(
            line: "\(generator.number(in: 2...9_899)) \(generator.pick(SampleVocabulary.streets))",
            line2: generator.chance(percent: 22) ? "Apt \(generator.number(in: 1...48))" : nil,
            city: town.city, state: town.state,
            zip: generator.chance(percent: 10) ? "\(town.zip)-\(digits(4))" : town.zip)
    }

    private mutating func phone(in town: SampleVocabulary.Town) -> String {
        "(\(town.areaCode)) 555-01\(digits(2))"
    }

    private mutating func email(of name: PersonName) -> String {
        let plain = "\(name.first).\(name.last)".lowercased().unicodeScalars.filter { scalar in
            ("a"..."z").contains(scalar) || scalar == "." || scalar == "-"
        }
        return String(String.UnicodeScalarView(plain)) + digits(2) + "@example.com"
    }

    private mutating func date(inYears years: ClosedRange<Int>) -> CalendarDate {
        let year = generator.number(in: years)
        let month = generator.number(in: 1...12)
        let day = generator.number(in: 1...28)
        return CalendarDate(year: year, month: month, day: day) ?? CalendarDate.epoch
    }

    /// That many digits, of which the first is not 0 where there are more than two.
    private mutating func digits(_ count: Int) -> String {
        (0..<count).map { index in
            String(generator.number(in: (index == 0 && count > 2 ? 1 : 0)...9))
        }.joined()
    }
}
