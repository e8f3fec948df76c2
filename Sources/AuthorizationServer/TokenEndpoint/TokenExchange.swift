import FoundationEssentials
import Registry
import ResourceServer
import Timekeeping
import Tokens
import WebFoundation

/// Token exchange (RFC 8693) as machine clients need it: a service gives a token that it received, and gets one for the
/// next service, which says for whom and through whom a call is made, and opens no more than either of them could.
struct TokenExchange: Sendable {
    private let services: AuthorizationServices

    init(_ services: AuthorizationServices) {
        self.services = services
    }

    /// A token that was shown to be good.
    private struct Subject {
        let token: ValidatedToken
        let opened: OpenedToken
        /// The client that the token was issued to.
        let holder: String
        /// Whom the token is about: the client at the beginning of the chain.
        let origin: String
    }

    /// What the exchange comes to.
    ///
    /// - Throws: ``OAuthError``; `RegistryError` or 503 where the store does not answer.
    func grant(
        _ form: FormBody, by client: AuthenticatedClient, in tokens: RealmTokens, at now: Timestamp
    ) async throws -> TokenGrant {
        let exchanging = client.entry.client
        let source = try Self.requirePermission(of: exchanging)
        let subject = try await subject(
            try TokenExchangeForm(form).subjectToken, of: source, in: tokens)
        let target = try await target(form, of: exchanging)
        let scopes = try await scopes(form["scope"], of: target, from: source, subject, for: client.entry)
        guard let lineage = subject.opened.lineage.exchanged(subject.opened.identifier, by: exchanging.number) else {
            throw OAuthError(
                .invalidRequest, reason: "subject_token_exchanged_too_often",
                "The subject_token was exchanged \(TokenLimits.exchangesMaximum) times already, which is the most.")
        }
        return TokenGrant(
            scopes: scopes, resource: target,
            lifetimeSeconds: try Self.lifetimeSeconds(of: subject.token, for: exchanging, at: now),
            exchange: TokenGrant.Exchange(
                subject: subject.origin, actor: TokenActor(exchanging.id.text, before: subject.token.actor),
                lineage: lineage, isOfBoundToken: subject.token.confirmation != nil))
    }

    /// Only the client of a resource server exchanges, and only where its operator said for what.
    ///
    /// - Returns: the resource whose tokens it may exchange.
    private static func requirePermission(of client: Client) throws(OAuthError) -> String {
        guard let source = client.settings.introspects, !client.settings.exchangeTargets.isEmpty else {
            throw OAuthError(
                .unauthorizedClient, reason: "client_may_not_exchange",
                "This client may not exchange tokens. Ask the provider of the API to allow it.",
                operatorDetail: "The client has no exchange targets, or is not the client of a resource server.")
        }
        return source
    }

    /// The token, if it is good at this moment for the API of the client that exchanges it: it is checked by the same
    /// validator as there. RFC 8693 section 2.2.2 makes every other one `invalid_request`.
    private func subject(
        _ text: String, of source: String, in tokens: RealmTokens
    ) async throws -> Subject {
        let validator = try await services.validator(tokens.realm, source)
        let token: ValidatedToken
        do throws(AccessTokenValidationError) {
            token = try await validator.validate(text)
        } catch .unavailable {
            throw GeneralFailure.unavailable
        } catch {
            throw Self.unusable("subject_" + error.reason, error.description)
        }
        // Without the store a client that is not in the cache has no name.
        guard let holder = token.clientID else { throw GeneralFailure.unavailable }
        guard let opened = try await services.tokens.open(text, in: tokens) else {
            throw Self.unusable("subject_token_unknown", "No key of the realm opens the token any more.")
        }
        return Subject(token: token, opened: opened, holder: holder, origin: token.subject ?? holder)
    }

    private func target(_ form: FormBody, of client: Client) async throws -> String {
        let targets = client.settings.exchangeTargets
        let list = targets.joined(separator: " ")
        guard let target = try await services.scopePolicy.target(form, in: client.realm) else {
            guard targets.count == 1, let only = targets.first else {
                throw OAuthError(
                    .invalidTarget, reason: "exchange_target_missing",
                    "This client may exchange tokens for several APIs. Name one in resource: \(list).")
            }
            return only
        }
        guard targets.contains(target) else {
            throw OAuthError(
                .invalidTarget, reason: "exchange_target_not_allowed",
                "This client may not exchange tokens for the API '\(target)'. It may for: \(list).")
        }
        return target
    }

    /// For the same API, scopes of the token. For another one, which has scopes of its own, those that everybody in the
    /// chain may have there: the client that the call is made for, those that exchanged it on the way, the one that the
    /// token was issued to, and the one that exchanges it. So nobody reaches through a service what is not open to
    /// them.
    private func scopes(
        _ parameter: String?, of target: String, from source: String, _ subject: Subject, for entry: ClientEntry
    ) async throws -> [ScopeName] {
        var allowed = target == source ? Set(subject.opened.scopes) : Set(entry.allowedScopes)
        if target != source {
            for name in Set([subject.origin, subject.holder] + (subject.token.actor?.chain ?? [])) {
                allowed.formIntersection(try await allowedScopes(of: name, in: entry.client.realm))
            }
        }
        let offer = ScopeOffer(
            known: try await services.registry.entry(of: entry.client.realm).scopes, allowed: allowed.sorted())
        if let parameter { return try offer.asked(parameter, of: target) }
        let scopes = offer.names(of: target)
        guard !scopes.isEmpty else {
            throw OAuthError(
                .invalidScope, reason: "no_scope_left_to_exchange",
                "No scope of the API '\(target)' is left: the client that the subject_token is about and this client "
                    + "must both have it.")
        }
        return scopes
    }

    private func allowedScopes(of text: String, in realm: RealmIdentifier) async throws -> [ScopeName] {
        guard let id = ClientIdentifier(text), let entry = try await services.registry.client(id),
            entry.client.realm == realm, entry.client.status == .active, entry.subscription.status == .active
        else { return [] }
        return entry.allowedScopes
    }

    /// The client's own lifetime, within what the subject token has left: the new one never outlives it.
    private static func lifetimeSeconds(
        of token: ValidatedToken, for client: Client, at now: Timestamp
    ) throws(OAuthError) -> Int {
        let left = Int(token.expiresAt.timeIntervalSince1970) - Int(now.secondsSince1970)
        guard left > 0 else { throw unusable("subject_token_expired", "The token expires within this second.") }
        return min(client.issuedTokenLifetimeSeconds, left)
    }

    private static func unusable(_ reason: String, _ detail: String) -> OAuthError {
        OAuthError(
            .invalidRequest, reason: reason,
            "The subject_token is not an access token that is good now for the API that this client serves.",
            operatorDetail: detail)
    }
}
