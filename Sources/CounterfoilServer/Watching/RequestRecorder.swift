import AuthorizationServer
import HTTPTypes
import HummingbirdCore
import Journal
import Logging
import Registry
import WebFoundation

/// Writes down every answer: a log line, metrics, and for a refusal the record that `counterfoil why` reads.
struct RequestRecorder: RequestObserver {
    let logger: Logger
    /// Where refusals are kept.
    let journal: JournalWriter
    private let metrics = RequestMetrics()
    private let usage: UsageRecorder

    init(logger: Logger, journal: JournalWriter, usage: UsageRecorder) {
        self.logger = logger
        self.journal = journal
        self.usage = usage
    }

    private static let knownMethods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    /// Requests to the private listener belong to the built-in realm, unless they name another one.
    private static func realm(of context: CounterfoilRequestContext) -> RealmIdentifier? {
        context.observation.realm ?? context.realm
    }

    func answered(_ request: AnsweredRequest) {
        let context = request.context
        let reason = context.observation.reason ?? ""
        let method = Self.knownMethods.contains(request.method.rawValue) ? request.method.rawValue : "other"
        metrics.count(
            RequestMetrics.Kind(
                operation: request.operation, method: method, status: request.status, reason: reason),
            nanoseconds: request.elapsed.nanoseconds)
        usage.count(request)
        guard logger.logLevel <= .info else { return }
        // The path is not logged: it may name a patient. The operation says which endpoint it was.
        var metadata: Logger.Metadata = [
            "request-id": "\(context.requestID)", "operation": "\(request.operation)", "method": "\(method)",
            "status": "\(request.status)", "remote": "\(context.remoteAddress)",
            "milliseconds": "\(Double(request.elapsed.nanoseconds / 1_000) / 1_000)",
        ]
        if let realm = Self.realm(of: context) { metadata["realm"] = "\(realm)" }
        if let client = context.observation.clientID { metadata["client"] = "\(client)" }
        if !reason.isEmpty { metadata["reason"] = "\(reason)" }
        logger.info("request", metadata: metadata)
    }

    func refused(_ error: any RespondingError, in context: CounterfoilRequestContext) async {
        guard let realm = Self.realm(of: context), !context.operation.isEmpty else { return }
        await journal.record(
            Refusal(
                at: context.arrival, realm: realm.description, requestID: context.requestID,
                endpoint: context.operation == OAuthRoutes.tokenOperation
                    ? Refusal.tokenEndpoint : context.operation,
                status: error.response(in: context).status.code, reason: error.reason,
                detail: error.operatorDetail ?? error.reason, clientID: context.observation.clientID,
                remoteAddress: context.remoteAddress))
    }

    func failed(_ error: any Error, in context: CounterfoilRequestContext) {
        // The error's own text may hold anything, so only its type is written.
        logger.error(
            "A handler failed with an error that nobody foresaw.",
            metadata: [
                "request-id": "\(context.requestID)", "operation": "\(context.operation)",
                "error-type": "\(type(of: error))",
            ])
    }
}

extension Duration {
    /// Whole nanoseconds.
    var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
