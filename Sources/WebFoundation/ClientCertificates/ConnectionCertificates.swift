import Synchronization

/// The certificates that came with the TLS handshake of one connection. The handshake writes, each request reads.
package final class ConnectionCertificates: Sendable {
    /// Those of the connection that the current task serves; `nil` where certificates are not asked for.
    ///
    /// A task-local value, since the framework makes the context of a request from the channel alone, and a channel has
    /// no place for them that can be read off its event loop.
    @TaskLocal package static var current: ConnectionCertificates?

    private let state = Mutex(ClientCertificates.absent)

    /// Nothing has come yet.
    package init() {}

    /// What came.
    package var certificates: ClientCertificates { state.withLock { $0 } }

    /// Notes what the other end presented, as DER, the leaf first.
    package func note(_ presented: [[UInt8]]) {
        guard let leaf = presented.first else { return }
        let chain = ClientCertificateChain(leaf: leaf, intermediates: Array(presented.dropFirst()))
        state.withLock { $0 = chain.map { .presented($0) } ?? .unusable(.tooLarge) }
    }
}
