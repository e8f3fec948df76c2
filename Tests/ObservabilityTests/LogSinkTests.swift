import FoundationEssentials
import Observability
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

struct LogSinkTests {
    /// A pipe's two ends.
    private func makePipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    private func received(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    @Test func `lines arrive at the file descriptor as they are`() throws {
        let ends = try makePipe()
        let sink = LogSink.fileDescriptor(ends.writing)
        sink.append("one é\n")
        sink.append("two\n")
        close(ends.writing)
        #expect(received(ends.reading) == "one é\ntwo\n")
        close(ends.reading)
    }

    @Test func `a full pipe loses the line and does not hold the writer`() throws {
        let ends = try makePipe()
        try #require(fcntl(ends.writing, F_SETFL, O_NONBLOCK) == 0)
        let filler = [UInt8](repeating: 0x2E, count: 4_096)
        while write(ends.writing, filler, filler.count) > 0 {}
        LogSink.fileDescriptor(ends.writing).append("lost\n")
        #expect(received(ends.reading) == String(repeating: ".", count: 4_096))
        close(ends.writing)
        close(ends.reading)
    }

    @Test func `a closed file descriptor is no failure`() throws {
        let ends = try makePipe()
        close(ends.writing)
        LogSink.fileDescriptor(-1).append("nobody\n")
        #expect(received(ends.reading) == "")
        close(ends.reading)
    }

    @Test func `what is no terminal gets JSON lines`() throws {
        let ends = try makePipe()
        #expect(LogForm.detect(fileDescriptor: ends.writing) == .json)
        close(ends.writing)
        close(ends.reading)
    }

    @Test func `a terminal gets text`() throws {
        let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        try #require(terminal >= 0)
        #expect(LogForm.detect(fileDescriptor: terminal) == .text)
        close(terminal)
    }
}
