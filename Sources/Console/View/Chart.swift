/// What happened on each of some days, as columns of two parts.
struct Chart: Sendable {
    struct Day: Sendable {
        let day: String
        let good: Int64
        let bad: Int64
    }

    let title: String
    let days: [Day]
    /// What the lower parts are, with their sum.
    let good: String
    /// What the upper parts are, with their sum.
    let bad: String
    let note: String
    /// Where the same is to be had as a file.
    let file: String

    private static let width = 900.0
    private static let height = 120.0

    /// The columns in a box of ``width`` by ``height``, the highest of which fills it.
    var view: View {
        let most = Double(max(1, days.map { $0.good + $0.bad }.max() ?? 1))
        let step = Self.width / Double(max(1, days.count))
        let bars = days.enumerated().map { index, day -> View in
            let good = Double(day.good) / most * Self.height
            let bad = Double(day.bad) / most * Self.height
            return [
                "bar_left": Self.number(Double(index) * step + step * 0.15), "bar_width": Self.number(step * 0.7),
                "good_top": Self.number(Self.height - good), "good_height": Self.number(good),
                "bad_top": Self.number(Self.height - good - bad), "bad_height": Self.number(bad),
                "bar_words": .text("\(day.day): \(day.good) and \(day.bad)"),
            ]
        }
        return [
            "chart_title": .text(title), "chart_good": .text(good), "chart_bad": .text(bad),
            "chart_note": .text(note), "chart_file": .text(file), "bar": .list(bars),
        ]
    }

    /// A length to a tenth, which needs no more.
    private static func number(_ value: Double) -> View {
        let tenths = Int64((value * 10).rounded())
        return .text("\(tenths / 10).\(tenths % 10)")
    }
}
