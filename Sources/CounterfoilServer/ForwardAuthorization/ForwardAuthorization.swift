import HTTPTypes
import Hummingbird
import Registry
import ResourceServer
import WebFoundation

/// `GET /authorize-request` on the private listener: may the request that a proxy holds pass on to the API behind it?
///
/// It speaks what `auth_request` of nginx and its like ask for: 2xx lets the request pass, 401 and 403 refuse it with
/// the challenge of RFC 6750 section 3, and everything else is a fault. Which API it is stands in the query, which the
/// proxy's operator writes; see ``ForwardAuthorizationQuery``.
struct ForwardAuthorization: Sendable {
    static let path = "/authorize-request"

    let registry: RegistryCache
    let validators: TokenValidators

    var route: Route {
        Route(.get, Self.path, operation: "authorizeRequest", access: .privateListener) { request, context in
            try await respond(to: request, context: context)
        }
    }

    /// Where proxies put the path and query of the request that they hold.
    private static let originalTargets = ["X-Original-URI", "X-Original-URL", "X-Forwarded-Uri"]
        .compactMap { HTTPField.Name($0) }

    private func respond(to request: Request, context: CounterfoilRequestContext) async throws -> Response {
        let query = try ForwardAuthorizationQuery(request.uri.query)
        context.observation.realm = query.realm
        try await requireTenant(of: query)
        let validator = try await validators.validator(for: query.realm, resource: query.resource)
        let check = AccessTokenGuard(protectionSpace: query.realm.description, requirement: query.requirement)
        let token: ValidatedToken
        do throws(BearerRefusal) {
            // What the caller proved to the proxy, the proxy does not hand on: bound tokens are refused.
            token = try await check.admit(
                TokenPresentation(
                    authorization: request.headers[values: .authorization],
                    queryHasToken: Self.hasTokenInTarget(request.headers)), validator: validator)
        } catch {
            throw ForwardAuthorizationRefusal(error)
        }
        context.observation.clientID = token.clientID
        let subscription = try await subscription(of: token)
        return ForwardAuthorizationAnswer(token: token, subscription: subscription).response
    }

    private func requireTenant(of query: ForwardAuthorizationQuery) async throws {
        let tenant: Tenant?
        do throws(RegistryError) {
            tenant = try await registry.tenant(query.realm.tenant)
        } catch {
            throw GeneralFailure.unavailable
        }
        guard tenant != nil else {
            throw ForwardAuthorizationQuery.problem([
                .parameter("realm", "There is no tenant of this name. `counterfoil tenant list` shows those there are.")
            ])
        }
    }

    /// A caller that cannot be named is not let in: the API behind the proxy may decide by its name.
    private func subscription(of token: ValidatedToken) async throws -> SubscriptionIdentifier {
        guard let id = token.clientID.flatMap({ ClientIdentifier($0) }) else { throw GeneralFailure.unavailable }
        let entry: ClientEntry?
        do throws(RegistryError) {
            entry = try await registry.client(id)
        } catch {
            throw GeneralFailure.unavailable
        }
        guard let entry else { throw GeneralFailure.unavailable }
        return entry.subscription.id
    }

    private static func hasTokenInTarget(_ headers: HTTPFields) -> Bool {
        originalTargets.contains { name in
            headers[values: name].contains { target in
                guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return false }
                return target.utf8[mark...].dropFirst().split(separator: UInt8(ascii: "&")).contains { pair in
                    PercentEncoding.decode(pair.prefix { $0 != UInt8(ascii: "=") }, plusIsSpace: true)
                        == "access_token"
                }
            }
        }
    }
}
