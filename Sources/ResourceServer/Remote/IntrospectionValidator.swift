import Crypto
import JOSE
import OutboundHTTP
public import Timekeeping

/// Validates tokens of every form by asking their issuer (RFC 7662).
///
/// A good answer is used again for a short while, ten seconds unless set otherwise, never beyond the token's own
/// expiry; a revocation counts here once that while is over. Requests that bring the same token at the same moment are
/// one request to the issuer. When the issuer does not answer, the token is neither good nor bad: ``validate(_:)``
/// throws ``AccessTokenValidationError/unavailable``.
public struct IntrospectionValidator: AccessTokenValidator {
    /// What is expected, and for how long answers are used.
    public struct Settings: Sendable, Hashable {
        /// The resource that tokens must be for (`aud`); `nil` to leave that to the issuer, which shows a resource
        /// server the tokens of its own resource only.
        public var resource: String?
        /// The issuer that answers must name (`iss`); `nil` to accept any.
        public var issuer: String?
        /// For how long a good answer is used again, in milliseconds: 0, which turns it off, to 300,000.
        public var cacheMilliseconds: Int64
        /// How many answers are held at most.
        public var cacheCount: Int

        /// Puts settings together.
        public init(
            resource: String?, issuer: String? = nil, cacheMilliseconds: Int64 = 10_000, cacheCount: Int = 20_000
        ) {
            self.resource = resource
            self.issuer = issuer
            self.cacheMilliseconds = cacheMilliseconds
            self.cacheCount = cacheCount
        }
    }

    private let endpoint: OutboundURL
    private let credentials: IntrospectionCredentials
    private let settings: Settings
    private let connection: IssuerConnection
    private let timeSource: TimeSource
    private let cache: IntrospectionCache

    /// A validator that asks one endpoint.
    ///
    /// - Parameters:
    ///   - endpoint: the URL of the introspection endpoint.
    ///   - credentials: the client of this resource server, which may introspect and needs no scopes.
    ///   - settings: what is expected.
    ///   - connection: how the issuer is reached.
    ///   - timeSource: the time.
    /// - Throws: ``ResourceServerError`` for a setting that cannot be right.
    public init(
        endpoint: String, credentials: IntrospectionCredentials, settings: Settings, connection: IssuerConnection,
        timeSource: TimeSource = .system
    ) throws(ResourceServerError) {
        guard (0...300_000).contains(settings.cacheMilliseconds), settings.cacheCount > 0 else {
            throw .setting("Introspection answers can be held for 0 to 300000 milliseconds, and at least one of them.")
        }
        self.endpoint = try connection.url(endpoint, of: "The introspection endpoint")
        self.credentials = credentials
        self.settings = settings
        self.connection = connection
        self.timeSource = timeSource
        cache = IntrospectionCache(milliseconds: settings.cacheMilliseconds, tokensCount: settings.cacheCount)
    }

    /// How many answers are held.
    package var heldCount: Int { cache.count }

    /// Validates a token by what its issuer says, now or a short while ago.
    public func validate(_ token: String) async throws(AccessTokenValidationError) -> ValidatedToken {
        guard !token.isEmpty, token.utf8.count <= AccessTokenCredentials.longestTokenBytes else { throw .malformed }
        let key = SHA256.hash(data: Array(token.utf8))
        let now = timeSource.now()
        switch cache.entry(key, at: now, ask: { asking(about: token, key: key, at: now) }) {
        case .held(let token):
            return token
        case .asking(let task):
            return try await task.value.get()
        case .full:
            connection.report(.tooManyRequests)
            throw .unavailable
        }
    }

    /// A task of its own: the request that began it may go away, the others still want the answer.
    private func asking(about token: String, key: SHA256Digest, at now: Timestamp) -> Task<
        IntrospectionCache.Answer, Never
    > {
        Task {
            let answer: IntrospectionCache.Answer
            do throws(AccessTokenValidationError) {
                answer = .success(try await ask(about: token, digest: key))
            } catch {
                answer = .failure(error)
            }
            cache.end(key, answer, askedAt: now)
            return answer
        }
    }

    private func ask(
        about token: String, digest: SHA256Digest
    ) async throws(AccessTokenValidationError) -> ValidatedToken {
        let response: OutboundResponse
        do throws(OutboundError) {
            response = try await connection.post(
                form: "token=\(FormEncoding.encode(token))&token_type_hint=access_token", to: endpoint,
                authorization: credentials.authorization)
        } catch {
            throw unavailable(.request(error))
        }
        switch response.status {
        case 200: break
        case 401, 403: throw unavailable(.credentialsRefused(status: response.status))
        default: throw unavailable(.status(response.status))
        }
        guard response.mediaType == "application/json" else { throw unavailable(.answer("it is not JSON")) }
        let answer: IntrospectionAnswer?
        do throws(JOSEError) {
            answer = try IntrospectionAnswer(json: response.body)
        } catch {
            throw unavailable(.answer("it does not have the form of RFC 7662. \(error)"))
        }
        guard let answer else { throw .inactive }
        return try answer.token(digest: digest, settings: settings, at: timeSource.now())
    }

    private func unavailable(_ error: ResourceServerError) -> AccessTokenValidationError {
        connection.report(error)
        return .unavailable
    }
}
