package import JOSE
package import OutboundHTTP
package import ResourceServer
import Synchronization
package import Timekeeping

/// Why the keys of a client cannot be had.
package typealias ClientKeyError = KeySetError

/// The key sets of clients that registered a `jwks_uri` (RFC 7591 section 2), fetched through the guards of
/// `OutboundHTTP` and held for a while, so many and so large as is allowed.
package final class FetchedKeySets: Sendable {
    /// How much is held.
    package struct Bounds: Sendable, Hashable {
        /// The most sets.
        package var setsCount = 2_000
        /// The most bytes of all sets' texts together.
        package var bytes = 16_777_216

        /// The standard bounds.
        package init() {}
    }

    private struct Entry {
        let keySet: RemoteKeySet
        var lastUse: UInt64
        var bytes = 0
    }

    private struct Held {
        var entries: [String: Entry] = [:]
        var uses: UInt64 = 0
        var bytes = 0
    }

    private let held = Mutex(Held())
    private let client: GuardedClient
    private let timeSource: TimeSource
    private let bounds: Bounds

    /// Holds nothing yet.
    package init(client: GuardedClient, timeSource: TimeSource, bounds: Bounds = Bounds()) {
        self.client = client
        self.timeSource = timeSource
        self.bounds = bounds
    }

    /// The key set at a URL.
    ///
    /// - Parameters:
    ///   - uri: the client's registered `jwks_uri`; never one from a request.
    ///   - keyID: the `kid` of the signature to verify. When it is not in the set, the set is fetched anew, at most
    ///     once a minute.
    ///   - share: on whose behalf: nobody's slow servers take up the room of others.
    ///   - patience: how long to wait for what is fetched; to its end when `nil`.
    /// - Returns: the set; it need not have the key.
    /// - Throws: ``ClientKeyError``.
    package func keys(
        at uri: String, knowing keyID: String?, share: String? = nil, patience: RemoteKeySet.Patience? = nil
    ) async throws(ClientKeyError) -> JSONWebKeySet {
        let keySet = try entry(for: uri, share: share)
        defer { account(for: keySet, at: uri) }
        return try await keySet.keys(knowing: keyID, patience: patience)
    }

    /// How many sets are held.
    package var count: Int { held.withLock { $0.entries.count } }

    private func entry(for uri: String, share: String?) throws(ClientKeyError) -> RemoteKeySet {
        let found = held.withLock { held -> RemoteKeySet? in
            held.uses += 1
            held.entries[uri]?.lastUse = held.uses
            return held.entries[uri]?.keySet
        }
        if let found { return found }
        let url: OutboundURL
        do throws(OutboundError) {
            url = try client.url(uri)
        } catch {
            throw .fetching(error)
        }
        let keySet = RemoteKeySet(retention: .ofClient, timeSource: timeSource) { [client] () throws(KeySetError) in
            let response: OutboundResponse
            do throws(OutboundError) {
                response = try await client.send(KeySetAnswer.request(for: url, share: share))
            } catch {
                throw .fetching(error)
            }
            return try KeySetAnswer(response)
        }
        return held.withLock { held in
            // Another request may have been faster; its set is the one that is being fetched.
            let entry = held.entries[uri] ?? Entry(keySet: keySet, lastUse: held.uses)
            held.entries[uri] = entry
            return entry.keySet
        }
    }

    /// Takes the size of a set into account, which is known once it was fetched, and drops what was used longest ago
    /// where all together has become too much.
    private func account(for keySet: RemoteKeySet, at uri: String) {
        held.withLock { held in
            guard let entry = held.entries[uri], entry.keySet === keySet else { return }
            let bytes = keySet.heldBytes
            held.bytes += bytes - entry.bytes
            held.entries[uri]?.bytes = bytes
            while held.entries.count > bounds.setsCount || held.bytes > bounds.bytes {
                let oldest = held.entries.filter { $0.key != uri }.min { $0.value.lastUse < $1.value.lastUse }
                guard let oldest else { return }
                held.bytes -= oldest.value.bytes
                held.entries[oldest.key] = nil
            }
        }
    }
}
