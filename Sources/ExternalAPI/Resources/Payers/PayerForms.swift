import ExternalRecords

/// The forms of payers and their plans.
enum PayerForms {
    static let payer = WireForm<Stored<Payer>>(
        "Payer", "Who pays for what patients get.",
        [
            .identifier("payer", example: "60000001"),
            .shownText("Name", "Its name.", ["examples": ["Ninebark Mutual"]]) { $0.record.name },
            .shownText("ClaimCode", "The code by which claims name it.", ["examples": ["NBM03"]]) {
                $0.record.claimCode
            },
            .shownText("Type", "What kind of insurer it is.", TextRule.word(PayerType.self, orNull: false).schema) {
                $0.record.type.rawValue
            },
            .shownOptionalText("Phone", "Its telephone number.") { $0.record.phone },
            .shownFlag("Active", "Whether new insurances may name it.") { $0.record.isActive },
            .modified(),
        ])

    static let plan = WireForm<Stored<Plan>>(
        "Plan", "A plan of a payer.",
        [
            .identifier("plan", example: "65000001"),
            .shownText("Name", "Its name.", ["examples": ["Silver"]]) { $0.record.name },
            .shownText("Type", "How it is organised.", TextRule.word(PlanType.self, orNull: false).schema) {
                $0.record.type.rawValue
            },
            .shownFlag("Active", "Whether it is offered.") { $0.record.isActive },
            .modified(),
        ])
}
