import Testing
import WebFoundation

struct RequestedHostTests {
    @Test(
        arguments: [
            ("localhost", "localhost", nil), ("localhost:8080", "localhost", 8080),
            ("ACME.Example.COM", "acme.example.com", nil),
            ("acme.example.com.", "acme.example.com", nil), ("acme.example.com.:443", "acme.example.com", 443),
            ("127.0.0.1:1", "127.0.0.1", 1), ("[::1]", "::1", nil), ("[::1]:65535", "::1", 65_535),
            ("[2001:DB8::1]", "2001:db8::1", nil),
            ("a_b.example", "a_b.example", nil), ("localhost:080", "localhost", 80),
        ] as [(String, String, Int?)])
    func `a host is taken apart into name and port`(authority: String, name: String, port: Int?) throws {
        let host = try #require(RequestedHost(authority: authority, isSecure: false))
        #expect(host.name == name)
        #expect(host.port == port)
    }

    @Test(arguments: [
        "", ".", ":80", "localhost:", "localhost:0", "localhost:65536", "localhost:000080", "localhost:+80",
        "localhost:8o",
        "localhost:-1", "user@localhost", "local host", "localhost/", "localhost?x", "lo\u{0}calhost",
        "bücher.example", "a,b",
        "[::1", "[::1]8080", "[::1]:", "[]", "[]:80", "::1", "::1:80", "a:b:80", "[localhost]", "[127.0.0.1]:80",
        "[::1%25lo]",
        "localhost\r\n", "%6cocalhost",
    ])
    func `what is no host is refused`(authority: String) {
        #expect(RequestedHost(authority: authority, isSecure: false) == nil)
    }

    @Test func `a name is read up to the longest length and not beyond it`() {
        let longest = String(repeating: "a", count: Limits.hostNameBytes)
        #expect(RequestedHost(authority: longest, isSecure: false)?.name == longest)
        #expect(RequestedHost(authority: longest + "a", isSecure: false) == nil)
    }

    @Test(arguments: [
        ("localhost:8080", false, "http://localhost:8080"), ("localhost:80", false, "http://localhost"),
        ("localhost:443", false, "http://localhost:443"), ("localhost:443", true, "https://localhost"),
        ("localhost:80", true, "https://localhost:80"), ("Acme.example.", true, "https://acme.example"),
        ("[::1]:8080", false, "http://[::1]:8080"), ("[::1]", true, "https://[::1]"),
    ])
    func `the origin leaves out the scheme's own port`(authority: String, isSecure: Bool, origin: String) {
        #expect(RequestedHost(authority: authority, isSecure: isSecure)?.origin == origin)
    }
}
