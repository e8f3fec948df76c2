/// What an operator allows requests to URLs that others have given.
package struct OutboundPolicy: Sendable, Hashable {
    /// Whether private, loopback and other special addresses may be asked, and plain HTTP may be used. For test
    /// networks only: whoever may register a URL can then make this server ask its neighbours.
    package var allowPrivate: Bool
    /// The path of a PEM file with certification authorities to trust beside those of the system.
    package var caFile: String?

    /// Puts a policy together; without arguments the strict one.
    package init(allowPrivate: Bool = false, caFile: String? = nil) {
        self.allowPrivate = allowPrivate
        self.caFile = caFile
    }
}
