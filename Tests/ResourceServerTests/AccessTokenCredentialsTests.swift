import ResourceServer
import Testing

struct AccessTokenCredentialsTests {
    @Test(arguments: [
        ("Bearer abc", "abc"), ("bearer abc", "abc"), ("BEARER abc", "abc"), ("bEaReR abc", "abc"),
        ("Bearer   abc", "abc"), (" Bearer abc", "abc"), ("\tBearer abc", "abc"),
        ("Bearer aZ09-._~+/", "aZ09-._~+/"), ("Bearer abc==", "abc=="), ("Bearer a.b.c", "a.b.c"),
    ])
    func `a well-formed token is taken as it stands`(value: String, token: String) {
        #expect(AccessTokenCredentials(authorization: [value], queryHasToken: false) == .token(token, .bearer))
    }

    @Test(arguments: ["DPoP a.b.c", "dpop a.b.c", "DPOP a.b.c", "dPoP  a.b.c"])
    func `the scheme DPoP is told apart, without regard to case`(value: String) {
        #expect(AccessTokenCredentials(authorization: [value], queryHasToken: false) == .token("a.b.c", .dpop))
    }

    @Test(arguments: ["DPoP", "DPoP a b", "DPoP =", "dpop \"a\""])
    func `a malformed token names the scheme that it came with`(value: String) {
        guard
            case .malformed(let description, let scheme) = AccessTokenCredentials(
                authorization: [value], queryHasToken: false)
        else {
            Issue.record("\(value) is not malformed")
            return
        }
        #expect(scheme == .dpop)
        #expect(description.contains("DPoP"))
    }

    @Test(arguments: [
        "", " ", "Basic YTpi", "Bearerabc", "Bearer\tabc", "DPoPabc", "MAC abc", "abc", "Bear er abc", "Bearer: abc",
        "\u{02}earer abc",
    ])
    func `another scheme is no bearer token`(value: String) {
        #expect(AccessTokenCredentials(authorization: [value], queryHasToken: false) == .none)
    }

    @Test func `no header field is no bearer token`() {
        #expect(AccessTokenCredentials(authorization: [], queryHasToken: false) == .none)
    }

    @Test(arguments: [
        "Bearer", "Bearer ", "Bearer    ", "Bearer two words", "Bearer abc ", "Bearer \"abc\"", "Bearer abc,def",
        "Bearer =", "Bearer ==abc", "Bearer a=b", "Bearer abc=d=", "Bearer tökén", "Bearer abc\u{0}", "Bearer abc\n",
        "Bearer <token>", "Bearer a%20b", "Bearer Bearer abc", "Bearer abc;x",
    ])
    func `a malformed token is told apart from none`(value: String) {
        guard case .malformed(let description, _) = AccessTokenCredentials(authorization: [value], queryHasToken: false)
        else {
            Issue.record("\(value) is not malformed")
            return
        }
        #expect(!description.isEmpty)
        #expect(!description.contains("abc"))
    }

    @Test func `a token is read up to the longest length and not beyond it`() {
        let longest = String(repeating: "a", count: AccessTokenCredentials.longestTokenBytes)
        #expect(
            AccessTokenCredentials(authorization: ["Bearer \(longest)"], queryHasToken: false)
                == .token(longest, .bearer))
        let longer = AccessTokenCredentials(authorization: ["Bearer \(longest)a"], queryHasToken: false)
        #expect(longer == .malformed("The access token is longer than any that is issued here.", .bearer))
    }

    @Test(arguments: [["Bearer a", "Bearer a"], ["Bearer a", "Basic b"], ["Basic a", "Basic b"]])
    func `several header fields are malformed whatever they say`(values: [String]) {
        guard case .malformed(let description, _) = AccessTokenCredentials(authorization: values, queryHasToken: false)
        else {
            Issue.record("\(values) is not malformed")
            return
        }
        #expect(description.contains("more than one Authorization header field"))
    }

    @Test(arguments: [[], ["Bearer abc"]])
    func `a token in the query is an error even beside a good header field`(values: [String]) {
        guard case .malformed(let description, _) = AccessTokenCredentials(authorization: values, queryHasToken: true)
        else {
            Issue.record("a token in the query was let pass")
            return
        }
        #expect(description.contains("in the URL"))
    }
}
