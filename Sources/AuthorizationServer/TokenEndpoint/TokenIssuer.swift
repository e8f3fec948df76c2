import Cryptography
import HTTPTypes
import JOSE
import Journal
import Registry
import ResourceServer
import Timekeeping
import Tokens
import WebFoundation

/// Makes access tokens: chooses their form, makes them, and writes each down in the journal before it may leave.
struct TokenIssuer: Sendable {
    /// A realm's tokens, with the keys as they were before the client authenticated. Were the keys replaced since,
    /// because the tenant was suspended, nothing accepts what the old ones made.
    struct Desk: Sendable {
        let tokens: RealmTokens
        let keys: RealmKeys

        /// Takes the keys of this moment.
        init(_ tokens: RealmTokens) {
            self.tokens = tokens
            keys = tokens.keys
        }
    }

    private let services: AuthorizationServices

    init(_ services: AuthorizationServices) {
        self.services = services
    }

    /// Makes a token and writes it down.
    ///
    /// - Throws: ``OAuthError``; `RegistryError` where the store does not answer.
    func issue(
        _ grant: TokenGrant, to client: AuthenticatedClient, at desk: Desk, now: Timestamp,
        _ context: CounterfoilRequestContext
    ) async throws -> IssuedToken {
        try TokenBindingRule.require(grant, of: client)
        let format = try await format(of: grant, for: client)
        let token =
            format == .sealed
            ? try await sealed(grant, for: client.entry.client, at: desk, now: now)
            : try await signed(grant, format, for: client.entry.client, at: desk, now: now, context)
        try await record(token, client, now: now, context)
        return token
    }

    /// The client's form, otherwise the resource's. What cannot be a sealed token is a JWT of the usual form: bound and
    /// exchanged tokens, whose `cnf` and `act` a sealed token has no room for. So is what FAPI 2.0 does not let be
    /// signed as it was chosen before.
    private func format(
        of grant: TokenGrant, for client: AuthenticatedClient
    ) async throws(RegistryError) -> TokenFormat {
        var format = client.entry.client.settings.tokenFormat
        if format == nil {
            let realm = try await services.registry.entry(of: client.entry.client.realm)
            format = realm.resource(grant.resource)?.tokenFormat
        }
        if grant.confirmation == nil, grant.exchange == nil, (format ?? .sealed) == .sealed { return .sealed }
        return client.signedFormat(format)
    }

    private func sealed(
        _ grant: TokenGrant, for client: Client, at desk: Desk, now: Timestamp
    ) async throws -> IssuedToken {
        let content = GrantProfiles.Content(
            scopes: grant.scopes, resource: grant.resource, lifetimeSeconds: grant.lifetimeSeconds)
        do throws(GrantProfileError) {
            let profile = try await services.tokens.profile(content, in: desk.tokens, for: client.id)
            let token = desk.tokens.seal(
                clientNumber: client.number, profile: profile, at: now, with: desk.keys, random: services.random)
            return IssuedToken(
                text: token.text, identifier: token.identifier, format: .sealed, keyID: nil, tokenType: .bearer,
                grant: grant)
        } catch {
            switch error {
            case .registry(let error): throw error
            case .realmIsFull:
                throw OAuthError(
                    .invalidScope, reason: "realm_scope_combinations_used_up",
                    "This API can give out no further combination of scopes. Ask for one that you had before, or leave "
                        + "scope out, and tell the provider of the API the value of X-Request-Id.",
                    operatorDetail: "All grant profile numbers of \(client.realm) are used.")
            case .tooMany(let limit):
                throw OAuthError(
                    .invalidScope, reason: "too_many_scope_combinations",
                    "This client has asked for \(limit) different combinations of scopes, which is the most it can "
                        + "have. Ask for one of those again, or leave scope out.")
            }
        }
    }

    private func signed(
        _ grant: TokenGrant, _ format: TokenFormat, for client: Client, at desk: Desk, now: Timestamp,
        _ context: CounterfoilRequestContext
    ) async throws -> IssuedToken {
        let key = try await services.tokens.signingKey(
            format.keyUse, of: desk.keys, in: desk.tokens, random: services.random)
        let identifier = TokenIdentifier(random: services.random)
        let claims = AccessTokenClaims(
            issuer: Issuer.identifier(in: context), identifier: identifier, client: client.id,
            subject: grant.exchange?.subject ?? client.id.text, scopes: grant.scopes, resource: grant.resource,
            issuedAt: now.secondsSince1970, lifetimeSeconds: grant.lifetimeSeconds, confirmation: grant.confirmation,
            actor: grant.exchange?.actor,
            lineage: grant.exchange?.lineage ?? TokenLineage(clientNumber: client.number))
        return IssuedToken(
            text: try Self.usable(try key.sign(claims)), identifier: identifier, format: format, keyID: key.keyID,
            tokenType: AccessTokenType(grant.confirmation), grant: grant)
    }

    /// What no API would look at is not given out. The names of scopes are what a token is long of.
    private static func usable(_ text: String) throws(OAuthError) -> String {
        let limitBytes = AccessTokenCredentials.longestTokenBytes
        guard text.utf8.count <= limitBytes else {
            throw OAuthError(
                .invalidScope, reason: "token_too_long",
                "With so many scopes the access token would be longer than the \(limitBytes) bytes that are accepted. "
                    + "Name fewer in scope, those of one kind of call, and get a token for each kind.",
                operatorDetail: "The JWT would have \(text.utf8.count) bytes. Default scopes that are fewer, or sealed "
                    + "tokens, which are short whatever they open, help as well.")
        }
        return text
    }

    /// The entry is on disk when this returns; without it no token leaves.
    private func record(
        _ token: IssuedToken, _ client: AuthenticatedClient, now: Timestamp, _ context: CounterfoilRequestContext
    ) async throws(OAuthError) {
        do throws(JournalError) {
            try await services.journal.append(JournalEntry(token, to: client, at: now, context))
        } catch {
            throw OAuthError(
                .temporarilyUnavailable, .serviceUnavailable, reason: "journal_unavailable",
                "The server cannot record the token at the moment, so it gives none out. Try again shortly.",
                operatorDetail: "The journal could not be written: \(error)", headers: [.retryAfter: "1"])
        }
    }
}
