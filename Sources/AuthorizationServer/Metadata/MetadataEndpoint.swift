import HTTPTypes
package import Hummingbird
package import Registry
package import WebFoundation

/// The metadata document (RFC 8414 section 3), the same bytes at its own path and at the one that programs made for
/// OpenID Connect look at.
package struct MetadataEndpoint: Sendable {
    private let registry: RegistryCache

    /// The documents of all realms.
    package init(registry: RegistryCache) {
        self.registry = registry
    }

    /// Answers with the document of the realm and host asked, which any web page may read.
    ///
    /// - Throws: 503 when the store does not answer.
    package func respond(to request: Request, context: CounterfoilRequestContext) async throws -> Response {
        guard let realm = context.realm else { throw GeneralFailure.internalError }
        let scopes: [Scope]
        do throws(RegistryError) {
            scopes = try await registry.scopes(of: realm)
        } catch {
            throw GeneralFailure.unavailable
        }
        return StaticAsset.metadata(ServerMetadata(scopes: scopes, in: context)).response(to: request)
    }
}
