import Registry
import Synchronization
import Timekeeping

/// Shows on a terminal how far long work has come: one line that is written over, and taken away at the end.
///
/// It is for people who wait, so it goes to standard error, and only where that is a terminal.
final class ProgressBar: Sendable {
    private struct State {
        var drawnAt: Timestamp?
        var stage: WorkProgress.Stage?
        var stageBeganAt: Timestamp?
        var isDrawn = false
        var isOver = false
    }

    private let width: Int?
    private let clock: TimeSource
    private let write: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// How often the line is written at most.
    static let intervalMilliseconds: Int64 = 100
    /// What takes less is over before anybody has read a line about it.
    static let patienceMilliseconds: Int64 = 300
    private static let barWidth = 24
    /// Back to the beginning of the line; and: clear to its end (ECMA-48).
    private static let rewind = "\r"
    private static let clear = "\u{1B}[K"

    /// A bar for a command that prints for people, or one that stays silent.
    init(_ surroundings: Surroundings, isSilent: Bool) {
        width = isSilent ? nil : surroundings.console.errorWidth
        clock = surroundings.clock
        write = surroundings.console.writeError
    }

    /// Somebody who hears and draws.
    var progress: WorkProgress {
        WorkProgress { [self] stage, done, total in report(stage, done, of: total) }
    }

    /// Does work, and leaves nothing behind on the terminal when it is over, however it ends.
    func during<Value>(_ work: (WorkProgress) async throws -> Value) async throws -> Value {
        let value: Value
        do {
            value = try await work(progress)
        } catch {
            end()
            throw error
        }
        end()
        return value
    }

    /// Takes word, and draws where it is time to. The first word waits a little, and so do words that follow each
    /// other quickly, save the last one of a stage.
    func report(_ stage: WorkProgress.Stage, _ done: Int, of total: Int) {
        guard let width else { return }
        let now = clock.now()
        state.withLock { state in
            guard !state.isOver else { return }
            if state.stage != stage {
                state.stage = stage
                state.stageBeganAt = now
            }
            let began = state.stageBeganAt ?? now
            let since = now.millisecondsSince1970 - (state.drawnAt ?? began).millisecondsSince1970
            let isDue = since >= (state.isDrawn ? Self.intervalMilliseconds : Self.patienceMilliseconds)
            guard isDue || (state.isDrawn && done == total && total > 0) else { return }
            state.drawnAt = now
            state.isDrawn = true
            let spent = now.millisecondsSince1970 - began.millisecondsSince1970
            let line = Self.line(stage, done, of: total, spentMilliseconds: spent)
            write(Self.rewind + Self.cut(line, to: width - 1) + Self.clear)
        }
    }

    /// Takes the line away. What is reported later is not drawn.
    func end() {
        state.withLock { state in
            state.isOver = true
            guard state.isDrawn else { return }
            state.isDrawn = false
            write(Self.rewind + Self.clear)
        }
    }

    /// The line: what is done, a bar, how much, and how long the rest may take.
    static func line(
        _ stage: WorkProgress.Stage, _ done: Int, of total: Int, spentMilliseconds spent: Int64
    ) -> String {
        guard total > 0 else { return "\(stage.words) … \(spent / 1_000) s" }
        let done = min(max(done, 0), total)
        let full = barWidth * done / total
        let bar = String(repeating: "#", count: full) + String(repeating: "-", count: barWidth - full)
        var line = "\(stage.words) [\(bar)] \(100 * done / total) %"
        // Before a tenth is done, nobody can tell.
        if done < total, done * 10 >= total, spent > 0 {
            let left = Double(spent) * Double(total - done) / Double(done) / 1_000
            line += ", \(Int(left.rounded(.up))) s left"
        }
        return line
    }

    private static func cut(_ line: String, to width: Int) -> String { String(line.prefix(max(width, 1))) }
}

extension WorkProgress.Stage {
    /// What people read.
    fileprivate var words: String {
        switch self {
        case .sending: "Sending"
        case .waiting: "The server works"
        case .reading: "Reading lines"
        case .checking: "Checking"
        case .storing: "Storing"
        case .chaining: "Following the journal's chain"
        }
    }
}
