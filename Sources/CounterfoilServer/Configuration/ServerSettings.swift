import Configuration
import FoundationEssentials
import Logging
import OutboundHTTP
import Registry
import SystemPackage
import WebFoundation
import Yams

/// Reads ``ServerConfiguration`` from the command line, the environment (`COUNTERFOIL_…`) and a YAML or JSON file, in
/// this order of precedence.
package struct ServerSettings: Sendable {
    /// The settings by name. A name is the long option, the key of the file, and, in capitals with underscores after
    /// `COUNTERFOIL_`, the environment variable.
    package enum Name: String, CaseIterable, Sendable {
        case data
        case listen
        case adminListen = "admin-listen"
        case adminHosts = "admin-hosts"
        case baseDomain = "base-domain"
        case defaultRealm = "default-realm"
        case tlsCertificate = "tls-certificate"
        case tlsPrivateKey = "tls-private-key"
        case tlsClientCertificates = "tls-client-certificates"
        case clientCertificateHeader = "client-certificate-header"
        case trustedProxies = "trusted-proxies"
        case insecureHTTP = "insecure-http"
        case swaggerAssets = "swagger-assets"
        case logLevel = "log-level"
        case logFormat = "log-format"
        case authenticationFailureMilliseconds = "authentication-failure-milliseconds"
        case revocationMaximumStaleness = "revocation-max-staleness"
        case dpopRequireNonce = "dpop-require-nonce"
        case keyRotationDays = "key-rotation-days"
        case keyPublishAheadSeconds = "key-publish-ahead-seconds"
        case securityContact = "security-contact"
        case outboundAllowPrivate = "outbound-allow-private"
        case outboundCAFile = "outbound-ca-file"
    }

    private let reader: ConfigReader

    /// Collects the settings.
    ///
    /// - Parameters:
    ///   - commandLine: what was given as options.
    ///   - environment: the process's environment.
    ///   - filePath: a YAML or JSON file.
    /// - Throws: ``ServerError/configuration(_:)`` for a file that cannot be read or has an unknown key.
    package init(
        commandLine: [Name: String], environment: [String: String], filePath: String?
    ) async throws(ServerError) {
        let given = commandLine.map { (AbsoluteConfigKey([$0.key.rawValue]), ConfigValue(stringLiteral: $0.value)) }
        var providers: [any ConfigProvider] = [
            InMemoryProvider(values: Dictionary(uniqueKeysWithValues: given)),
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "counterfoil"),
        ]
        if let filePath {
            try Self.requireKnownKeys(filePath)
            do {
                providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(filePath)))
            } catch {
                throw .configuration("The configuration file \(filePath) cannot be used: \(error).")
            }
        }
        reader = ConfigReader(providers: providers)
    }

    /// The checked configuration.
    ///
    /// - Parameter base: the defaults, and the data directory where none is set.
    /// - Throws: ``ServerError/configuration(_:)`` that names the setting, its rule, and what to write instead.
    package func configuration(base: ServerConfiguration?) throws(ServerError) -> ServerConfiguration {
        guard let dataPath = text(.data) ?? base?.dataPath else {
            throw .configuration("There is no data directory. Name one with --data DIR or COUNTERFOIL_DATA.")
        }
        var configuration = base ?? ServerConfiguration(dataPath: dataPath)
        configuration.dataPath = dataPath
        configuration.listen = try value(.listen, "HOST:PORT") { ListenAddress($0) } ?? configuration.listen
        configuration.adminListen =
            try value(.adminListen, "HOST:PORT") { ListenAddress($0) } ?? configuration.adminListen
        if let hosts = list(.adminHosts) { configuration.adminHosts = Set(hosts.map { $0.lowercased() }) }
        configuration.baseDomain =
            try value(.baseDomain, "a domain name without port, such as example.com") { text in
                RequestedHost(authority: text, isSecure: false).flatMap { $0.port == nil ? $0.name : nil }
            } ?? configuration.baseDomain
        configuration.defaultRealm =
            try value(.defaultRealm, "TENANT/production or TENANT/sandbox") { RealmIdentifier(text: $0) }
            ?? configuration.defaultRealm
        configuration.tls = try tls() ?? configuration.tls
        try readClientCertificates(into: &configuration)
        if let ranges = list(.trustedProxies) {
            configuration.trustedProxies = try ranges.map { range throws(ServerError) in
                guard let parsed = AddressRange(range) else {
                    throw Self.malformed(.trustedProxies, "addresses or ranges such as 10.0.0.0/8, separated by commas")
                }
                return parsed
            }
        }
        configuration.allowsInsecureHTTP =
            try value(.insecureHTTP, "true or false") { ["true": true, "false": false][$0] }
            ?? configuration.allowsInsecureHTTP
        configuration.swaggerAssetsPath = text(.swaggerAssets) ?? configuration.swaggerAssetsPath
        configuration.logLevel =
            try value(.logLevel, Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")) {
                Logger.Level(rawValue: $0)
            } ?? configuration.logLevel
        configuration.logForm =
            try value(.logFormat, "auto, text or json") { ServerConfiguration.LogForm(rawValue: $0) }
            ?? configuration.logForm
        configuration.authenticationFailureMilliseconds =
            try number(.authenticationFailureMilliseconds, in: 0...5_000)
            ?? configuration.authenticationFailureMilliseconds
        configuration.revocationMaximumStalenessSeconds =
            try number(.revocationMaximumStaleness, in: 1...3_600) ?? configuration.revocationMaximumStalenessSeconds
        configuration.requiresDPoPNonce =
            try value(.dpopRequireNonce, "true or false") { ["true": true, "false": false][$0] }
            ?? configuration.requiresDPoPNonce
        configuration.keyRotationDays = try number(.keyRotationDays, in: 0...3_650) ?? configuration.keyRotationDays
        configuration.keyPublishAheadSeconds =
            try number(.keyPublishAheadSeconds, in: 300...2_592_000) ?? configuration.keyPublishAheadSeconds
        configuration.securityContact =
            try value(.securityContact, "a URI that starts with mailto: or https:") { text in
                text.hasPrefix("mailto:") || text.hasPrefix("https://") ? text : nil
            } ?? configuration.securityContact
        configuration.outbound.allowPrivate =
            try value(.outboundAllowPrivate, "true or false") { ["true": true, "false": false][$0] }
            ?? configuration.outbound.allowPrivate
        configuration.outbound.caFile = text(.outboundCAFile) ?? configuration.outbound.caFile
        try configuration.requireSafe()
        return configuration
    }

    private func tls() throws(ServerError) -> ServerConfiguration.TLS? {
        switch (text(.tlsCertificate), text(.tlsPrivateKey)) {
        case (nil, nil): return nil
        case (let certificate?, let key?):
            return ServerConfiguration.TLS(certificatePath: certificate, privateKeyPath: key)
        default: throw .configuration("--tls-certificate and --tls-private-key go together. Give both or neither.")
        }
    }

    private func readClientCertificates(into configuration: inout ServerConfiguration) throws(ServerError) {
        configuration.requestsClientCertificates =
            try value(.tlsClientCertificates, "request or off") { ["request": true, "off": false][$0] }
            ?? configuration.requestsClientCertificates
        configuration.clientCertificateHeader =
            try value(.clientCertificateHeader, "the name of a header field, such as Client-Cert") {
                ClientCertificateHeader($0)
            } ?? configuration.clientCertificateHeader
    }

    private func text(_ name: Name) -> String? {
        reader.string(forKey: ConfigKey([name.rawValue]))
    }

    private func list(_ name: Name) -> [String]? {
        let listed = reader.stringArray(forKey: ConfigKey([name.rawValue]))
        return (listed ?? text(name).map { [$0] })?.flatMap { $0.split(separator: ",") }
            .map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
    }

    private func value<Value>(
        _ name: Name, _ rule: String, _ make: (String) -> Value?
    ) throws(ServerError) -> Value? {
        guard let text = text(name) else { return nil }
        guard let value = make(text) else { throw Self.malformed(name, rule) }
        return value
    }

    private func number(_ name: Name, in range: ClosedRange<Int>) throws(ServerError) -> Int? {
        try value(name, "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    private static func malformed(_ name: Name, _ rule: String) -> ServerError {
        .configuration("The setting \(name.rawValue) is not right. Give \(rule).")
    }

    /// A setting that is spelled wrong would otherwise be passed over in silence.
    private static func requireKnownKeys(_ path: String) throws(ServerError) {
        let content: String
        do {
            content = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw .configuration("The configuration file \(path) cannot be read. Check the path and its mode.")
        }
        guard let node = try? Yams.compose(yaml: content), let mapping = node.mapping else {
            throw .configuration("The configuration file \(path) is not a YAML or JSON mapping of settings to values.")
        }
        let known = Set(Name.allCases.map(\.rawValue))
        for key in mapping.keys.compactMap(\.string) where !known.contains(key) {
            throw .configuration(
                "The configuration file \(path) has the unknown setting “\(key.forMessage)”. The settings are: "
                    + Name.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
    }
}
