package import Timekeeping

/// Believable patients for trying the API on; every one of them is invented. The same call gives the same patients.
package enum SamplePatients {
    /// What the generator starts from. Another number would change every sandbox's sample data.
    private static let seed: UInt64 = 0x436F_756E_7465_7266

    /// The sample patients in the order in which they are to be stored, with ids from 10000001.
    ///
    /// - Parameters:
    ///   - count: how many.
    ///   - moment: when the records count as made.
    package static func patients(
        count: Int = RecordLimits.samplePatients, createdAt moment: Timestamp
    ) -> [Patient] {
        var author = SamplePatientAuthor(seed: seed)
        return (0..<count).compactMap { index in
            guard let id = RecordIdentifier(number: Patient.firstNumber + index),
                let detail = index == 0 ? SamplePatientAuthor.averyStone : author.detail()
            else { return nil }
            return Patient(id: id, detail: detail, version: RecordVersion(createdAt: moment))
        }
    }
}
