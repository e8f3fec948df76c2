package import JOSE
package import OutboundHTTP

/// Why there is no key set. The texts are for operators.
package enum KeySetError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It could not be fetched.
    case fetching(OutboundError)
    /// The server answered with another status than 200.
    case status(Int)
    /// What the server answered is not a key set, or not the metadata that leads to one.
    case content(JOSEError)
    /// The issuer's metadata name another issuer, or no key set.
    case metadata(String)
    /// It is being fetched, and the caller could not wait for it.
    case late

    /// A stable word for logs, metrics and the journal.
    package var reason: String {
        switch self {
        case .fetching(let error): "key_set_" + error.reason
        case .status: "key_set_status"
        case .content: "key_set_malformed"
        case .metadata: "key_set_metadata"
        case .late: "key_set_late"
        }
    }

    /// What happened, why, and what to do.
    package var description: String {
        switch self {
        case .fetching(let error): "The key set could not be fetched. \(error)"
        case .status(let status):
            "The server of the key set answered \(status) instead of 200. Check the URL that is registered."
        case .content(let error): "The server of the key set answered something else. \(error)"
        case .metadata(let fault): "The issuer's metadata cannot be used: \(fault)."
        case .late:
            "The server of the key set had not answered when the request had to be. The answer is still waited for, "
                + "and will be used for later requests: try again, and make that server answer faster."
        }
    }
}
