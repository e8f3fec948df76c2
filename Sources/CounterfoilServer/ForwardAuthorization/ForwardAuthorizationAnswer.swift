import HTTPTypes
import Hummingbird
import Registry
import ResourceServer

/// A request may pass: 204, and who its caller is in header fields that the proxy hands on to the API.
struct ForwardAuthorizationAnswer: Sendable {
    let token: ValidatedToken
    let subscription: SubscriptionIdentifier

    var response: Response {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        let fields = [
            ("X-Client-Id", token.clientID ?? ""), ("X-Scope", token.scopes.joined(separator: " ")),
            ("X-Subscription-Id", subscription.text), ("X-Token-Id", token.identifier),
        ]
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return Response(status: .noContent, headers: headers)
    }
}
