import JOSE
import OutboundHTTP
public import Timekeeping

/// Validates JWT access tokens (RFC 9068 section 4) by their issuer's public keys, without asking the issuer.
///
/// The key set is fetched when it is first needed, held as long as its server allows, and fetched anew, at most once a
/// minute, for a `kid` that is not in it; what was fetched takes the place of what was held. A revoked token stays good
/// here until it expires: where that matters, use ``IntrospectionValidator``.
public struct KeySetValidator: AccessTokenValidator {
    /// What is expected.
    public struct Settings: Sendable, Hashable {
        /// The issuer, exactly as tokens carry it (`iss`).
        public var issuer: String
        /// The resource that tokens must be for (`aud`).
        public var resource: String
        /// The URL of the key set; `nil` to find it by the issuer's metadata (RFC 8414).
        public var keySetURL: String?
        /// How far the issuer's clock and this one may differ, in seconds: 0 to 60.
        public var clockSkewSeconds: Int64

        /// Puts settings together.
        public init(issuer: String, resource: String, keySetURL: String? = nil, clockSkewSeconds: Int64 = 10) {
            self.issuer = issuer
            self.resource = resource
            self.keySetURL = keySetURL
            self.clockSkewSeconds = clockSkewSeconds
        }
    }

    private let settings: Settings
    private let connection: IssuerConnection
    private let timeSource: TimeSource
    private let keySet: RemoteKeySet

    /// A validator for the tokens of one issuer.
    ///
    /// - Throws: ``ResourceServerError`` for a setting that cannot be right. Nothing is fetched yet.
    public init(
        settings: Settings, connection: IssuerConnection, timeSource: TimeSource = .system
    ) throws(ResourceServerError) {
        guard (0...60).contains(settings.clockSkewSeconds) else {
            throw .setting("Clocks may differ by 0 to 60 seconds.")
        }
        let location: KeySetLocation
        if let keySetURL = settings.keySetURL {
            location = .url(try connection.url(keySetURL, of: "The URL of the key set"))
        } else {
            location = try .metadata(of: settings.issuer, connection: connection)
        }
        self.settings = settings
        self.connection = connection
        self.timeSource = timeSource
        keySet = RemoteKeySet(retention: .ofIssuer, timeSource: timeSource) { () async throws(KeySetError) in
            do throws(KeySetError) {
                return try await location.fetch(over: connection)
            } catch {
                connection.report(.keySet(error))
                throw error
            }
        }
    }

    /// Validates a token by its signature and its claims. Whether its binding (`cnf`) is proven is for the caller to
    /// check.
    public func validate(_ token: String) async throws(AccessTokenValidationError) -> ValidatedToken {
        let compact: CompactJWS
        do throws(JOSEError) {
            compact = try CompactJWS(parsing: token, limitBytes: AccessTokenCredentials.longestTokenBytes)
        } catch {
            throw .malformed
        }
        guard compact.header.type == "at+jwt" else { throw .malformed }
        let keys: JSONWebKeySet
        do throws(KeySetError) {
            keys = try await keySet.keys(knowing: compact.header.keyID)
        } catch {
            throw .unavailable
        }
        let verified: VerifiedJWS
        do throws(JOSEError) {
            verified = try compact.verify(with: keys)
        } catch {
            throw .unknown
        }
        return try KeySetClaims(verified).token(settings: settings, at: timeSource.now())
    }
}
