import JOSE
import Synchronization

/// The key set that a client's own server shows, which a test changes.
final class KeyShelf: Sendable {
    private let shown = Mutex("")

    /// The key set, JSON.
    var text: String { shown.withLock { $0 } }

    /// Shows the public halves of these keys.
    func show(_ keys: [SigningKey]) {
        let text = String(decoding: JSONWebKeySet(keys: keys.map(\.publicKey)).json.bytes, as: UTF8.self)
        shown.withLock { $0 = text }
    }
}
