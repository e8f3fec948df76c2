import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a command's words go.
struct Console: Sendable {
    /// Writes results.
    let write: @Sendable (String) -> Void
    /// Writes what went wrong, and what must not be mistaken for a result.
    let writeError: @Sendable (String) -> Void
    /// Columns of the terminal that results go to; `nil` where they go into a file or a pipe.
    let width: Int?
    /// Columns of the terminal that errors go to; `nil` where they go into a file or a pipe, or where the terminal
    /// cannot take back what it has written.
    var errorWidth: Int?

    /// The process's own streams. Every write reaches the system at once, so that nothing is lost on exit.
    static var standard: Console {
        Console(
            write: { write($0, to: STDOUT_FILENO) }, writeError: { write($0, to: STDERR_FILENO) },
            width: terminalColumns(STDOUT_FILENO),
            errorWidth: isPlain ? nil : terminalColumns(STDERR_FILENO))
    }

    /// Whether the terminal is one that knows no control sequences.
    private static var isPlain: Bool { ProcessInfo.processInfo.environment["TERM"] ?? "dumb" == "dumb" }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { writeBytes(descriptor, $0.baseAddress, $0.count) }
            // Nobody reads any more, or there is no room: there is nobody left to tell.
            guard written >= 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(written, 0))
        }
    }

    private static func terminalColumns(_ descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}

/// Outside the type, whose own `write` would hide the system's.
private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
