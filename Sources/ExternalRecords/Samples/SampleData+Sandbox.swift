package import Timekeeping

extension SampleData {
    /// What every sandbox starts with: invented patients with their insurances, and the locations, facilities, payers,
    /// plans, tags and billing codes that they refer to. The same call gives the same records.
    ///
    /// - Parameters:
    ///   - patients: how many patients.
    ///   - moment: when the records count as made.
    package static func sandbox(
        patients count: Int = RecordLimits.samplePatients, createdAt moment: Timestamp
    ) -> SampleData {
        let version = RecordVersion(createdAt: moment)
        let patients = SamplePatients.patients(count: count, createdAt: moment)
        return SampleData(
            patients: patients,
            records: SampleDirectory.records(version: version)
                + SampleInsurances.insurances(of: patients, version: version))
    }
}
