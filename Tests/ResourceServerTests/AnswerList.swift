import OutboundHTTPTesting
import Synchronization

/// Answers in a row; the last one is repeated.
final class AnswerList: Sendable {
    private let answers: Mutex<[LoopbackServer.Answer]>

    init(_ answers: [LoopbackServer.Answer]) {
        self.answers = Mutex(answers)
    }

    func next() -> LoopbackServer.Answer {
        answers.withLock { answers in
            guard answers.count > 1 else { return answers.first ?? .hangUp }
            return answers.removeFirst()
        }
    }
}
