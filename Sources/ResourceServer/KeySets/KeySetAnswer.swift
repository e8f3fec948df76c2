package import JOSE
package import OutboundHTTP

/// A key set just fetched.
package struct KeySetAnswer: Sendable, Hashable {
    /// The keys that can be used.
    package let keys: JSONWebKeySet
    /// For how many seconds its server says it is fresh; `nil` when it does not say.
    package let freshSeconds: Int64?
    /// The size of its text.
    package let bytes: Int

    /// Puts an answer together.
    package init(keys: JSONWebKeySet, freshSeconds: Int64?, bytes: Int) {
        self.keys = keys
        self.freshSeconds = freshSeconds
        self.bytes = bytes
    }

    /// Reads the key set of a complete answer. Its media type may be any: servers of static files know no better.
    ///
    /// - Throws: ``KeySetError/status(_:)``, ``KeySetError/content(_:)``.
    package init(_ response: OutboundResponse) throws(KeySetError) {
        guard response.status == 200 else { throw .status(response.status) }
        do throws(JOSEError) {
            keys = try JSONWebKeySet(json: response.body, reading: .lenient)
        } catch {
            throw .content(error)
        }
        freshSeconds = response.freshSeconds
        bytes = response.body.count
    }

    /// The request for a key set.
    ///
    /// - Parameter share: on whose behalf it is asked, where there are several.
    package static func request(for url: OutboundURL, share: String? = nil) -> OutboundRequest {
        OutboundRequest(
            url, accept: "application/jwk-set+json, application/json", bodyMaximumBytes: OutboundLimits.keySetBytes,
            share: share)
    }
}
