import JOSE
import Registry
package import ResourceServer
import Timekeeping

extension RealmSigningKeys {
    /// Reads and verifies a JWT access token (RFC 9068 section 4) of this realm, whenever it was or will be good.
    ///
    /// The `iss` need not be compared with the host asked: whoever has a key of the realm is the realm, under whichever
    /// of its names it was asked when it issued the token.
    ///
    /// - Throws: ``AccessTokenValidationError/malformed``, ``AccessTokenValidationError/unknown`` when no live key of
    ///   this realm signed it.
    package func open(_ text: String) throws(AccessTokenValidationError) -> OpenedToken {
        let token: CompactJWS
        do throws(JOSEError) {
            token = try CompactJWS(parsing: text, limitBytes: AccessTokenCredentials.longestTokenBytes)
        } catch {
            throw .malformed
        }
        guard token.header.type == RealmSigningKey.accessTokenType else { throw .malformed }
        guard let keyID = token.header.keyID, let key = find(keyID) else { throw .unknown }
        let verified: VerifiedJWS
        do throws(JOSEError) {
            verified = try token.verify(with: key.publicKey)
        } catch {
            throw .unknown
        }
        guard let claims = try? verified.claims(), let opened = OpenedToken(claims, signedBy: key) else {
            throw .malformed
        }
        return opened
    }
}

extension OpenedToken {
    /// What the claims of a JWT say, if all are there that RFC 9068 section 2.2 asks for. It is good before `exp`, and
    /// not in its second.
    init?(_ claims: JWTClaims, signedBy key: RealmSigningKey) {
        let object = claims.object
        guard let issuer = claims.issuer, let expiresAt = claims.expiresAt, let issuedAt = claims.issuedAt,
            let subject = claims.subject, let resource = claims.audience?.first, claims.audience?.count == 1,
            let identifier = claims.identifier.flatMap(TokenIdentifier.init(text:)),
            let client = (try? object.string("client_id")).flatMap(ClientIdentifier.init),
            let scopes = Self.scopes(try? object.string("scope")),
            let lineage = (try? object.string("cf_lineage")).flatMap(key.lineage),
            let number = lineage.clientNumbers.first
        else { return nil }
        let actor: TokenActor?
        let confirmation: TokenConfirmation?
        do throws(JOSEError) {
            actor = try TokenActor(claims: object)
            confirmation = try TokenConfirmation(claims: object)
        } catch {
            return nil
        }
        self.identifier = identifier
        clientNumber = number
        self.scopes = scopes
        self.resource = resource
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        lastGoodSecond = expiresAt.secondsSince1970 - 1
        jwt = JWTFacts(
            issuer: issuer, client: client, subject: subject, confirmation: confirmation, actor: actor,
            lineage: lineage, keyID: key.keyID, keyUse: key.use,
            notBefore: max(issuedAt, claims.notBefore ?? issuedAt))
    }

    private static func scopes(_ text: String?) -> [ScopeName]? {
        guard let text else { return nil }
        let words = text.split(separator: " ")
        let names = words.compactMap { try? ScopeName(String($0)) }
        return names.count == words.count ? names : nil
    }
}
