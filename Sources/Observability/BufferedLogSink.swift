import Dispatch
import Synchronization
package import Timekeeping

/// Takes lines without waiting and writes them from a thread of its own, so that a slow reader of the log never holds
/// up a request. What does not fit the buffer is dropped and counted, and the count is written as a line.
package final class BufferedLogSink: Sendable {
    private struct State {
        var waiting = ""
        var dropped = 0
        var isDraining = false
    }

    private let target: LogSink
    private let form: LogForm
    private let timeSource: TimeSource
    private let capacityBytes: Int
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "counterfoil.log", qos: .utility)

    /// A buffer before a sink.
    ///
    /// - Parameters:
    ///   - form: the form of the line that says how many were dropped.
    ///   - capacityBytes: how much may wait.
    package init(
        _ target: LogSink, form: LogForm, timeSource: TimeSource,
        capacityBytes: Int = Limits.logBufferBytes
    ) {
        self.target = target
        self.form = form
        self.timeSource = timeSource
        self.capacityBytes = capacityBytes
    }

    /// The sink to give to log handlers.
    package var sink: LogSink { LogSink { line in self.append(line) } }

    /// Returns when all lines that were taken until now are written.
    package func flush() async {
        await withCheckedContinuation { continuation in
            queue.async {
                self.drain()
                continuation.resume()
            }
        }
    }

    private func append(_ line: String) {
        let startsDrain = state.withLock { state in
            guard state.waiting.utf8.count + line.utf8.count <= capacityBytes else {
                state.dropped += 1
                return false
            }
            state.waiting += line
            defer { state.isDraining = true }
            return !state.isDraining
        }
        if startsDrain { queue.async { self.drain() } }
    }

    /// Runs on the queue until nothing waits.
    private func drain() {
        while true {
            let (lines, dropped) = state.withLock { state in
                defer {
                    state.isDraining = !state.waiting.isEmpty || state.dropped > 0
                    state.waiting = ""
                    state.dropped = 0
                }
                return (state.waiting, state.dropped)
            }
            if !lines.isEmpty { target.append(lines) }
            if dropped > 0 { target.append(droppedLine(dropped)) }
            if lines.isEmpty, dropped == 0 { return }
        }
    }

    private func droppedLine(_ count: Int) -> String {
        LogLine(
            time: timeSource.now(), level: "warning", logger: "counterfoil",
            message: "\(count) log lines were dropped, because the reader of the log is slower than the server.",
            fields: []
        ).written(as: form)
    }
}
