import HTTPTypes
package import Hummingbird
import Registry
package import WebFoundation

/// The metadata document (RFC 8414 section 3), the same bytes at its own path and at the one that programs made for
/// OpenID Connect look at.
package struct MetadataEndpoint: Sendable {
    private let registry: RegistryCache
    private let methods: AvailableMethods

    /// The documents of all realms.
    package init(_ services: AuthorizationServices) {
        registry = services.registry
        methods = AvailableMethods(acceptsClientCertificates: services.acceptsClientCertificates)
    }

    /// Answers with the document of the realm and host asked, which any web page may read.
    ///
    /// - Throws: 503 when the store does not answer.
    package func respond(to request: Request, context: CounterfoilRequestContext) async throws -> Response {
        guard let realm = context.realm else { throw GeneralFailure.internalError }
        let entry: RealmEntry
        do throws(RegistryError) {
            entry = try await registry.entry(of: realm)
        } catch {
            throw GeneralFailure.unavailable
        }
        let settings = entry.settings
        let metadata = ServerMetadata(
            scopes: entry.scopes, methods: methods.names(in: settings),
            assertionAlgorithms: methods.assertionAlgorithms(in: settings),
            bindsToCertificates: methods.acceptsClientCertificates, settings: settings, in: context)
        return StaticAsset.metadata(metadata).response(to: request)
    }
}
