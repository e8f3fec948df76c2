#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How log lines are written.
package enum LogForm: String, Hashable, Sendable, CaseIterable {
    /// For people: `2026-11-24T22:37:38.120Z info  message key=value`.
    case text
    /// For programs: one JSON object a line.
    case json

    /// Text where the file descriptor is a terminal, JSON lines otherwise.
    package static func detect(fileDescriptor: Int32) -> LogForm {
        isatty(fileDescriptor) == 1 ? .text : .json
    }
}
