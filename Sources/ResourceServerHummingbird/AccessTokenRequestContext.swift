public import Hummingbird
public import ResourceServer

/// A request context that can carry the access token that admitted the request.
public protocol AccessTokenRequestContext: RequestContext {
    /// The token that the middleware validated; `nil` before it ran.
    var accessToken: ValidatedToken? { get set }
}
