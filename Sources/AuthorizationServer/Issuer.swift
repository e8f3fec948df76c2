package import WebFoundation

/// The issuer identifier of a realm (RFC 8414 section 2): it follows the host asked, port included.
package enum Issuer {
    /// The path of every realm's issuer identifier, under which the OAuth endpoints are.
    package static let path = "/api/identity"

    /// The issuer identifier under the name by which a realm was asked.
    package static func identifier(in context: CounterfoilRequestContext) -> String {
        context.baseURL + path
    }
}
