#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where finished log lines go.
package struct LogSink: Sendable {
    private let take: @Sendable (String) -> Void

    /// Makes a sink of a function that takes one line, its line feed included.
    package init(_ take: @escaping @Sendable (String) -> Void) {
        self.take = take
    }

    /// Hands a line over.
    package func append(_ line: String) {
        take(line)
    }

    /// The standard error stream.
    package static let standardError = LogSink.fileDescriptor(STDERR_FILENO)

    /// An open file descriptor. Each line is one `write`, so that lines of several threads and processes do not mix.
    package static func fileDescriptor(_ descriptor: Int32) -> LogSink {
        LogSink { line in
            var line = line
            line.withUTF8 { bytes in writeAll(UnsafeRawBufferPointer(bytes), to: descriptor) }
        }
    }

    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
        var rest = bytes
        while !rest.isEmpty {
            let written = write(descriptor, rest.baseAddress, rest.count)
            if written > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
            } else if written < 0, errno == EINTR {
                continue
            } else {
                // A full pipe or a closed terminal: a server that waits for its log's reader is worse than a lost line.
                return
            }
        }
    }
}
