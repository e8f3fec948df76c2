import Cryptography
import Foundation
import JOSE
import Registry
import ResourceServer
import Testing
import Timekeeping
import Tokens

/// What a stranger, or somebody with a key that is not theirs, might send in the place of a JWT access token.
struct JWTBadFormTests {
    private let fixture: RealmTokensFixture

    init() async throws { fixture = try await RealmTokensFixture() }

    /// A token as the server would sign it, in parts that can be exchanged.
    private func parts() async throws -> (header: [UInt8], payload: [UInt8], signature: [UInt8]) {
        let token = try await fixture.sign()
        let decoded = try token.split(separator: ".").map { try #require(Base64URL.decode($0.utf8)) }
        return (decoded[0], decoded[1], decoded[2])
    }

    private func joined(_ header: String, _ payload: [UInt8], _ signature: [UInt8]) -> String {
        [Array(header.utf8), payload, signature].map(Base64URL.encode).joined(separator: ".")
    }

    private func refusal(of token: String) async throws -> AccessTokenValidationError? {
        let validator = try await fixture.jwtValidator()
        do throws(AccessTokenValidationError) {
            _ = try await validator.validate(token)
            return nil
        } catch {
            return error
        }
    }

    /// A payload of the server's with members changed, signed with the realm's own key: what a thief of the key, or a
    /// fault of ours, could make.
    private func signed(
        type: String = "at+jwt", _ change: (inout [String: Any]) -> Void
    ) async throws -> String {
        let payload = try await parts().payload
        var object = try #require(try JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any])
        change(&object)
        let bytes = Array(try JSONSerialization.data(withJSONObject: object))
        return try await fixture.privateKey().sign(bytes, type: type)
    }

    @Test(arguments: [
        (#"{"alg":"none","typ":"at+jwt","kid":"KID"}"#, "malformed"),
        (#"{"alg":"None","typ":"at+jwt","kid":"KID"}"#, "malformed"),
        (#"{"alg":"HS256","typ":"at+jwt","kid":"KID"}"#, "malformed"),
        (#"{"alg":"EdDSA","typ":"at+jwt","kid":"KID"}"#, "unknown"),
        (#"{"alg":"RS256","typ":"at+jwt","kid":"KID"}"#, "unknown"),
        (#"{"alg":"ES256","typ":"at+jwt","kid":"foreign"}"#, "unknown"),
        (#"{"alg":"ES256","typ":"at+jwt"}"#, "unknown"),
        (#"{"alg":"ES256","typ":"at+jwt","kid":7}"#, "malformed"),
        (#"{"alg":"ES256","typ":"at+jwt","kid":"KID","jku":"https://evil.example/"}"#, "malformed"),
        (#"{"alg":"ES256","typ":"at+jwt","kid":"KID","x5u":"https://evil.example/"}"#, "malformed"),
        (#"{"alg":"ES256","typ":"at+jwt","kid":"KID","x5c":["AA=="]}"#, "malformed"),
        (#"{"alg":"ES256","typ":"at+jwt","kid":"KID","jwk":{"kty":"EC"}}"#, "malformed"),
        (#"{"alg":"ES256","typ":"at+jwt","kid":"KID","crit":["exp"]}"#, "malformed"),
        (#"{"alg":"ES256","typ":"at+jwt","kid":"KID","b64":false}"#, "malformed"),
        (#"{"alg":"ES256","typ":"JWT","kid":"KID"}"#, "malformed"),
        (#"{"alg":"ES256","kid":"KID"}"#, "malformed"),
        (#"{"alg":"ES256","typ":"token-introspection+jwt","kid":"KID"}"#, "malformed"),
        (#"{"alg":"ES256","alg":"ES256","typ":"at+jwt","kid":"KID"}"#, "malformed"),
        (#"{"alg":"ES256","typ":"at+jwt","kid":"KID"} "#, "unknown"),
        (#"{"alg":"ES256","typ":"at+jwt","kid":"KID","a":[[[[[[[[[1]]]]]]]]]}"#, "malformed"),
    ])
    func `a header that is not ours is refused`(_ header: String, _ reason: String) async throws {
        let (_, payload, signature) = try await parts()
        let keyID = try await fixture.signingKey().keyID
        let token = joined(header.replacingOccurrences(of: "KID", with: keyID), payload, signature)
        #expect(try await refusal(of: token)?.reason == "token_\(reason)")
    }

    @Test func `an HMAC keyed by our public key is no signature`() async throws {
        let (_, payload, _) = try await parts()
        let key = try await fixture.signingKey().publicKey
        let header = #"{"alg":"HS256","typ":"at+jwt","kid":"\#(key.thumbprint)"}"#
        let signedText = [Array(header.utf8), payload].map(Base64URL.encode).joined(separator: ".")
        let code = Pepper(version: 1, bytes: Redacted(Array(key.json.bytes.prefix(32))))
            .fingerprint(of: signedText)
        #expect(try await refusal(of: signedText + "." + Base64URL.encode(code)) == .malformed)
    }

    @Test func `a signature by a key of ours in another form, or of another length, is none`() async throws {
        let token = try await fixture.sign()
        let start = token.prefix(upTo: try #require(token.lastIndex(of: ".")))
        for signature in ["", Base64URL.encode([UInt8](repeating: 0, count: 64)), "AAAA"] {
            #expect(try await refusal(of: "\(start).\(signature)") == .unknown)
        }
        #expect(try await refusal(of: "\(start)") == .malformed)
        #expect(try await refusal(of: token + ".x") == .malformed)
        #expect(try await refusal(of: token + "=") == .malformed)
        #expect(try await refusal(of: " " + token) == .malformed)
    }

    @Test(arguments: ["iss", "sub", "aud", "client_id", "scope", "jti", "iat", "exp", "cf_lineage"])
    func `a token without a claim that it must have is refused, though our key signed it`(_ name: String) async throws {
        #expect(try await refusal(of: try await signed { $0[name] = nil }) == .malformed)
        #expect(try await refusal(of: try await signed { $0[name] = NSNull() }) == .malformed)
        #expect(try await refusal(of: try await signed { $0[name] = ["x": 1] }) == .malformed)
    }

    @Test func `times that do not fit are refused`() async throws {
        let now = fixture.clock.now.secondsSince1970
        #expect(try await refusal(of: try await signed { $0["exp"] = now }) == .expired)
        #expect(try await refusal(of: try await signed { $0["exp"] = -1 }) == .malformed)
        #expect(try await refusal(of: try await signed { $0["exp"] = 1e300 }) == .malformed)
        #expect(try await refusal(of: try await signed { $0["exp"] = "\(now + 60)" }) == .malformed)
        #expect(try await refusal(of: try await signed { $0["iat"] = now + 11 }) == .notYetValid)
        #expect(try await refusal(of: try await signed { $0["nbf"] = now + 11 }) == .notYetValid)
        #expect(try await refusal(of: try await signed { $0["nbf"] = now }) == nil)
    }

    @Test func `what is signed for another purpose or with a claim of another kind is refused`() async throws {
        #expect(try await refusal(of: try await signed(type: "token-introspection+jwt") { _ in }) == .malformed)
        #expect(
            try await refusal(of: try await signed { $0["aud"] = ["urn:counterfoil:acme:sandbox:external", "x"] })
                == .malformed)
        #expect(
            try await refusal(of: try await signed { $0["aud"] = "urn:counterfoil:zenith:sandbox:external" })
                == .otherResource)
        #expect(try await refusal(of: try await signed { $0["cnf"] = ["jwk": ["kty": "EC"]] }) == .malformed)
        #expect(try await refusal(of: try await signed { $0["cnf"] = ["jkt": "a", "x5t#S256": "b"] }) == .malformed)
        #expect(try await refusal(of: try await signed { $0["act"] = ["iss": "x"] }) == .malformed)
        #expect(try await refusal(of: try await signed { $0["cf_lineage"] = "AAAA" }) == .malformed)
        #expect(try await refusal(of: try await signed { $0["scope"] = "external \u{7}" }) == .malformed)
    }

    @Test func `a member that stands twice is refused`() async throws {
        let payload = String(decoding: try await parts().payload, as: UTF8.self)
        let doubled = Array((payload.dropLast() + #","exp":9999999999}"#).utf8)
        let token = try await fixture.privateKey().sign(doubled, type: "at+jwt")
        #expect(try await refusal(of: token) == .malformed)
    }

    @Test func `a megabyte is refused before it is decoded, and deep nesting too`() async throws {
        let long = "e" + String(repeating: "A", count: 1_048_576)
        #expect(try await refusal(of: long) == .malformed)
        #expect(try await refusal(of: long + ".AAAA.AAAA") == .malformed)
        let deep = String(repeating: "[", count: 2_000) + String(repeating: "]", count: 2_000)
        let payload = Array(#"{"a":\#(deep)}"#.utf8)
        #expect(try await refusal(of: try await fixture.privateKey().sign(payload, type: "at+jwt")) == .malformed)
    }

    @Test(arguments: ["", "e", "eyJ", "...", "eyJ..", "a.b.c", "eyJhbGciOiJub25lIn0..", "Bearer x"])
    func `a text that is no token is malformed`(_ text: String) async throws {
        #expect(try await refusal(of: text) == .malformed)
    }
}
