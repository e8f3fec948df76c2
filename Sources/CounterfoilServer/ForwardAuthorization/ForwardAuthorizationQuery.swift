import HTTPTypes
import Registry
import ResourceServer
import WebFoundation

/// What the proxy's operator wrote into the URL: whose API it is, which one, and what a caller needs there.
///
/// `realm` (`acme/production`) and at least one `scope` are required; a repeated `scope` is an alternative. Without
/// `resource` it is the External API. A name that is not known is refused: a misspelt one would ask for less than its
/// writer meant.
struct ForwardAuthorizationQuery: Sendable, Hashable {
    let realm: RealmIdentifier
    let resource: String
    let requirement: ScopeRequirement

    /// Reads the query. All its faults are found at once.
    ///
    /// - Throws: ``ProblemDetails`` with status 400 and the code `invalid_parameter`.
    init(_ query: String?) throws(ProblemDetails) {
        var values: [String: [String]] = [:]
        var faults: [ProblemDetails.Fault] = []
        for pair in (query ?? "").utf8.split(separator: UInt8(ascii: "&")) {
            let rawName = pair.prefix { $0 != UInt8(ascii: "=") }
            guard let name = PercentEncoding.decode(rawName, plusIsSpace: true),
                let value = PercentEncoding.decode(pair[rawName.endIndex...].dropFirst(), plusIsSpace: true)
            else {
                faults.append(.parameter("(query)", "A part of the query has broken percent-encoding."))
                continue
            }
            values[name, default: []].append(value)
        }
        if values.keys.contains(where: { !["realm", "resource", "scope"].contains($0) }) {
            faults.append(.parameter("(query)", "A parameter is unknown. Known are: realm, resource, scope."))
        }
        let scopes = values["scope"] ?? []
        if scopes.isEmpty || scopes.contains(where: { (try? ScopeName($0)) == nil }) {
            faults.append(
                .parameter("scope", "Expected one scope. Give the parameter again for a scope that would do as well."))
        }
        if let resources = values["resource"], resources.count > 1 || resources.contains("") {
            faults.append(.parameter("resource", "Expected one identifier, as `counterfoil resource list` shows it."))
        }
        let realms = values["realm"] ?? []
        guard realms.count == 1, let realm = RealmIdentifier(text: realms[0]) else {
            faults.append(
                .parameter("realm", "Expected one tenant and environment, such as acme/production or acme/sandbox."))
            throw Self.problem(faults)
        }
        guard faults.isEmpty else { throw Self.problem(faults) }
        self.realm = realm
        resource = values["resource"]?.first ?? Resource.externalAPIIdentifier(of: realm)
        requirement = ScopeRequirement(anyOf: scopes)
    }

    /// The answer to a query that is wrong. No proxy takes it for a yes.
    static func problem(_ faults: [ProblemDetails.Fault]) -> ProblemDetails {
        ProblemDetails(
            .badRequest, code: "invalid_parameter", title: "Invalid parameter",
            detail: "The proxy's URL of this endpoint has parameters that are missing, unknown, repeated or wrong. "
                + "Correct those in errors.", errors: faults)
    }
}
