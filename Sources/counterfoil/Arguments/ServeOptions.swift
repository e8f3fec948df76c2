import ArgumentParser
import CounterfoilServer
import Logging
import Registry

/// The settings of a server that can be given as options. All of them can also stand in the configuration file and in
/// the environment.
struct ServeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A YAML or JSON file with settings, named like these options.", valueName: "file"),
        completion: .file())
    var config: String?
    @Option(
        help: ArgumentHelp("The data directory; it is made where it does not exist.", valueName: "dir"),
        completion: .directory)
    var data: String?
    @Option(help: ArgumentHelp("Where the public listener listens. (default: 127.0.0.1:8080)", valueName: "host:port"))
    var listen: String?
    @Option(help: ArgumentHelp("Where the private listener listens. (default: 127.0.0.1:8081)", valueName: "host:port"))
    var adminListen: String?
    @Option(
        help: ArgumentHelp(
            "The host names that the private listener answers to. (default: loopback names)", valueName: "name,…"))
    var adminHosts: String?
    @Option(
        help: ArgumentHelp(
            "The domain below which tenants have their host names. (default: localhost)", valueName: "name"))
    var baseDomain: String?
    @Option(help: ArgumentHelp("The realm that answers to localhost, such as acme/sandbox.", valueName: "realm"))
    var defaultRealm: String?
    @Option(
        help: ArgumentHelp("The certificate chain of the public listener, PEM.", valueName: "file"),
        completion: .file())
    var tlsCertificate: String?
    @Option(
        help: ArgumentHelp("The private key of the public listener, PEM.", valueName: "file"),
        completion: .file())
    var tlsPrivateKey: String?
    @Option(
        help: ArgumentHelp(
            "request or off: whether the public listener asks callers for a certificate. (default: off)",
            valueName: "mode"),
        completion: .list(["request", "off"]))
    var tlsClientCertificates: String?
    @Option(
        help: ArgumentHelp(
            "Where trusted proxies hand on client certificates, such as Client-Cert.", valueName: "name"))
    var clientCertificateHeader: String?
    @Option(
        help: ArgumentHelp("The proxies whose X-Forwarded-… header fields are believed.", valueName: "cidr,…"))
    var trustedProxies: String?
    @Flag(help: "Serve plain HTTP beyond this machine, although secrets travel in clear then.")
    var insecureHTTP = false
    @Option(
        help: ArgumentHelp("The folder of Swagger UI's files.", valueName: "dir"),
        completion: .directory)
    var swaggerAssets: String?
    @Option(
        help: ArgumentHelp(
            "trace, debug, info, notice, warning, error or critical. (default: info)", valueName: "level"),
        completion: .list(Logger.Level.allCases.map(\.rawValue)))
    var logLevel: String?
    @Option(
        help: ArgumentHelp("auto, text or json. (default: text on a terminal, else json)", valueName: "form"),
        completion: .list(["auto", "text", "json"]))
    var logFormat: String?
    @Option(
        help: ArgumentHelp(
            "When a failed client authentication is answered, after arrival. (default: 50)", valueName: "ms"))
    var authenticationFailureMilliseconds: String?
    @Option(
        help: ArgumentHelp(
            "How long tokens are accepted without word from the store. (default: 30)", valueName: "seconds"))
    var revocationMaxStaleness: String?
    @Flag(help: "Ask for a nonce of this server's in every DPoP proof (RFC 9449 sections 8 and 9).")
    var dpopRequireNonce = false
    @Option(
        help: ArgumentHelp(
            "How long a key is used before another one takes over; 0: until key rotate. (default: 90)",
            valueName: "days"))
    var keyRotationDays: String?
    @Option(
        help: ArgumentHelp(
            "How long a key is published before it is used, 300 or more. (default: 86400)", valueName: "seconds"))
    var keyPublishAheadSeconds: String?
    @Option(help: ArgumentHelp("The contact in security.txt, a mailto: or https: URI.", valueName: "uri"))
    var securityContact: String?
    @Flag(help: "Ask URLs that clients have registered even at private addresses and over plain HTTP; for tests.")
    var outboundAllowPrivate = false
    @Option(
        help: ArgumentHelp(
            "Certification authorities to trust beside the system's when such URLs are asked, PEM.", valueName: "file"),
        completion: .file())
    var outboundCAFile: String?

    /// Finds what is wrong with a single option before anything is done. What the environment and the file say, and
    /// what follows from several settings, is found when the server starts.
    func validate() throws {
        for (name, address) in [("--listen", listen), ("--admin-listen", adminListen)] {
            guard address.map({ ListenAddress($0) != nil }) ?? true else {
                throw ValidationError("Give \(name) as HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080.")
            }
        }
        guard defaultRealm.map({ RealmIdentifier(text: $0) != nil }) ?? true else {
            throw ValidationError("Give --default-realm as TENANT/production or TENANT/sandbox.")
        }
        guard logLevel.map({ Logger.Level(rawValue: $0) != nil }) ?? true else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("Give one of these as --log-level: \(levels).")
        }
        guard logFormat.map({ ServerConfiguration.LogForm(rawValue: $0) != nil }) ?? true else {
            throw ValidationError("Give auto, text or json as --log-format.")
        }
    }

    /// What was given, by the names of the settings.
    var settings: [ServerSettings.Name: String] {
        let given: [ServerSettings.Name: String?] = [
            .data: data, .listen: listen, .adminListen: adminListen, .adminHosts: adminHosts, .baseDomain: baseDomain,
            .defaultRealm: defaultRealm, .tlsCertificate: tlsCertificate, .tlsPrivateKey: tlsPrivateKey,
            .tlsClientCertificates: tlsClientCertificates, .clientCertificateHeader: clientCertificateHeader,
            .trustedProxies: trustedProxies, .insecureHTTP: insecureHTTP ? "true" : nil,
            .swaggerAssets: swaggerAssets, .logLevel: logLevel, .logFormat: logFormat,
            .authenticationFailureMilliseconds: authenticationFailureMilliseconds,
            .keyRotationDays: keyRotationDays, .keyPublishAheadSeconds: keyPublishAheadSeconds,
            .revocationMaximumStaleness: revocationMaxStaleness, .securityContact: securityContact,
            .dpopRequireNonce: dpopRequireNonce ? "true" : nil,
            .outboundAllowPrivate: outboundAllowPrivate ? "true" : nil, .outboundCAFile: outboundCAFile,
        ]
        return given.compactMapValues { $0 }
    }
}
