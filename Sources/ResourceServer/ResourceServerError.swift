import JOSE
import OutboundHTTP

/// What keeps a resource server from validating tokens by another server: a setting that cannot be right, or an answer
/// that did not come. The text is for operators and holds no secret.
public struct ResourceServerError: Error, Sendable, Hashable, CustomStringConvertible {
    private enum Kind: Sendable, Hashable {
        case setting(String)
        case keySet(KeySetError)
        case request(OutboundError)
        case credentialsRefused(status: Int)
        case status(Int)
        case answer(String)
        case tooManyRequests
    }

    private let kind: Kind

    /// A stable word for logs and metrics, such as `timed_out`.
    public var reason: String {
        switch kind {
        case .setting: "setting"
        case .keySet(let error): error.reason
        case .request(let error): error.reason
        case .credentialsRefused: "credentials_refused"
        case .status: "status"
        case .answer: "answer_malformed"
        case .tooManyRequests: "too_many_requests"
        }
    }

    /// What happened, why, and what to do.
    public var description: String {
        switch kind {
        case .setting(let fault): fault
        case .keySet(let error): error.description
        case .request(let error): "The introspection endpoint could not be asked. \(error)"
        case .credentialsRefused(let status):
            "The introspection endpoint refused this resource server's own credentials (\(status)). Check its "
                + "client_id and secret, and that the client may introspect."
        case .status(let status): "The introspection endpoint answered \(status) instead of 200."
        case .answer(let fault): "The introspection endpoint's answer cannot be used: \(fault)."
        case .tooManyRequests:
            "Too many introspection requests are waiting. The issuer is slow, or much is asked with many tokens."
        }
    }

    static func setting(_ fault: String) -> ResourceServerError { .init(kind: .setting(fault)) }
    static func keySet(_ error: KeySetError) -> ResourceServerError { .init(kind: .keySet(error)) }
    static func request(_ error: OutboundError) -> ResourceServerError { .init(kind: .request(error)) }
    static func credentialsRefused(status: Int) -> ResourceServerError {
        .init(kind: .credentialsRefused(status: status))
    }
    static func status(_ status: Int) -> ResourceServerError { .init(kind: .status(status)) }
    static func answer(_ fault: String) -> ResourceServerError { .init(kind: .answer(fault)) }
    static let tooManyRequests = ResourceServerError(kind: .tooManyRequests)
}
