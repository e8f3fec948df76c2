import HTTPTypes
import Registry
import Testing
import WebFoundation

struct ForwardedRequestTests {
    private static let proxies = ["10.0.0.0/8", "::1"].compactMap { AddressRange($0) }

    private func read(
        peer: String, isSecure: Bool = false, _ fields: [(String, String)], proxies: [AddressRange] = proxies
    ) throws -> ForwardedRequest {
        var head = HTTPRequest(method: .get, scheme: "http", authority: "asked.example:8080", path: "/")
        for (name, value) in fields {
            head.headerFields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        return ForwardedRequest(
            head: head, peerAddress: peer, connectionIsSecure: isSecure, trustedProxies: proxies)
    }

    private static let claims = [
        ("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "other.example"),
    ]

    @Test(arguments: ["192.0.2.1", "", "11.0.0.1", "::2", "garbage"])
    func `nothing is believed of a stranger`(peer: String) throws {
        let forwarded = try read(peer: peer, Self.claims)
        #expect(!forwarded.isProxied)
        #expect(forwarded.remoteAddress == peer)
        #expect(!forwarded.isSecure)
        #expect(forwarded.authority == "asked.example:8080")
    }

    @Test func `nothing is believed where no proxy is trusted`() throws {
        let forwarded = try read(peer: "10.0.0.1", isSecure: true, Self.claims, proxies: [])
        #expect(forwarded.remoteAddress == "10.0.0.1")
        #expect(forwarded.isSecure)
        #expect(forwarded.authority == "asked.example:8080")
    }

    @Test(arguments: ["10.0.0.1", "::1", "::ffff:10.0.0.1"])
    func `a trusted proxy is believed`(peer: String) throws {
        let forwarded = try read(peer: peer, Self.claims)
        #expect(forwarded.isProxied)
        #expect(forwarded.remoteAddress == "1.2.3.4")
        #expect(forwarded.isSecure)
        #expect(forwarded.authority == "other.example")
    }

    @Test(
        arguments: [
            (["6.6.6.6, 1.2.3.4"], "1.2.3.4"), (["6.6.6.6", "1.2.3.4"], "1.2.3.4"), (["1.2.3.4, 10.0.0.9"], "1.2.3.4"),
            (["6.6.6.6, 1.2.3.4, 10.0.0.9, 10.0.0.8"], "1.2.3.4"), (["10.0.0.7, 10.0.0.9"], "10.0.0.7"),
            (["  1.2.3.4  "], "1.2.3.4"), ([",1.2.3.4,"], "1.2.3.4"), (["2001:db8::7"], "2001:db8::7"),
            (["1.2.3.4, unknown"], "10.0.0.1"), (["1.2.3.4, 5.6.7.8:99"], "10.0.0.1"),
            (["1.2.3.4, _hidden, 10.0.0.9"], "10.0.0.9"),
            ([""], "10.0.0.1"), ([], "10.0.0.1"),
        ] as [([String], String)])
    func `the caller is the right-most hop that is not trusted`(values: [String], caller: String) throws {
        let forwarded = try read(peer: "10.0.0.1", values.map { ("X-Forwarded-For", $0) })
        #expect(forwarded.remoteAddress == caller)
    }

    @Test(arguments: [
        ("https", true), ("HTTPS", true), ("http", false), ("wss", false), ("http, https", true),
        ("https, http", false),
    ])
    func `the scheme is what the nearest proxy says`(value: String, isSecure: Bool) throws {
        #expect(try read(peer: "10.0.0.1", isSecure: !isSecure, [("X-Forwarded-Proto", value)]).isSecure == isSecure)
    }

    @Test(arguments: [true, false])
    func `without word of the scheme or host the connection counts`(isSecure: Bool) throws {
        let forwarded = try read(peer: "10.0.0.1", isSecure: isSecure, [("X-Forwarded-For", "1.2.3.4")])
        #expect(forwarded.isSecure == isSecure)
        #expect(forwarded.authority == "asked.example:8080")
    }

    @Test func `of several forwarded hosts the nearest proxy's counts`() throws {
        let forwarded = try read(peer: "10.0.0.1", [("X-Forwarded-Host", "evil.example, acme.example")])
        #expect(forwarded.authority == "acme.example")
    }
}
