#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a command reads from what must not be an argument.
struct StandardInput: Sendable {
    /// All there is to read, or its first line when a person types it. At most the given number of bytes.
    let read: @Sendable (_ maximumBytes: Int) async -> [UInt8]
    /// Whether a person types it.
    let isTerminal: Bool

    /// The process's own.
    static var standard: StandardInput {
        let isTerminal = isatty(STDIN_FILENO) == 1
        return StandardInput(
            read: { maximumBytes in
                await BlockingWork.run { readBytes(STDIN_FILENO, maximumBytes, untilNewline: isTerminal) }
            }, isTerminal: isTerminal)
    }
}

/// Outside the type, whose own `read` would hide the system's.
private func readBytes(_ descriptor: Int32, _ maximumBytes: Int, untilNewline: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while bytes.count < maximumBytes {
        let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        bytes += buffer[..<count]
        if untilNewline, bytes.last == UInt8(ascii: "\n") { break }
    }
    return Array(bytes.prefix(maximumBytes))
}
