import Cryptography
import CryptographyTesting
import JOSE
import Registry
import ResourceServer
import Testing
import Timekeeping
import Tokens

extension RealmTokensFixture {
    /// The claims of a token of the client, of this moment.
    func claims(
        lifetimeSeconds: Int = 60, lineage: TokenLineage? = nil, confirmation: TokenConfirmation? = nil,
        actor: TokenActor? = nil
    ) async throws -> AccessTokenClaims {
        let ownLineage = TokenLineage(clientNumber: try await clientNumber())
        return AccessTokenClaims(
            issuer: "http://sandbox-acme.example.test/api/identity", identifier: TokenIdentifier(random: random.source),
            client: client.id, subject: client.id.text, scopes: [try ScopeName("external")],
            resource: Resource.externalAPIIdentifier(of: realm), issuedAt: clock.now.secondsSince1970,
            lifetimeSeconds: lifetimeSeconds, confirmation: confirmation, actor: actor,
            lineage: lineage ?? ownLineage)
    }

    /// The key that signs in the client's realm, made where it is not there yet.
    func signingKey(_ use: KeyUse = .signES256, by directory: RealmTokensDirectory? = nil) async throws
        -> RealmSigningKey
    {
        let directory = directory ?? self.directory
        let tokens = try await directory.tokens(of: realm)
        return try await directory.signingKey(use, of: tokens.keys, in: tokens, random: random.source)
    }

    /// A JWT of the client.
    func sign(_ claims: AccessTokenClaims? = nil, _ use: KeyUse = .signES256) async throws -> String {
        let ready: AccessTokenClaims
        if let claims { ready = claims } else { ready = try await self.claims() }
        return try await signingKey(use).sign(ready)
    }

    /// The private key of a use as the store keeps it, for forging what the server itself never signs.
    func privateKey(_ use: KeyUse = .signES256) async throws -> SigningKey {
        let realm = realm
        let record = try await store.read { registry in
            try #require(registry.listKeys(realm).first { $0.use == use && $0.state == .active })
        }
        let label = WrapLabel(
            realm: realm.description, use: use.rawValue, keyIdentifier: record.identifier)
        let algorithm = try #require(use.algorithm)
        return try SigningKey(algorithm: algorithm, privateBytes: try rootKey.unwrap(record.wrapped, label: label))
    }

    func jwtValidator(
        in realm: RealmIdentifier? = nil, resource: String? = nil, isFresh: @escaping @Sendable () -> Bool = { true }
    ) async throws -> JWTValidator {
        let realm = realm ?? self.realm
        return JWTValidator(
            tokens: try await directory.tokens(of: realm),
            resource: resource ?? Resource.externalAPIIdentifier(of: realm), timeSource: clock.source,
            isFresh: isFresh)
    }
}
