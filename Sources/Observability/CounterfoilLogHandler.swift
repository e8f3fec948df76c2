package import Logging
package import Timekeeping

/// Writes log events as lines, for people or for programs.
package struct CounterfoilLogHandler: LogHandler {
    /// Events below this level are not written.
    package var logLevel: Logger.Level
    /// What stands beside every message.
    package var metadata: Logger.Metadata = [:]
    /// Adds what the task at hand knows.
    package var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let form: LogForm
    private let timeSource: TimeSource
    private let sink: LogSink

    /// Makes the handler of one logger.
    ///
    /// - Parameters:
    ///   - label: the logger's label; it is in JSON lines only.
    ///   - form: the form of the lines.
    ///   - level: the lowest level that is written.
    ///   - timeSource: gives each line its time.
    ///   - sink: takes the lines.
    package init(
        label: String, form: LogForm, level: Logger.Level = .info, timeSource: TimeSource = .system,
        sink: LogSink = .standardError, metadataProvider: Logger.MetadataProvider? = nil
    ) {
        self.label = label
        self.form = form
        self.logLevel = level
        self.timeSource = timeSource
        self.sink = sink
        self.metadataProvider = metadataProvider
    }

    /// A value of ``metadata``.
    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line. Of values with the same key the event's own wins, then the provider's, then the handler's.
    package func log(event: LogEvent) {
        var all = metadata
        if let metadataProvider { all.merge(metadataProvider.get()) { _, new in new } }
        if let own = event.metadata { all.merge(own) { _, new in new } }
        if let error = event.error {
            all["error"] = "\(error)"
            all["error.type"] = "\(type(of: error))"
        }
        let line = LogLine(
            time: timeSource.now(), level: event.level.rawValue, logger: label, message: event.message.description,
            fields: LogField.fields(of: all))
        sink.append(line.written(as: form))
    }
}
