/// The steps of RFC 6750 from a request's header fields to a token that may do what is asked.
public struct AccessTokenGuard: Sendable {
    /// The protection space named in challenges.
    public let protectionSpace: String
    /// What the request needs.
    public let requirement: ScopeRequirement

    /// A guard for one kind of request.
    public init(protectionSpace: String, requirement: ScopeRequirement) {
        self.protectionSpace = protectionSpace
        self.requirement = requirement
    }

    /// Admits the request or refuses it.
    ///
    /// - Parameters:
    ///   - authorization: the values of all `Authorization` header fields.
    ///   - queryHasToken: whether the URL's query has an `access_token`.
    ///   - validator: who decides whether a token is good.
    /// - Throws: ``BearerRefusal``.
    public func admit(
        authorization: [String], queryHasToken: Bool, validator: any AccessTokenValidator
    ) async throws(BearerRefusal) -> ValidatedToken {
        let text: String
        switch BearerCredentials(authorization: authorization, queryHasToken: queryHasToken) {
        case .none:
            throw .noCredentials(protectionSpace: protectionSpace, requirement: requirement)
        case .malformed(let description):
            throw .malformedCredentials(description, protectionSpace: protectionSpace)
        case .token(let token):
            text = token
        }
        let token: ValidatedToken
        do throws(AccessTokenValidationError) {
            token = try await validator.validate(text)
        } catch {
            throw .invalidToken(error, protectionSpace: protectionSpace)
        }
        guard requirement.isMet(by: token.scopes) else {
            throw .insufficientScope(requirement, protectionSpace: protectionSpace)
        }
        return token
    }
}
