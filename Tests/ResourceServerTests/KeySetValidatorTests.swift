import Foundation
import JOSE
import OutboundHTTPTesting
import Testing
import Timekeeping

@testable import ResourceServer

@Suite struct KeySetValidatorTests {
    private let clock = HandClock()
    private let failures = FailureLog()
    private let key: SigningKey

    init() throws {
        key = try SigningKey.generate(.es256)
    }

    private static let issuer = "https://id.example/api/identity"

    private static func keySet(_ keys: [SigningKey], maximumAge: Int = 300) -> LoopbackServer.Answer {
        .answer(
            fields: ["Cache-Control": "max-age=\(maximumAge)"],
            body: String(decoding: JSONWebKeySet(keys: keys.map(\.publicKey)).json.bytes, as: UTF8.self))
    }

    private func validator(
        _ server: LoopbackServer, skewSeconds: Int64 = 10
    ) throws -> KeySetValidator {
        try KeySetValidator(
            settings: .init(
                issuer: Self.issuer, resource: "urn:api", keySetURL: "http://127.0.0.1:\(server.port)/jwks",
                clockSkewSeconds: skewSeconds),
            connection: try connection(), timeSource: clock.timeSource)
    }

    private func connection() throws -> IssuerConnection {
        try IssuerConnection(timeoutMilliseconds: 60_000, onFailure: { [failures] in failures.append($0) })
    }

    /// A token with members in place of or beside the usual ones.
    private func token(
        _ members: [String: String] = [:], signedBy signer: SigningKey? = nil, type: String = "at+jwt"
    ) throws -> String {
        var all = [
            "iss": #""\#(Self.issuer)""#, "aud": #""urn:api""#, "sub": #""cf_1""#, "client_id": #""cf_1""#,
            "jti": #""t1""#, "iat": "1700000000", "exp": "1700000600", "scope": #""external""#,
        ]
        all.merge(members) { $1 }
        let text = "{" + all.filter { $0.value != "" }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
        return try JWSSigner(key: signer ?? key, type: type).sign(Array(text.utf8))
    }

    /// What a validator makes of one token.
    private func refusal(of token: String) async throws -> AccessTokenValidationError? {
        let answer = Self.keySet([key])
        return try await LoopbackServer.run(answer: { _ in answer }) { server in
            let validator = try validator(server)
            return await #expect(throws: AccessTokenValidationError.self) { try await validator.validate(token) }
        }
    }

    @Test(arguments: SigningAlgorithm.allCases)
    func `a token signed by a key of the set is good, whatever the algorithm`(_ algorithm: SigningAlgorithm)
        async throws
    {
        let key = try SigningKey.generate(algorithm)
        let answer = Self.keySet([key])
        try await LoopbackServer.run(answer: { _ in answer }) { server in
            let text = try token(["cnf": #"{"x5t#S256":"k"}"#, "act": #"{"sub":"cf_2"}"#], signedBy: key)
            let validated = try await validator(server).validate(text)
            #expect(
                validated
                    == ValidatedToken(
                        identifier: "t1", clientID: "cf_1", clientNumber: nil, scopes: ["external"],
                        resource: "urn:api", issuedAt: Date(timeIntervalSince1970: 1_700_000_000),
                        expiresAt: Date(timeIntervalSince1970: 1_700_000_600), subject: "cf_1", issuer: Self.issuer,
                        confirmation: .certificateThumbprint("k"), actor: TokenActor("cf_2")))
        }
    }

    @Test(
        arguments: [
            (["iss": #""https://id.example/api/identity/""#], .unknown),
            (["iss": #""https://evil.example""#], .unknown),
            (["iss": ""], .malformed), (["aud": #""urn:other""#], .otherResource), (["aud": "[]"], .otherResource),
            (["aud": #""URN:API""#], .otherResource), (["aud": ""], .malformed), (["aud": "1"], .malformed),
            (["sub": ""], .malformed), (["client_id": ""], .malformed), (["jti": ""], .malformed),
            (["iat": ""], .malformed), (["exp": ""], .malformed), (["exp": #""1700000600""#], .malformed),
            (["exp": "1699999990"], .expired), (["iat": "1700000011"], .notYetValid),
            (["nbf": "1700000011"], .notYetValid), (["scope": "1"], .malformed), (["cnf": #"{"kid":"k"}"#], .malformed),
            (["cnf": #"{"jkt":"k","kid":"k"}"#], .malformed), (["act": #"{"iss":"k"}"#], .malformed),
        ] as [([String: String], AccessTokenValidationError)])
    func `a token with a claim that is missing or wrong is refused`(
        _ members: [String: String], _ expected: AccessTokenValidationError
    ) async throws {
        let refusal = try await refusal(of: token(members))
        #expect(refusal == expected)
    }

    @Test(arguments: ["JWT", "jwt", "dpop+jwt", "token-introspection+jwt", ""])
    func `a JWT of another type is refused`(_ type: String) async throws {
        let refusal = try await refusal(of: token(type: type))
        #expect(refusal == .malformed)
    }

    @Test func `a token by a key that is not in the set is unknown, also under the name of one that is`() async throws {
        let stranger = try SigningKey.generate(.es256)
        let own = try token().split(separator: ".")
        let foreign = try token(signedBy: stranger).split(separator: ".")
        for text in [
            foreign.joined(separator: "."), "\(own[0]).\(foreign[1]).\(foreign[2])",
            "\(own[0]).\(own[1]).\(foreign[2])",
        ] {
            let refusal = try await refusal(of: text)
            #expect(refusal == .unknown)
        }
    }

    @Test(arguments: [
        #"{"alg":"none","typ":"at+jwt"}"#, #"{"alg":"HS256","typ":"at+jwt","kid":"k"}"#,
        #"{"alg":"ES256","typ":"at+jwt","crit":["x"],"x":1}"#, #"{"alg":"ES256","typ":"at+jwt","jku":"https://evil/"}"#,
        #"{"alg":"ES256","alg":"none","typ":"at+jwt"}"#,
    ])
    func `a token with a header that nobody here writes is refused`(_ header: String) async throws {
        let encoded = Data(header.utf8).base64EncodedString().replacingOccurrences(of: "=", with: "")
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
        let parts = try token().split(separator: ".")
        for text in ["\(encoded).\(parts[1]).\(parts[2])", "\(encoded).\(parts[1])."] {
            let refusal = try await refusal(of: text)
            #expect(refusal == .malformed)
        }
    }

    @Test(arguments: ["", "a", "a.b.c", String(repeating: "A", count: 64), String(repeating: "a", count: 8_193)])
    func `what is no JWT is refused without a fetch`(_ text: String) async throws {
        let answer = Self.keySet([key])
        try await LoopbackServer.run(answer: { _ in answer }) { server in
            let validator = try validator(server)
            await #expect(throws: AccessTokenValidationError.malformed) { try await validator.validate(text) }
            #expect(server.received.isEmpty)
        }
    }

    @Test func `clocks may differ by as much as is set`() async throws {
        let answer = Self.keySet([key])
        try await LoopbackServer.run(answer: { _ in answer }) { server in
            let exact = try validator(server, skewSeconds: 0)
            let tolerant = try validator(server, skewSeconds: 60)
            let late = try token(["exp": "1700000000"])
            let early = try token(["iat": "1700000060"])
            await #expect(throws: AccessTokenValidationError.expired) { try await exact.validate(late) }
            await #expect(throws: AccessTokenValidationError.notYetValid) { try await exact.validate(early) }
            #expect(try await tolerant.validate(late).identifier == "t1")
            #expect(try await tolerant.validate(early).identifier == "t1")
        }
    }

    @Test func `the set is fetched once, held as long as it says, and replaced`() async throws {
        let next = try SigningKey.generate(.edDSA)
        let answers = AnswerList([Self.keySet([key], maximumAge: 120), Self.keySet([next], maximumAge: 120)])
        try await LoopbackServer.run(answer: { _ in answers.next() }) { server in
            let validator = try validator(server)
            let first = try token(["exp": "1800000000"])
            let second = try token(["exp": "1800000000"], signedBy: next)
            for _ in 0..<3 { _ = try await validator.validate(first) }
            await #expect(throws: AccessTokenValidationError.unknown) { try await validator.validate(second) }
            #expect(server.received.count == 1)
            clock.advance(seconds: 60)
            #expect(try await validator.validate(second).identifier == "t1")
            await #expect(throws: AccessTokenValidationError.unknown) { try await validator.validate(first) }
            #expect(server.received.count == 2)
            clock.advance(seconds: 120)
            _ = try await validator.validate(second)
            #expect(server.received.count == 3)
        }
    }

    @Test func `the set before is used on while its server fails, and each failure is told`() async throws {
        let answers = AnswerList([Self.keySet([key], maximumAge: 60), .hangUp])
        try await LoopbackServer.run(answer: { _ in answers.next() }) { server in
            let validator = try validator(server)
            let text = try token(["exp": "1800000000"])
            _ = try await validator.validate(text)
            clock.advance(seconds: 3_600)
            _ = try await validator.validate(text)
            #expect(failures.all == ["key_set_connection_failed"])
            clock.advance(seconds: 14_400)
            await #expect(throws: AccessTokenValidationError.unavailable) { try await validator.validate(text) }
        }
    }

    @Test func `the set is found by the issuer's metadata, at either path`() async throws {
        for usesOpenIDPath in [false, true] {
            let keySet = Self.keySet([key])
            let oauthPath = "/.well-known/oauth-authorization-server/api/identity"
            let openIDPath = "/api/identity/.well-known/openid-configuration"
            let shownAt = usesOpenIDPath ? openIDPath : oauthPath
            try await LoopbackServer.run(
                answer: { request in
                    let host = "http://" + (request.fields["host"] ?? "")
                    switch request.target {
                    case shownAt:
                        return .answer(body: #"{"issuer":"\#(host)/api/identity","jwks_uri":"\#(host)/keys"}"#)
                    case "/keys": return keySet
                    default: return .answer(status: 404, body: "")
                    }
                },
                body: { server in
                    let issuer = "http://127.0.0.1:\(server.port)/api/identity"
                    let validator = try KeySetValidator(
                        settings: .init(issuer: issuer, resource: "urn:api"), connection: try connection(),
                        timeSource: clock.timeSource)
                    let validated = try await validator.validate(token(["iss": "\"\(issuer)\""]))
                    #expect(validated.issuer == issuer)
                    let asked = usesOpenIDPath ? [oauthPath, openIDPath, "/keys"] : [oauthPath, "/keys"]
                    #expect(server.received.map(\.target) == asked)
                })
        }
    }

    @Test(arguments: [
        (#"{"issuer":"https://evil.example","jwks_uri":"HOST/keys"}"#, "key_set_malformed"),
        (#"{"jwks_uri":"HOST/keys"}"#, "key_set_malformed"), (#"{"issuer":"HOST"}"#, "key_set_metadata"),
        (#"{"issuer":"HOST","jwks_uri":"http://id.example/keys"}"#, "key_set_metadata"),
        (#"{"issuer":"HOST","jwks_uri":"file:///keys"}"#, "key_set_metadata"), ("<html>", "key_set_malformed"),
    ])
    func `metadata that are not the issuer's, or name no key set, lead to none`(
        _ metadata: String, _ reason: String
    ) async throws {
        try await LoopbackServer.run(
            answer: { request in
                .answer(
                    body: metadata.replacingOccurrences(of: "HOST", with: "http://" + (request.fields["host"] ?? "")))
            },
            body: { server in
                let validator = try KeySetValidator(
                    settings: .init(issuer: "http://127.0.0.1:\(server.port)", resource: "urn:api"),
                    connection: try connection(), timeSource: clock.timeSource)
                let text = try token()
                await #expect(throws: AccessTokenValidationError.unavailable) { try await validator.validate(text) }
                #expect(failures.all == [reason])
                #expect(server.received.count == 1)
            })
    }

    @Test func `a setting that cannot be right is refused`() throws {
        let connection = try IssuerConnection()
        for settings in [
            KeySetValidator.Settings(issuer: "http://id.example", resource: "urn:api"),
            .init(issuer: "id.example", resource: "urn:api"),
            .init(issuer: "https://id.example?a", resource: "urn:api"),
            .init(issuer: "https://id.example", resource: "urn:api", keySetURL: "http://id.example/keys"),
            .init(issuer: "https://id.example", resource: "urn:api", clockSkewSeconds: 61),
            .init(issuer: "https://id.example", resource: "urn:api", clockSkewSeconds: -1),
        ] {
            #expect(throws: ResourceServerError.self) {
                try KeySetValidator(settings: settings, connection: connection)
            }
        }
    }
}
