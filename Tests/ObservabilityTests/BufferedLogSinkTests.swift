import Dispatch
import Observability
import Synchronization
import Testing
import Timekeeping

@Suite struct BufferedLogSinkTests {
    private let noon = TimeSource { Timestamp(secondsSince1970: 1_795_521_600) }

    @Test func `lines arrive in their order, and all of them are there after a flush`() async {
        let written = Mutex("")
        let buffer = BufferedLogSink(
            LogSink { lines in written.withLock { $0 += lines } }, form: .text, timeSource: noon)
        for number in 0..<1_000 { buffer.sink.append("line \(number)\n") }
        await buffer.flush()
        #expect(written.withLock { $0 } == (0..<1_000).map { "line \($0)\n" }.joined())
    }

    @Test func `what does not fit while the reader is slow is dropped, counted and told`() async {
        let written = Mutex("")
        let gate = DispatchSemaphore(value: 0)
        let entered = DispatchSemaphore(value: 0)
        let buffer = BufferedLogSink(
            LogSink { lines in
                entered.signal()
                gate.wait()
                written.withLock { $0 += lines }
            }, form: .text, timeSource: noon, capacityBytes: 10)
        buffer.sink.append("first\n")
        // From here on the first line is with the reader, and the buffer is empty.
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                entered.wait()
                continuation.resume()
            }
        }
        buffer.sink.append("123456789\n")
        buffer.sink.append("x\n")
        buffer.sink.append("y\n")
        for _ in 0..<3 { gate.signal() }
        await buffer.flush()
        let text = written.withLock { $0 }
        #expect(text.hasPrefix("first\n123456789\n2026-11-24T12:00:00.000Z warning 2 log lines were dropped"))
        #expect(!text.contains("x\n"))
    }
}
