import Testing

@testable import OutboundHTTP

@Suite struct OutboundURLTests {
    @Test(
        arguments: [
            ("https://Partner.Example/keys.json", "partner.example", nil, "/keys.json"),
            ("HTTPS://partner.example", "partner.example", nil, "/"),
            ("https://partner.example:8443?kid=a/b", "partner.example", 8_443, "/?kid=a/b"),
            ("https://partner.example/a%20b?x=1&y=%2F", "partner.example", nil, "/a%20b?x=1&y=%2F"),
            ("https://192.0.2.7/", "192.0.2.7", nil, "/"), ("https://[2001:DB8::1]:1/", "2001:db8::1", 1, "/"),
            ("https://a_b.example/@:/~", "a_b.example", nil, "/@:/~"),
        ] as [(String, String, Int?, String)])
    func `a URL is read into its parts`(_ text: String, _ host: String, _ port: Int?, _ target: String) throws {
        let url = try OutboundURL(text)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.target == target)
        #expect(url.isSecure)
    }

    @Test(arguments: [
        "", "partner.example", "//partner.example/", "ftp://partner.example/", "file:///etc/passwd",
        "https://", "https:///keys", "https://?x", "https://user@partner.example/", "https://u:p@partner.example/",
        "https://partner.example/#part", "https://partner.example#", "https://partner.example:/",
        "https://partner.example:0/", "https://partner.example:65536/", "https://partner.example:-1/",
        "https://partner.example:80:80/", "https://partner.example:8a/", "https://partner .example/",
        "https://partner.example/a b", "https://partner.example/a\nb", "https://partner.example/a\u{0}",
        "https://partner.example\\@internal/", "https://partner.example/%2", "https://partner.example/%zz",
        "https://part%6eer.example/", "https://pärtner.example/", "https://partner..example/", "https://.example/",
        "https://partner.example./", "https://[::1/", "https://[127.0.0.1]/", "https://[fe80::1%25lo]/",
        "https://[::1]x/", "https://[::1]:/", "unix:///run/x", "http+unix://run/x", " https://partner.example/",
        "https://partner.example/{id}", "https://partner.example/|", "https://a\u{7f}b/",
    ])
    func `a text of another form is refused`(_ text: String) {
        let error = #expect(throws: OutboundError.self) { try OutboundURL(text, allowsHTTP: true) }
        #expect(error?.reason == "url_malformed")
        #expect(error?.description.contains("https://partner.example/keys.json") == true)
    }

    @Test func `a long URL and long names are refused`() {
        let label = String(repeating: "a", count: 64)
        let name = Array(repeating: "a", count: 128).joined(separator: ".")
        for text in ["https://a/" + String(repeating: "a", count: 2_040), "https://\(label)/", "https://\(name)/"] {
            #expect(throws: OutboundError.self) { try OutboundURL(text) }
        }
    }

    @Test func `plain HTTP is accepted only where it is allowed`() throws {
        #expect(throws: OutboundError.notHTTPS) { try OutboundURL("http://partner.example/") }
        let url = try OutboundURL("http://partner.example/", allowsHTTP: true)
        #expect(!url.isSecure)
        #expect(url.description == "http://partner.example/")
    }

    @Test func `the URL that is asked is written anew from its parts`() throws {
        #expect(try OutboundURL("HTTPS://Partner.Example:0443").description == "https://partner.example:443/")
        #expect(try OutboundURL("https://[0:0::1]/x?y").description == "https://[::1]/x?y")
    }
}
