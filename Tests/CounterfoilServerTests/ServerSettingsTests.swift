import Foundation
import Logging
import OutboundHTTP
import Registry
import Testing
import WebFoundation

@testable import CounterfoilServer

@Suite struct ServerSettingsTests {
    private func read(
        _ commandLine: [ServerSettings.Name: String] = [:], environment: [String: String] = [:], file: String? = nil,
        base: ServerConfiguration? = ServerConfiguration(dataPath: "base")
    ) async throws -> ServerConfiguration {
        let path = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString).yaml")
        defer { if file != nil { #expect(throws: Never.self) { try FileManager.default.removeItem(at: path) } } }
        try file?.write(to: path, atomically: true, encoding: .utf8)
        return try await ServerSettings(
            commandLine: commandLine, environment: environment, filePath: file == nil ? nil : path.path
        ).configuration(base: base)
    }

    @Test func `the command line goes before the environment, and that before the file`() async throws {
        let file = "listen: 127.0.0.1:1\nadmin-listen: 127.0.0.1:2\nbase-domain: file.example\n"
        let configuration = try await read(
            [.listen: "127.0.0.1:5"],
            environment: ["COUNTERFOIL_LISTEN": "127.0.0.1:4", "COUNTERFOIL_ADMIN_LISTEN": "127.0.0.1:3"],
            file: file)
        #expect(configuration.listen.port == 5)
        #expect(configuration.adminListen.port == 3)
        #expect(configuration.baseDomain == "file.example")
    }

    @Test func `a JSON file is read too, and lists may be lists or commas`() async throws {
        let configuration = try await read(
            file: #"{"trusted-proxies": ["10.0.0.0/8", "::1"], "admin-hosts": "ops.example, localhost"}"#)
        #expect(configuration.trustedProxies.map(\.description) == ["10.0.0.0/8", "::1"])
        #expect(configuration.adminHosts == ["ops.example", "localhost"])
    }

    @Test func `values of every kind are read`() async throws {
        let configuration = try await read([
            .defaultRealm: "acme/sandbox", .logLevel: "debug", .logFormat: "json", .insecureHTTP: "true",
            .listen: "0.0.0.0:80", .authenticationFailureMilliseconds: "0", .revocationMaximumStaleness: "5",
            .outboundAllowPrivate: "true", .outboundCAFile: "ca.pem", .dpopRequireNonce: "true",
        ])
        #expect(configuration.defaultRealm?.description == "acme/sandbox")
        #expect(configuration.logLevel == .debug)
        #expect(configuration.logForm == .json)
        #expect(configuration.allowsInsecureHTTP)
        #expect(configuration.revocationMaximumStalenessSeconds == 5)
        #expect(configuration.requiresDPoPNonce)
        #expect(configuration.outbound == OutboundPolicy(allowPrivate: true, caFile: "ca.pem"))
    }

    @Test func `private addresses are not asked unless a setting says so`() async throws {
        #expect(try await read().outbound == OutboundPolicy(allowPrivate: false, caFile: nil))
    }

    @Test func `client certificates are asked for, or taken from a proxy, only where that is said`() async throws {
        let pair: [ServerSettings.Name: String] = [.tlsCertificate: "c.pem", .tlsPrivateKey: "k.pem"]
        #expect(try await !read(pair).requestsClientCertificates)
        #expect(try await !read(pair.merging([.tlsClientCertificates: "off"]) { $1 }).requestsClientCertificates)
        #expect(try await read(pair.merging([.tlsClientCertificates: "request"]) { $1 }).requestsClientCertificates)
        #expect(try await read([.trustedProxies: "10.0.0.1"]).clientCertificateHeader == nil)
        let header = try await read([.trustedProxies: "10.0.0.1", .clientCertificateHeader: "Client-Cert"])
            .clientCertificateHeader
        #expect(header == ClientCertificateHeader("client-cert"))
    }

    @Test(
        arguments: [
            (ServerSettings.Name.listen, "8080", "HOST:PORT"), (.adminListen, "localhost:99999", "HOST:PORT"),
            (.baseDomain, "http://example.com", "a domain name"), (.defaultRealm, "acme", "TENANT/production"),
            (.trustedProxies, "10.0.0.0/99", "10.0.0.0/8"), (.insecureHTTP, "yes", "true or false"),
            (.outboundAllowPrivate, "1", "true or false"), (.dpopRequireNonce, "1", "true or false"),
            (.logLevel, "loud", "info"), (.logFormat, "xml", "auto, text or json"),
            (.authenticationFailureMilliseconds, "-1", "0 to 5000"), (.revocationMaximumStaleness, "0", "1 to 3600"),
            (.securityContact, "security@example.com", "mailto:"), (.tlsCertificate, "cert.pem", "go together"),
            (.tlsClientCertificates, "require", "request or off"), (.tlsClientCertificates, "request", "does none"),
            (.clientCertificateHeader, "Client Cert", "a header field"),
            (.clientCertificateHeader, "Client-Cert", "--trusted-proxies"),
            (.listen, "0.0.0.0:8080", "--tls-certificate"), (.adminListen, "127.0.0.1:8080", "another --admin-listen"),
        ] as [(ServerSettings.Name, String, String)])
    func `a value that is not right is refused with its rule`(
        _ name: ServerSettings.Name, _ value: String, _ says: String
    ) async {
        let error = await #expect(throws: ServerError.self) { try await read([name: value]) }
        #expect(error?.description.contains(says) == true)
    }

    @Test func `a setting that is spelled wrong in the file is refused, not passed over`() async {
        let error = await #expect(throws: ServerError.self) { try await read(file: "listn: 127.0.0.1:1\n") }
        #expect(error?.description.contains("unknown setting “listn”") == true)
    }

    @Test(arguments: ["- a\n- b\n", "key: [", "just text"])
    func `a file that is no mapping is refused`(_ file: String) async {
        let error = await #expect(throws: ServerError.self) { try await read(file: file) }
        #expect(error?.description.contains("is not a YAML or JSON mapping") == true)
    }

    @Test func `a missing file and a missing data directory are refused with what to do`() async {
        let file = await #expect(throws: ServerError.self) {
            try await ServerSettings(commandLine: [:], environment: [:], filePath: "/nowhere/config.yaml")
        }
        #expect(file?.description.contains("cannot be read") == true)
        let data = await #expect(throws: ServerError.self) { try await read(base: nil) }
        #expect(data?.description.contains("--data DIR") == true)
    }

    @Test(arguments: [("127.0.0.1:0", true), ("[::1]:1", true), ("localhost:80", true), ("0.0.0.0:1", false)])
    func `loopback addresses are known`(_ text: String, _ isLoopback: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address.isLoopback == isLoopback)
        #expect(address.description == text)
    }
}
