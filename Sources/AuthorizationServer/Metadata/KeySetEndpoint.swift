import HTTPTypes
package import Hummingbird
import Registry
package import Tokens
package import WebFoundation

/// The JWK set of a realm (RFC 7517 section 5, `jwks_uri` of RFC 8414): the keys by which its tokens and introspection
/// answers are verified elsewhere.
package struct KeySetEndpoint: Sendable {
    private let tokens: RealmTokensDirectory

    /// The key sets of all realms.
    package init(tokens: RealmTokensDirectory) {
        self.tokens = tokens
    }

    /// Answers with the staged, active and retired public keys of the realm asked, which any web page may read.
    ///
    /// - Throws: 503 when the store does not answer.
    package func respond(to request: Request, context: CounterfoilRequestContext) async throws -> Response {
        guard let realm = context.realm else { throw GeneralFailure.internalError }
        do throws(RegistryError) {
            let keySet = try await tokens.tokens(of: realm).keys.signing.keySetJSON
            return StaticAsset.metadata(json: keySet).response(to: request)
        } catch {
            throw GeneralFailure.unavailable
        }
    }
}
