import ExternalRecords
import Registry

/// The records that a patient refers to, looked up and put in as they are called now.
enum PatientReferences {
    static func resolved(
        _ detail: PatientDetail, for call: ExternalCall, in store: any RecordStore
    ) async throws -> PatientDetail {
        var detail = detail
        var references = ReferenceResolution(call, store)
        let location = try await references.find(
            Location.self, detail.location.id, at: ["LocationId"],
            orElse: "There is no location of this id here, or it is not of type ServiceLocation. GET /locations lists "
                + "them."
        ) { $0.type == .serviceLocation }
        if let location {
            detail.location = ServiceLocation(id: detail.location.id, name: location.name, npi: location.npi)
        }
        if let id = detail.facilityLocation?.id {
            let facility = try await references.find(
                Facility.self, id, at: ["FacilityLocation", "Id"],
                orElse: "There is no facility of this id here. GET /facilities lists them.")
            detail.facilityLocation?.address = facility?.address
        }
        var tags: [PatientTag] = []
        for (index, tag) in detail.tags.enumerated() {
            let found = try await references.find(
                Tag.self, tag.id, at: ["Tags", String(index), "Id"],
                orElse: "There is no tag of this id here. GET /tags lists them.")
            // The same tag twice is the tag once.
            guard let found, !tags.contains(where: { $0.id == tag.id }) else { continue }
            tags.append(PatientTag(id: tag.id, name: found.name))
        }
        detail.tags = tags
        try references.finish()
        return detail
    }
}
