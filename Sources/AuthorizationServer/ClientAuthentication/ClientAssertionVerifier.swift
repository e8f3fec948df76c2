import Crypto
import Cryptography
import JOSE
import Registry
import Timekeeping
import WebFoundation

/// Verifies client assertions (RFC 7523 section 3, `private_key_jwt`).
///
/// Until the signature was verified with a key of the client, nothing is told apart; what is wrong with the claims is
/// then said to who holds the key.
struct ClientAssertionVerifier: Sendable {
    let keySets: ClientKeySets
    let origins: RealmOrigins

    /// Says whether an assertion is the client's, is meant for this server, and is good at this moment. That it was not
    /// used before is for the replay set to say, which gets the identifier of the verdict.
    ///
    /// - Parameters:
    ///   - isHeldToFAPI2: whether the client or its realm is.
    ///   - deadline: until when the client's keys are waited for.
    /// - Throws: when the registry does not answer.
    func verify(
        _ presented: PresentedAssertion, of entry: ClientEntry?, isHeldToFAPI2: Bool, at now: Timestamp,
        until deadline: ContinuousClock.Instant, context: CounterfoilRequestContext
    ) async throws -> CredentialVerdict {
        guard let entry else { return .refused(.neutral("client_unknown", "No such client exists.")) }
        let jws: VerifiedJWS
        let claims: JWTClaims
        do {
            jws = try await verifiedSignature(presented.jws.exposed, of: entry, until: deadline)
            claims = try jws.claims()
        } catch let refusal as AuthenticationRefusal {
            return .refused(refusal)
        }
        let rules = ClientAssertionRules(isHeldToFAPI2: isHeldToFAPI2, now: now)
        if let refusal = rules.refusal(of: jws.header) ?? rules.refusal(of: claims) { return .refused(refusal) }
        guard try await isMeantForThisServer(claims, isHeldToFAPI2: isHeldToFAPI2, context) else {
            return .refused(rules.audienceRefusal(of: claims, in: context))
        }
        let digest = SHA256.hash(data: Array((claims.identifier ?? "").utf8))
        let until = (claims.expiresAt ?? now).adding(seconds: AuthorizationLimits.clockSkewSeconds)
        return .proven(
            .privateKeyJWT, .key(thumbprint: jws.key.thumbprint),
            singleUse: UsedIdentifier(
                realm: entry.client.realm, use: .clientAssertion, owner: entry.client.id.text,
                digest: Array(digest), until: until))
    }

    private func verifiedSignature(
        _ jws: CompactJWS, of entry: ClientEntry, until deadline: ContinuousClock.Instant
    ) async throws -> VerifiedJWS {
        let client = entry.client
        if let url = jws.header.keySetURL, client.settings.keys != .fetched(uri: url) {
            throw AuthenticationRefusal.neutral(
                "client_assertion_key_url_foreign", "The jku of the assertion is not the client's registered jwks_uri.")
        }
        let keys = try await keySets.keys(of: entry, knowing: jws.header.keyID, until: deadline)
        do throws(JOSEError) {
            return try jws.verify(with: keys)
        } catch .keyNotFound {
            let algorithm = jws.header.algorithm.rawValue
            let named = jws.header.keyID.map { "with the kid “\(EchoedInput.safe($0))”" } ?? "without a kid"
            throw AuthenticationRefusal.neutral(
                "client_assertion_key_unknown",
                "The assertion was signed \(algorithm), \(named). No key of the client \(client.id) is meant by that: "
                    + "it has \(Self.names(of: keys)).")
        } catch {
            throw AuthenticationRefusal.neutral("client_assertion_signature_invalid", "\(error)")
        }
    }

    private static func names(of keys: JSONWebKeySet) -> String {
        let names = keys.keys.prefix(10).map { key in
            let algorithms = key.algorithms.map(\.rawValue).sorted().joined(separator: "/")
            return "“\((key.keyID ?? "(no kid)").forMessage)” for \(algorithms)"
        }
        return names.isEmpty ? "no usable key" : names.joined(separator: ", ")
    }

    /// RFC 7523 section 3: `aud` is the issuer or the token endpoint of this realm, under any of its host names, and
    /// one string, so that nobody can use an assertion elsewhere that was made for several servers.
    private func isMeantForThisServer(
        _ claims: JWTClaims, isHeldToFAPI2: Bool, _ context: CounterfoilRequestContext
    ) async throws -> Bool {
        guard claims.audienceIsOneString, let audience = claims.audience?.first else { return false }
        for path in isHeldToFAPI2 ? [Issuer.path] : [Issuer.path, OAuthRoutes.tokenPath]
        where audience.hasSuffix(path) {
            let origin = audience.dropLast(path.count)
            if origin == context.baseURL { return true }
            if try await origins.isOwn(origin, context) { return true }
        }
        return false
    }
}
