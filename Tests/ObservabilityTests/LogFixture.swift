import Logging
import Observability
import Synchronization
import Timekeeping

/// A logger whose lines are kept, at a moment that stands still.
final class LogFixture: Sendable {
    private let kept = Mutex<[String]>([])

    /// The lines so far, line feeds included.
    var lines: [String] { kept.withLock { $0 } }

    func logger(
        _ form: LogForm, level: Logger.Level = .info, label: String = "",
        metadataProvider: Logger.MetadataProvider? = nil
    ) -> Logger {
        Logger(label: label) { label in
            CounterfoilLogHandler(
                label: label, form: form, level: level,
                timeSource: TimeSource { Timestamp(millisecondsSince1970: 1_795_559_858_120) },
                sink: LogSink { line in self.kept.withLock { $0.append(line) } }, metadataProvider: metadataProvider)
        }
    }
}
