import AuthorizationServer
import ExternalAPI
import Registry
import Timekeeping
import WebFoundation

/// Counts answers as usage: issued tokens, refusals by reason, calls by status.
struct UsageRecorder: Sendable {
    private enum Endpoint: Sendable {
        case token
        case authorization
        case api
    }

    private let log: UsageLog
    private let endpoints: [String: Endpoint]

    /// Counts the answers of the operations of a listener.
    init(log: UsageLog, table: RouteTable) {
        self.log = log
        endpoints = Dictionary(
            table.routes.compactMap { route in
                switch route.access {
                case .clientAuthentication:
                    (route.operation, route.operation == OAuthRoutes.tokenOperation ? .token : .authorization)
                case .accessToken where route.path.hasPrefix(ExternalAPI.root): (route.operation, .api)
                default: nil
                }
            }, uniquingKeysWith: { first, _ in first })
    }

    func count(_ request: AnsweredRequest) {
        guard let endpoint = endpoints[request.operation], let realm = request.context.realm else { return }
        let observation = request.context.observation
        let client = observation.isClientKnown ? observation.clientID ?? "" : ""
        let day = Day(of: request.context.arrival)
        func note(_ kind: UsageKey.Kind, _ word: String) {
            log.note(UsageKey(day: day, realm: realm, client: client, kind: kind, word: word))
        }
        switch endpoint {
        case .token: if request.status == 200 { note(.token, "") }
        case .authorization: break
        case .api: note(.call, String(request.status))
        }
        if request.status >= 400, let reason = observation.reason { note(.refusal, reason) }
    }
}
