import Synchronization

@testable import ResourceServer

/// The failures that a validator reported.
final class FailureLog: Sendable {
    private let reasons = Mutex<[String]>([])

    /// Their reasons, the first one first.
    var all: [String] { reasons.withLock { $0 } }

    func append(_ failure: ResourceServerError) {
        reasons.withLock { $0.append(failure.reason) }
    }
}
