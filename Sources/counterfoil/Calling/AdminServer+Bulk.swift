import NIOCore
import Registry
import Synchronization

/// What a server's answer may take.
struct AnswerBounds: Sendable {
    /// How long the server may take.
    let timeoutSeconds: Int64
    /// Longest answer.
    let maximumBytes: Int

    /// Those of most operations.
    static let usual = AnswerBounds(
        timeoutSeconds: CommandLimits.answerTimeoutSeconds, maximumBytes: CommandLimits.answerMaximumBytes)
    /// Those of operations in bulk.
    static let bulk = AnswerBounds(
        timeoutSeconds: CommandLimits.bulkTimeoutSeconds, maximumBytes: CommandLimits.bulkAnswerMaximumBytes)
}

/// A body that is sent piece by piece, and tells how much of it is sent.
final class SentBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    private let bytes: ByteBuffer
    private let progress: WorkProgress
    private let sentBytes = Mutex(0)

    init(_ text: String, _ progress: WorkProgress) {
        bytes = ByteBuffer(string: text)
        self.progress = progress
    }

    /// How many bytes there are.
    var count: Int64 { Int64(bytes.readableBytes) }

    /// The pieces from the first one on.
    func makeAsyncIterator() -> Iterator {
        sentBytes.withLock { $0 = 0 }
        return Iterator(body: self, rest: bytes)
    }

    /// Hands out one piece after the other.
    struct Iterator: AsyncIteratorProtocol {
        let body: SentBody
        var rest: ByteBuffer

        mutating func next() async -> ByteBuffer? {
            body.tell(rest)
            return rest.readSlice(length: Swift.min(rest.readableBytes, CommandLimits.bodyChunkBytes)).flatMap {
                $0.readableBytes > 0 ? $0 : nil
            }
        }
    }

    private func tell(_ rest: ByteBuffer) {
        let sent = bytes.readableBytes - rest.readableBytes
        sentBytes.withLock { $0 = sent }
        progress.report(.sending, sent, bytes.readableBytes)
    }

    /// Asks with the body, and when all of it is sent tells every moment that there is no answer yet.
    func whileWaiting<Answer: Sendable>(_ ask: @escaping @Sendable () async throws -> Answer) async throws -> Answer {
        try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask { try await ask() }
            group.addTask { [self] in
                while true {
                    try await Task.sleep(for: .milliseconds(CommandLimits.waitingIntervalMilliseconds))
                    if sentBytes.withLock({ $0 }) == bytes.readableBytes { progress.report(.waiting, 0, 0) }
                }
            }
            defer { group.cancelAll() }
            while let answer = try await group.next() { if let answer { return answer } }
            throw CancellationError()
        }
    }
}
