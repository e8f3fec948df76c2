import Timekeeping

/// The insurances of the sample patients.
enum SampleInsurances {
    /// What the generator starts from. It is another one than that of the patients, so that neither changes the other.
    private static let seed: UInt64 = 0x496E_7375_7261_6E63

    static func insurances(of patients: [Patient], version: RecordVersion) -> [any SampleRecord] {
        var generator = SeededGenerator(seed: seed)
        let payers = SampleDirectory.payers.enumerated().filter { $0.element.payer.isActive }.compactMap {
            index, known in
            RecordIdentifier(number: Payer.kind.firstNumber + index).map {
                InsurancePayer(id: $0, name: known.payer.name, claimCode: known.payer.claimCode)
            }
        }
        var insurances: [any SampleRecord] = []
        for patient in patients {
            let count = generator.pick([1, 1, 1, 2, 2, 0])
            let first = generator.number(in: 0...(payers.count - 1))
            for position in 0..<count {
                let payer = payers[(first + position * 3) % payers.count]
                let insurance = insurance(of: patient, position: position + 1, payer: payer, &generator)
                guard let id = RecordIdentifier(number: Insurance.kind.firstNumber + insurances.count) else { continue }
                insurances.append(Stored(id: id, parent: patient.id, record: insurance, version: version))
            }
        }
        return insurances
    }

    private static func insurance(
        of patient: Patient, position: Int, payer: InsurancePayer, _ generator: inout SeededGenerator
    ) -> Insurance {
        let status: InsuranceStatus =
            patient.detail.status.inactiveReason == .insuranceExpired
            ? .inactive : generator.chance(percent: 90) ? .active : .pending
        let isVerified = status == .active && generator.chance(percent: 70)
        let day = CalendarDate(
            year: 2_025, month: generator.number(in: 1...12), day: generator.number(in: 1...28))
        return Insurance(
            status: status, position: position, payer: payer,
            policyNumber: "\(payer.claimCode)-\(generator.number(in: 100_000...999_999))",
            verification: InsuranceVerification(
                verifiedBy: isVerified ? PersonName(first: "Marlowe", last: "Fairweather") : nil,
                verifiedOn: isVerified ? day : nil, isVerified: isVerified))
    }
}
