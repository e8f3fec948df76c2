import ExternalRecords

/// The forms of an insurance, as answers have it and as requests send it.
enum InsuranceForms {
    static let payer = WireForm<InsurancePayer>(
        "InsurancePayer", "Who pays.", blank: InsurancePayer(id: .zero, name: "", claimCode: ""),
        [
            .identifier("Id", "The payer's id.", of: "a payer", example: "60000003", \.id),
            .echoedText("Name", "The payer's name.", .line(0...200, example: "Ninebark Mutual")) { $0.name },
            .echoedText("ClaimCode", "The code by which claims name the payer.", .line(0...100, example: "NBM03")) {
                $0.claimCode
            },
        ])

    static let verification = WireForm<InsuranceVerification>(
        "VerificationInfo", "Whether somebody has made sure that the insurance is in force.",
        blank: InsuranceVerification(),
        [
            .optionalObject("VerifiedBy", PersonForms.names, \.verifiedBy),
            .optionalDate("VerifiedDate", "When.", \.verifiedOn),
            .flag("Verified", "Whether.", \.isVerified),
        ])

    private static let members: [WireMember<Insurance>] = [
        .word("Status", "Whether it is in force.", \.status),
        .integer(
            "PositionIndex", "Its place among the patient's insurances: 1 pays first.",
            in: 1...FormLimits.insurancePosition, \.position),
        .object("Payer", payer, \.payer),
        .optionalText("PolicyNumber", "The number of the policy.", \.policyNumber, .line(0...100)),
    ]
    private static let verificationMember = WireMember<Insurance>.objectOrEmpty(
        "VerificationInfo", verification, \.verification)

    static let insurance = WireForm<Stored<Insurance>>(
        "Insurance", "An insurance of a patient. Answers carry every member, null where nothing is known.",
        [
            .identifier("insurance", example: "50000001"),
            .shownText(
                "DisplayId", "The id as people see it.", ["pattern": "^I-[0-9]{8}$", "examples": ["I-50000001"]]
            ) { Insurance.displayID(of: $0.id) },
        ] + members.map { $0.lifted(\.record) } + [
            .shownMoment("CreatedDate", "When the record was made.") { $0.version.createdAt },
            verificationMember.lifted(\.record), .modified(),
        ])

    static let input = WireForm<Insurance>(
        "InsuranceInput",
        "What is written of an insurance: the row without Id and DisplayId. Members that are left out or null are "
            + "empty.",
        blank: Insurance(
            status: .active, position: 1, payer: InsurancePayer(id: .zero, name: "", claimCode: ""), policyNumber: nil),
        [
            .refused("Id", "The id stands in the path, and a new insurance gets one from the server."),
            .refused("DisplayId", "The server makes it of the id."),
        ] + members + [
            verificationMember, .echoedMoment("CreatedDate", "When the record was made."),
            .echoedMoment("ModifiedDate", "When the record was last changed."),
        ])

    static let page = PageForms.page("InsurancePage", "A page of insurances.", of: insurance)

    /// The schemas of these forms.
    static let components = [
        page.component, insurance.component, input.component, payer.component, verification.component,
        PersonForms.names.component,
    ]
}
