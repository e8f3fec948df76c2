/// Why something could not be fetched. The texts are for operators: they name no more of a URL than its host.
package enum OutboundError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The text is not a URL that can be asked; with what is wrong with it.
    case urlMalformed(String)
    /// The URL is not `https`.
    case notHTTPS
    /// The host is, or has, an address that is not public.
    case addressRefused(host: String)
    /// The host's name cannot be resolved.
    case lookupFailed(host: String)
    /// Too many names are being looked up at the moment.
    case lookupsBusy
    /// No connection could be opened, or it broke.
    case connectionFailed(host: String)
    /// The server's certificate does not verify, or the handshake failed in another way.
    case tlsFailed(host: String)
    /// The answer is a redirect; none is followed.
    case redirected(host: String, status: Int)
    /// The answer is longer than allowed.
    case answerTooLarge(host: String, maximumBytes: Int)
    /// The answer is not HTTP.
    case answerMalformed(host: String)
    /// The answer was not complete in time.
    case timedOut(host: String)
    /// Whoever asked no longer waits.
    case cancelled
    /// The file of certification authorities cannot be used.
    case caFileUnusable(path: String)

    /// A stable word for logs, metrics and the journal.
    package var reason: String {
        switch self {
        case .urlMalformed: "url_malformed"
        case .notHTTPS: "url_not_https"
        case .addressRefused: "address_refused"
        case .lookupFailed: "lookup_failed"
        case .lookupsBusy: "lookups_busy"
        case .connectionFailed: "connection_failed"
        case .tlsFailed: "tls_failed"
        case .redirected: "redirected"
        case .answerTooLarge: "answer_too_large"
        case .answerMalformed: "answer_malformed"
        case .timedOut: "timed_out"
        case .cancelled: "cancelled"
        case .caFileUnusable: "ca_file_unusable"
        }
    }

    /// What happened, why, and what to do, in one or two sentences.
    package var description: String {
        switch self {
        case .urlMalformed(let fault):
            "The URL cannot be asked: \(fault). Register one such as https://partner.example/keys.json."
        case .notHTTPS:
            "The URL is not https. Only https is asked, so that nobody on the way can change the answer."
        case .addressRefused(let host):
            "The host \(host) has an address that is not public, and such addresses are not asked. In a test network, "
                + "outbound-allow-private allows them."
        case .lookupFailed(let host):
            "The name \(host) cannot be resolved. Check the name and this machine's name servers."
        case .lookupsBusy:
            "Too many names are being looked up at the moment, since the name servers answer slowly. Try again."
        case .connectionFailed(let host):
            "The connection to \(host) could not be opened, or it broke. Check that its server runs and that a "
                + "firewall lets this one reach it."
        case .tlsFailed(let host):
            "The certificate of \(host) does not verify, or its TLS is too old. If its authority is a private one, "
                + "name its certificate with outbound-ca-file."
        case .redirected(let host, let status):
            "\(host) answered with a redirect (\(status)), and none is followed. Register the URL it leads to."
        case .answerTooLarge(let host, let maximumBytes):
            "The answer of \(host) is longer than the \(maximumBytes) bytes allowed."
        case .answerMalformed(let host):
            "The answer of \(host) is not HTTP."
        case .timedOut(let host):
            "\(host) did not answer completely in time."
        case .cancelled:
            "The request was called off before the answer was complete."
        case .caFileUnusable(let path):
            "The file \(path) of outbound-ca-file has no certificates that can be used. Give a PEM file that this "
                + "server may read."
        }
    }
}
