import Testing

@testable import JOSE

struct ProofTargetTests {
    static let spellings: [(String, String)] = [
        ("https://api.example/b", "https://api.example/b"),
        ("HTTPS://API.Example:443/%7ea/../b?x=1#y", "https://api.example/b"),
        ("http://api.example:80", "http://api.example/"), ("http://api.example/", "http://api.example/"),
        ("http://api.example:443/", "http://api.example:443/"), ("https://api.example:/", "https://api.example/"),
        ("https://api.example?x", "https://api.example/"),
        ("https://api.example/%2f%c3%a9", "https://api.example/%2F%C3%A9"),
        ("https://api.example/%7Euser", "https://api.example/~user"), ("https://[::1]:8443/a", "https://[::1]:8443/a"),
        ("https://api.example/a/./b/.", "https://api.example/a/b/"),
        ("https://api.example/a/..", "https://api.example/"),
        ("https://api.example/../../a", "https://api.example/a"), ("https://api.example//a", "https://api.example//a"),
        ("https://api.example/A", "https://api.example/A"),
    ]

    @Test(arguments: spellings)
    func `a URL has one spelling`(url: String, spelling: String) {
        #expect(ProofTarget(url)?.text == spelling)
        #expect(ProofTarget(spelling)?.text == spelling)
    }

    static let foreign = [
        "", "api.example/b", "//api.example/b", "/b", "ftp://api.example/b", "https:/b", "https:///b", "https://:443/",
        "https://user:secret@api.example/", "https://api.example/%", "https://api.example/%zz",
        "https://api.example/%4",
        "https://api.example/a b", "https://api.example/é", "https://api.example\\@x/", "https://api.example/\n",
    ]

    @Test(arguments: foreign)
    func `what is not a URL of the web is no target`(url: String) {
        #expect(ProofTarget(url) == nil)
    }
}
