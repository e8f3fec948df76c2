import Synchronization

/// Words that something has said, in order.
final class Heard: Sendable {
    private let said = Mutex<[String]>([])

    var words: [String] { said.withLock { $0 } }

    func note(_ word: String) { said.withLock { $0.append(word) } }
}
