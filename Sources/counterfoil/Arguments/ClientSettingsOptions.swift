import Administration
import ArgumentParser
import Registry

/// How a client authenticates and what tokens it gets, as options of `client create` and `client update`.
struct ClientSettingsOptions: ParsableArguments {
    @Option(
        name: .customLong("authentication"), parsing: .singleValue,
        help: ArgumentHelp(
            "How it may authenticate; can be repeated. (default: client_secret_basic and client_secret_post)",
            valueName: "method"))
    var authentication: [ClientAuthenticationMethod] = []
    @Option(
        help: ArgumentHelp("Its public keys: a file with a JWK set, or - for standard input.", valueName: "file"),
        completion: .file())
    var jwks: String?
    @Option(help: ArgumentHelp("Where its public keys are fetched: an https URL of a JWK set.", valueName: "url"))
    var jwksUri: String?
    @Option(
        help: ArgumentHelp(
            "The name of its certificate for tls_client_auth: KIND=NAME, KIND being subject_dn, san_dns, san_uri, "
                + "san_ip or san_email.", valueName: "kind=name"))
    var certificateSubject: String?
    @Option(
        help: ArgumentHelp(
            "The form of its tokens: sealed, RS256, ES256 or EdDSA; resource for that of the resource.",
            valueName: "format"))
    var tokenFormat: TokenFormatArgument?
    @Option(help: ArgumentHelp("Whether its tokens must be bound to a key.", valueName: "binding"))
    var tokenBinding: TokenBinding?
    @Option(help: ArgumentHelp("The rules that it is held to.", valueName: "profile"))
    var profile: SecurityProfile?
    @Option(
        name: .customLong("default-scope"), parsing: .singleValue,
        help: ArgumentHelp(
            "A scope of requests that name none; can be repeated, \"\" for all that it may have.", valueName: "scope"))
    var defaultScopes: [String] = []
    @Option(
        help: ArgumentHelp(
            "The resource whose tokens it may introspect: external, or an identifier that `resource list` shows; \"\" "
                + "for none. Such a client has only the scopes that are named.", valueName: "resource"))
    var introspects: String?
    @Option(
        name: .customLong("exchange-target"), parsing: .singleValue,
        help: ArgumentHelp(
            "A resource for which it may exchange the tokens that its resource received; can be repeated, \"\" for "
                + "none.", valueName: "resource"))
    var exchangeTargets: [String] = []
    @Option(
        name: .customLong("allowed-network"), parsing: .singleValue,
        help: ArgumentHelp(
            "A network that its requests may come from, such as 192.0.2.0/24, or an address; can be repeated, \"\" for "
                + "any.", valueName: "cidr"))
    var allowedNetworks: [String] = []

    /// Whether none of them was given.
    var isEmpty: Bool {
        authentication.isEmpty && jwks == nil && jwksUri == nil && certificateSubject == nil && tokenFormat == nil
            && tokenBinding == nil && profile == nil && defaultScopes.isEmpty && introspects == nil
            && exchangeTargets.isEmpty && allowedNetworks.isEmpty
    }

    /// The members of a body that say what is wanted, with the key set read from its file.
    ///
    /// - Throws: `CommandFailure` when the file cannot be read.
    func members(_ surroundings: Surroundings) async throws -> [JSONDocument.Member] {
        var members: [JSONDocument.Member] = []
        func want(_ name: String, _ value: JSONDocument?) {
            if let value { members.append(JSONDocument.Member(name, value)) }
        }
        want("authentication", .texts(ifAny: authentication.map(\.rawValue)))
        if let jwks {
            let text = try await surroundings.readText(
                jwks, called: "JWK set", maximumBytes: RegistryLimits.keySetBytes + 1)
            guard let set = JSONDocument(json: text), case .object = set else {
                throw CommandFailure(
                    "The JWK set in \(jwks.printable) is not one JSON object without repeated members.")
            }
            want("jwks", set)
        }
        want("jwks_uri", jwksUri.map(JSONDocument.text))
        want("certificate_subject", certificateSubject.map(JSONDocument.text))
        want("token_format", tokenFormat.map { .text($0.format?.rawValue ?? "resource") })
        want("token_binding", tokenBinding.map { .text($0.rawValue) })
        want("profile", profile.map { .text($0.rawValue) })
        want("default_scopes", defaultScopes.isEmpty ? nil : .texts(defaultScopes.filter { !$0.isEmpty }))
        want("introspects", introspects.map { $0.isEmpty ? .null : .text($0) })
        want("exchange_targets", exchangeTargets.isEmpty ? nil : .texts(exchangeTargets.filter { !$0.isEmpty }))
        want("allowed_networks", allowedNetworks.isEmpty ? nil : .texts(allowedNetworks.filter { !$0.isEmpty }))
        return members
    }
}

/// A token format, or the word `resource`.
enum TokenFormatArgument: ExpressibleByArgument {
    case resource
    case own(TokenFormat)

    init?(argument: String) {
        if argument == "resource" {
            self = .resource
        } else if let format = TokenFormat(rawValue: argument) {
            self = .own(format)
        } else {
            return nil
        }
    }

    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }

    static var allValueStrings: [String] { ["resource"] + TokenFormat.allCases.map(\.rawValue) }

    /// The client's own format; `nil` for that of the resource.
    var format: TokenFormat? {
        if case .own(let format) = self { format } else { nil }
    }
}

extension ClientAuthenticationMethod: ExpressibleByArgument {}
extension TokenBinding: ExpressibleByArgument {}
extension SecurityProfile: ExpressibleByArgument {}
