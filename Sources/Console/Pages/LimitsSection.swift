import Administration
import WebFoundation

/// The limits of a subscription, where the API has them.
enum LimitsSection {
    static func sections(_ visit: Visit, subscription: String) async throws(ProblemDetails) -> [Section] {
        guard visit.may("getSubscriptionLimits") else { return [] }
        let limits = try await visit.ask("getSubscriptionLimits", path: ["subscription": subscription])
        let shown = limits.members.filter { $0.name != "subscription_id" && $0.value != .null }
        let facts = shown.map { member in
            Fact(member.name.replacing("_", with: " ").capitalizedFirst, .text(limits.text(member.name)))
        }
        return [.facts("Limits", facts.isEmpty ? [Fact("Limits", .text("none"))] : facts)]
    }
}

extension String {
    /// With an upper-case first letter.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
