import HTTPTypes
package import Hummingbird
import Journal
import Registry
import Timekeeping
import Tokens
package import WebFoundation

/// `POST /api/identity/connect/token` (RFC 6749 sections 3.2 and 4.4).
///
/// The host and its realm were found before the handler runs; what follows reads in the order in which it happens.
package struct TokenEndpoint: Sendable {
    private let services: AuthorizationServices
    private let endpoint: AuthenticatedEndpoint

    /// The endpoint of all realms.
    package init(_ services: AuthorizationServices) {
        self.services = services
        endpoint = AuthenticatedEndpoint(services)
    }

    /// Answers a token request.
    ///
    /// - Throws: ``OAuthError``; everything else that is thrown becomes `server_error`.
    package func respond(to request: Request, context: CounterfoilRequestContext) async throws -> Response {
        try await endpoint.serving(context) { try await issue(request, context).response }
    }

    private func issue(_ request: Request, _ context: CounterfoilRequestContext) async throws -> TokenResponse {
        guard let realm = context.realm else { throw GeneralFailure.internalError }
        try await endpoint.origin.require(request.headers, context: context)
        let form = try await FormBody.read(request, context)
        // The one moment of the request: what follows checks, seals and journals at it.
        let now = services.timeSource.now()
        let tokens = try await services.tokens.tokens(of: realm)
        let keys = tokens.keys
        let credentials = try PresentedCredentials(
            headers: request.headers, form: form, hasCertificate: context.clientCertificates != .absent)
        let client = try await services.authentication.authenticate(
            credentials, realm: realm, at: now, context: context)
        try Self.requireClientCredentialsGrant(form)
        let grant = try await services.scopePolicy.grant(form, to: client.entry)
        let (token, profile) = try await seal(grant, for: client, in: tokens, with: keys, at: now)
        try await journal(token, profile, client, at: now, context)
        return TokenResponse(token: token, lifetimeSeconds: profile.lifetimeSeconds, scopes: profile.scopes)
    }

    /// RFC 6749 section 4.4.2.
    private static func requireClientCredentialsGrant(_ form: FormBody) throws(OAuthError) {
        guard let grantType = form["grant_type"] else {
            throw OAuthError(
                .invalidRequest, reason: "grant_type_missing",
                "The parameter grant_type is missing. Send grant_type=client_credentials.")
        }
        guard grantType == "client_credentials" else {
            throw OAuthError(
                .unsupportedGrantType, reason: "grant_type_unsupported",
                "This server knows one grant type: send grant_type=client_credentials.")
        }
    }

    private func seal(
        _ grant: ScopePolicy.Grant, for client: AuthenticatedClient, in tokens: RealmTokens, with keys: OpeningKeys,
        at now: Timestamp
    ) async throws -> (SealedToken, GrantProfile) {
        let content = GrantProfiles.Content(
            scopes: grant.scopes, resource: grant.resource,
            lifetimeSeconds: client.entry.client.issuedTokenLifetimeSeconds)
        do throws(GrantProfileError) {
            let profile = try await services.tokens.profile(content, in: tokens, for: client.entry.client.id)
            let token = tokens.seal(
                clientNumber: client.entry.client.number, profile: profile, at: now, with: keys,
                random: services.random)
            return (token, profile)
        } catch {
            switch error {
            case .registry(let error): throw error
            case .realmIsFull:
                throw OAuthError(
                    .invalidScope, reason: "realm_scope_combinations_used_up",
                    "This API can give out no further combination of scopes. Ask for one that you had before, or leave "
                        + "scope out, and tell the provider of the API the value of X-Request-Id.",
                    operatorDetail: "All grant profile numbers of \(tokens.realm) are used.")
            case .tooMany(let limit):
                throw OAuthError(
                    .invalidScope, reason: "too_many_scope_combinations",
                    "This client has asked for \(limit) different combinations of scopes, which is the most it can "
                        + "have. Ask for one of those again, or leave scope out.")
            }
        }
    }

    /// The entry is on disk when this returns; without it no token leaves.
    private func journal(
        _ token: SealedToken, _ profile: GrantProfile, _ client: AuthenticatedClient, at now: Timestamp,
        _ context: CounterfoilRequestContext
    ) async throws {
        let entry = client.entry.client
        do throws(JournalError) {
            try await services.journal.append(
                JournalEntry(
                    at: now, kind: .tokenIssued, realm: entry.realm.description,
                    fields: [
                        JournalField(name: "token_id", value: .text(token.identifier.text)),
                        JournalField(name: "client_id", value: .text(entry.id.text)),
                        JournalField(name: "subscription_id", value: .text(entry.subscription.text)),
                        JournalField(name: "scopes", value: .texts(profile.scopes.map(\.text))),
                        JournalField(name: "lifetime_seconds", value: .integer(Int64(profile.lifetimeSeconds))),
                        JournalField(name: "authentication_method", value: .text(client.method.rawValue)),
                        client.credential.journalField,
                        JournalField(name: "remote_address", value: .text(context.remoteAddress)),
                        JournalField(name: "request_id", value: .text(context.requestID)),
                    ]))
        } catch {
            throw OAuthError(
                .temporarilyUnavailable, .serviceUnavailable, reason: "journal_unavailable",
                "The server cannot record the token at the moment, so it gives none out. Try again shortly.",
                operatorDetail: "The journal could not be written: \(error)", headers: [.retryAfter: "1"])
        }
    }
}
