import Timekeeping

/// The records that sample patients and insurances refer to; all of them invented.
enum SampleDirectory {
    /// The payers, each with the names of its plans.
    static let payers: [(payer: Payer, plans: [String])] = [
        (payer("Larkspur Federal Program", "LKF01", .medicare, "0110"), ["Part B", "Part C Advantage"]),
        (payer("Buckeye Valley State Program", "BVS02", .medicaid, "0111"), ["Standard", "Managed Care"]),
        (payer("Ninebark Mutual", "NBM03", .commercial, "0112"), ["Bronze", "Silver", "Gold"]),
        (payer("Copperline Health", "CPH04", .commercial, "0113"), ["Choice", "Choice Plus"]),
        (payer("Tanbark Benefit Trust", "TBT05", .commercial, "0114"), ["Members", "Families"]),
        (payer("Saltbox Casualty", "SBC06", .workersCompensation, "0115"), ["Standard"]),
        (payer("Quiet Brook Assistance Fund", "QBA07", .other, nil), ["Grant"]),
        (payer("Old Orchard Life", "OOL08", .commercial, "0117", isActive: false), ["Closed Book"]),
    ]

    private static let planTypes: [PlanType] = [
        .feeForService, .healthMaintenance, .preferredProvider, .pointOfService,
    ]

    private static func payer(
        _ name: String, _ code: String, _ type: PayerType, _ phone: String?, isActive: Bool = true
    ) -> Payer {
        Payer(name: name, claimCode: code, type: type, phone: phone.map { "(800) 555-\($0)" }, isActive: isActive)
    }

    /// Service locations first, so that their ids are those that the sample patients name.
    static let locations: [Location] = {
        let towns = SampleVocabulary.towns.enumerated()
        func place(_ index: Int, _ town: SampleVocabulary.Town) -> PostalAddress {
            PostalAddress(line: "\(200 + index) Provider Pkwy", city: town.city, state: town.state, zip: town.zip)
        }
        let service = towns.map { index, town in
            Location(
                name: town.service.name, type: .serviceLocation, npi: town.service.npi, address: place(index, town),
                phone: "(\(town.areaCode)) 555-0190")
        }
        let centers = towns.prefix(3).map { index, town in
            Location(
                name: "\(town.city) Repairs", type: .serviceCenter, npi: nil, address: place(index, town),
                phone: "(\(town.areaCode)) 555-0191")
        }
        let stores = towns.prefix(3).map { index, town in
            Location(
                name: "\(town.city) Warehouse", type: .inventoryLocation, npi: nil, address: place(index + 50, town),
                phone: nil, isActive: index != 2)
        }
        return service + centers + stores
    }()

    static let facilities: [Facility] = SampleVocabulary.facilities.enumerated().compactMap { index, facility in
        facility.address.map { address in
            Facility(
                name: "\(address.city) Convalescent Home", address: address,
                phone: "(\(SampleVocabulary.towns[index].areaCode)) 555-0192")
        }
    }

    private static let categories: [(name: String, goods: [String])] = [
        ("Respiratory", ["Nasal mask", "Full face mask", "Air tube", "Water chamber", "Air filter"]),
        ("Oxygen", ["Portable cylinder", "Concentrator", "Cannula", "Regulator", "Cylinder cart"]),
        ("Mobility", ["Walker", "Wheelchair", "Seat cushion", "Cane", "Scooter battery"]),
        ("Diabetes", ["Test strips", "Lancets", "Glucose sensor", "Infusion set", "Insulin pump"]),
        ("Wound Care", ["Foam dressing", "Gauze roll", "Compression wrap", "Collagen pad", "Tape"]),
    ]
    private static let sizes = ["small", "medium", "large", "extra large", "one size"]
    private static let terms = ["purchase", "rental, first month", "rental, further month", "repair"]

    /// 5 groups of 5 goods in 5 sizes and 4 terms: 500 codes that begin with X, which no published code does.
    static let codes: [BillingCode] = categories.enumerated().flatMap { group, category in
        category.goods.flatMap { good in sizes.flatMap { size in terms.map { "\(good), \(size), \($0)" } } }
            .enumerated().map { index, text in
                BillingCode(
                    code: "X\((group + 1) * 1_000 + index + 1)", text: text, category: category.name,
                    isActive: index % 20 != 19)
            }
    }

    /// Everything but the insurances, in the order in which it is stored.
    static func records(version: RecordVersion) -> [any SampleRecord] {
        let payers = stored(payers.map(\.payer), version)
        let plans = zip(payers, Self.payers).flatMap { payer, known in known.plans.map { (payer.id, $0) } }
        let storedPlans: [any SampleRecord] = plans.enumerated().compactMap { index, plan in
            RecordIdentifier(number: Plan.kind.firstNumber + index).map { id in
                Stored(
                    id: id, parent: plan.0,
                    record: Plan(name: plan.1, type: planTypes[index % planTypes.count], isActive: index % 9 != 8),
                    version: version)
            }
        }
        return stored(locations, version) + stored(facilities, version)
            + stored(SampleVocabulary.tags.map { Tag(name: $0.name) }, version) + payers
            + storedPlans + stored(codes, version)
    }

    private static func stored<Record: StoredRecord>(
        _ records: [Record], _ version: RecordVersion
    ) -> [any SampleRecord] {
        records.enumerated().compactMap { index, record in
            RecordIdentifier(number: Record.kind.firstNumber + index).map { id in
                Stored(id: id, record: record, version: version)
            }
        }
    }
}
