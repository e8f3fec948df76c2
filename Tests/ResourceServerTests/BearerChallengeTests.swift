import ResourceServer
import Testing

struct BearerChallengeTests {
    @Test func `without credentials the challenge has the protection space and the scope only`() {
        #expect(
            BearerChallenge(protectionSpace: "demo", scope: "external").description
                == #"Bearer realm="demo", scope="external""#)
    }

    @Test func `all parts stand in a fixed order`() {
        let challenge = BearerChallenge(
            protectionSpace: "demo", error: "insufficient_scope", errorDescription: "It lacks a scope.", scope: "a b")
        #expect(
            challenge.description == #"Bearer realm="demo", error="insufficient_scope", "#
                + #"error_description="It lacks a scope.", scope="a b""#)
    }

    @Test(arguments: [
        (#"a"b"#, "ab"), (#"a\b"#, "ab"), ("a\r\nSet-Cookie: x", "aSet-Cookie: x"), ("naïve", "nave"),
        ("a\u{0}b", "ab"),
        ("a\u{7F}b", "ab"), ("a b", "a b"), ("", ""), (#"", error="x"#, ", error=x"),
    ])
    func `characters that a quoted value cannot hold are left out`(text: String, kept: String) {
        #expect(BearerChallenge(protectionSpace: text).description == "Bearer realm=\"\(kept)\"")
        let described = BearerChallenge(protectionSpace: "r", error: text, errorDescription: text, scope: text)
        #expect(
            described.description
                == "Bearer realm=\"r\", error=\"\(kept)\", error_description=\"\(kept)\", scope=\"\(kept)\"")
    }

    @Test func `a challenge of DPoP names its algorithms`() {
        let challenge = BearerChallenge(
            scheme: .dpop, protectionSpace: "r", error: "invalid_dpop_proof", algorithms: ["ES256", "EdDSA"])
        #expect(
            challenge.naming(resourceMetadata: "m").description
                == #"DPoP realm="r", error="invalid_dpop_proof", algs="ES256 EdDSA", resource_metadata="m""#)
    }

    @Test func `the resource's metadata stands last`() {
        let challenge = BearerChallenge(protectionSpace: "r", error: "invalid_token", scope: "s")
        #expect(challenge.resourceMetadata == nil)
        #expect(
            challenge.naming(resourceMetadata: "https://a.example/m").description
                == "Bearer realm=\"r\", error=\"invalid_token\", scope=\"s\", "
                + "resource_metadata=\"https://a.example/m\"")
    }
}
