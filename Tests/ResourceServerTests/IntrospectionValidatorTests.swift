import Foundation
import OutboundHTTPTesting
import Testing
import Timekeeping

@testable import ResourceServer

@Suite struct IntrospectionValidatorTests {
    private let clock = HandClock()
    private let failures = FailureLog()

    private func validator(
        _ server: LoopbackServer, settings: IntrospectionValidator.Settings = .init(resource: "urn:api"),
        secret: String = "s", timeoutMilliseconds: Int64 = 60_000
    ) throws -> IntrospectionValidator {
        try IntrospectionValidator(
            endpoint: "http://127.0.0.1:\(server.port)/introspect",
            credentials: IntrospectionCredentials(clientID: "rs", clientSecret: secret), settings: settings,
            connection: try IssuerConnection(
                timeoutMilliseconds: timeoutMilliseconds, onFailure: { [failures] in failures.append($0) }),
            timeSource: clock.timeSource)
    }

    private static func json(_ body: String, status: Int = 200) -> LoopbackServer.Answer {
        .answer(status: status, fields: ["Content-Type": "application/json"], body: body)
    }

    /// An answer about a good token, with members in place of or beside the usual ones.
    private static func active(_ members: [String: String] = [:], seconds: Int64 = 600) -> LoopbackServer.Answer {
        var all = [
            "active": "true", "aud": #""urn:api""#, "iss": #""https://id.example""#, "client_id": #""cf_1""#,
            "scope": #""external other""#, "exp": "\(1_700_000_000 + seconds)", "iat": "1699999990", "jti": #""t1""#,
        ]
        all.merge(members) { $1 }
        return json(
            "{" + all.filter { $0.value != "" }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}")
    }

    /// What a validator makes of one answer.
    private func refusal(
        of answer: LoopbackServer.Answer, settings: IntrospectionValidator.Settings = .init(resource: "urn:api"),
        timeoutMilliseconds: Int64 = 60_000
    ) async throws -> AccessTokenValidationError? {
        try await LoopbackServer.run(answer: { _ in answer }) { server in
            let validator = try validator(server, settings: settings, timeoutMilliseconds: timeoutMilliseconds)
            return await #expect(throws: AccessTokenValidationError.self) { try await validator.validate("abc") }
        }
    }

    @Test func `a good token comes back with all that the issuer said`() async throws {
        let answer = Self.active(["cnf": #"{"jkt":"k"}"#, "act": #"{"sub":"cf_2"}"#, "sub": #""cf_9""#])
        try await LoopbackServer.run(answer: { _ in answer }) { server in
            let token = try await validator(server).validate("a+b/c=")
            #expect(
                token
                    == ValidatedToken(
                        identifier: "t1", clientID: "cf_1", clientNumber: nil, scopes: ["external", "other"],
                        resource: "urn:api", issuedAt: Date(timeIntervalSince1970: 1_699_999_990),
                        expiresAt: Date(timeIntervalSince1970: 1_700_000_600), subject: "cf_9",
                        issuer: "https://id.example", confirmation: .keyThumbprint("k"), actor: TokenActor("cf_2")))
            let request = try #require(server.received.first)
            #expect(request.method == "POST")
            #expect(request.target == "/introspect")
            #expect(request.body == "token=a%2Bb%2Fc%3D&token_type_hint=access_token")
            #expect(request.fields["accept"] == "application/json")
        }
    }

    @Test func `credentials are form-encoded before base64, and never printed`() async throws {
        try await LoopbackServer.run(answer: { _ in Self.active() }) { server in
            _ = try await validator(server, secret: "p:w%ü").validate("abc")
            let encoded = Data("rs:p%3Aw%25%C3%BC".utf8).base64EncodedString()
            #expect(server.received.first?.fields["authorization"] == "Basic " + encoded)
        }
        let credentials = IntrospectionCredentials(clientID: "rs", clientSecret: "hidden")
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] {
            #expect(!text.contains("hidden"))
            #expect(!text.contains("Basic"))
        }
    }

    @Test func `a hundred validations of one token at one moment make one request`() async throws {
        let (gate, opening) = AsyncStream<Void>.makeStream()
        let (asked, asking) = AsyncStream<Void>.makeStream()
        try await LoopbackServer.run(
            answer: { _ in
                asking.yield()
                for await _ in gate { break }
                return Self.active()
            },
            body: { server in
                let validator = try validator(server)
                try await withThrowingTaskGroup(of: ValidatedToken.self) { group in
                    for _ in 0..<100 { group.addTask { try await validator.validate("abc") } }
                    for await _ in asked { break }
                    opening.yield()
                    for try await token in group { #expect(token.identifier == "t1") }
                }
                #expect(server.received.count == 1)
            })
    }

    @Test func `an answer is used again for ten seconds, and for that token alone`() async throws {
        try await LoopbackServer.run(answer: { _ in Self.active() }) { server in
            let validator = try validator(server)
            _ = try await validator.validate("abc")
            clock.advance(milliseconds: 9_999)
            _ = try await validator.validate("abc")
            #expect(server.received.count == 1)
            for other in ["abd", "ab", "abcd", "ABC"] { _ = try await validator.validate(other) }
            #expect(server.received.count == 5)
            clock.advance(milliseconds: 1)
            _ = try await validator.validate("abc")
            #expect(server.received.count == 6)
        }
    }

    @Test func `an answer is never used beyond the token's own expiry`() async throws {
        try await LoopbackServer.run(answer: { _ in Self.active(seconds: 3) }) { server in
            let validator = try validator(server)
            _ = try await validator.validate("abc")
            clock.advance(milliseconds: 2_999)
            _ = try await validator.validate("abc")
            #expect(server.received.count == 1)
            clock.advance(milliseconds: 1)
            await #expect(throws: AccessTokenValidationError.expired) { try await validator.validate("abc") }
            #expect(server.received.count == 2)
        }
    }

    @Test func `with a cache of no time each validation asks`() async throws {
        try await LoopbackServer.run(answer: { _ in Self.active() }) { server in
            let validator = try validator(server, settings: .init(resource: "urn:api", cacheMilliseconds: 0))
            for _ in 0..<3 { _ = try await validator.validate("abc") }
            #expect(server.received.count == 3)
        }
    }

    @Test func `a token that is not active is not, until asked again`() async throws {
        let answers = AnswerList([Self.json(#"{"active":false}"#), Self.active(), Self.json(#"{"active":false}"#)])
        try await LoopbackServer.run(answer: { _ in answers.next() }) { server in
            let validator = try validator(server)
            await #expect(throws: AccessTokenValidationError.inactive) { try await validator.validate("abc") }
            _ = try await validator.validate("abc")
            clock.advance(milliseconds: 10_000)
            await #expect(throws: AccessTokenValidationError.inactive) { try await validator.validate("abc") }
            #expect(server.received.count == 3)
        }
    }

    @Test func `no more answers are held than allowed`() async throws {
        try await LoopbackServer.run(answer: { _ in Self.active() }) { server in
            let validator = try validator(
                server, settings: .init(resource: "urn:api", cacheMilliseconds: 10_000, cacheCount: 4))
            for number in 0..<50 { _ = try await validator.validate("token-\(number)") }
            #expect(validator.heldCount <= 4)
            _ = try await validator.validate("token-49")
            #expect(server.received.count == 50)
        }
    }

    @Test(
        arguments: [
            (["aud": #""urn:other""#], .otherResource), (["aud": ""], .otherResource),
            (["iss": #""https://evil.example""#], .unknown), (["iss": ""], .unknown),
            (["exp": "1700000000"], .expired), (["exp": ""], .unavailable), (["exp": #""soon""#], .unavailable),
            (["active": #""true""#], .unavailable), (["active": ""], .unavailable), (["active": "null"], .unavailable),
            (["cnf": #"{"x5u":"k"}"#], .unavailable), (["cnf": #""k""#], .unavailable),
            (["scope": #"["external"]"#], .unavailable), (["client_id": "1"], .unavailable),
        ] as [([String: String], AccessTokenValidationError)])
    func `an answer that is not about a token for this resource server is refused`(
        _ members: [String: String], _ expected: AccessTokenValidationError
    ) async throws {
        let settings = IntrospectionValidator.Settings(resource: "urn:api", issuer: "https://id.example")
        let refusal = try await refusal(of: Self.active(members), settings: settings)
        #expect(refusal == expected)
    }

    @Test func `a list of audiences has to have the resource`() async throws {
        let answer = Self.active(["aud": #"["urn:other","urn:api"]"#])
        try await LoopbackServer.run(answer: { _ in answer }) { server in
            let token = try await validator(server).validate("abc")
            #expect(token.resource == "urn:api")
        }
    }

    @Test(arguments: [
        (LoopbackServer.Answer.answer(status: 401, body: ""), "credentials_refused"),
        (.answer(status: 403, body: ""), "credentials_refused"), (.answer(status: 400, body: ""), "status"),
        (.answer(status: 500, body: ""), "status"),
        (.answer(status: 302, fields: ["Location": "/"], body: ""), "redirected"),
        (.answer(fields: ["Content-Type": "text/html"], body: "{}"), "answer_malformed"),
        (Self.json("not JSON"), "answer_malformed"), (Self.json("[]"), "answer_malformed"),
        (Self.json(#"{"active":true,"active":false}"#), "answer_malformed"), (.hangUp, "connection_failed"),
        (.long(bytes: 1_048_576), "answer_too_large"),
    ])
    func `an issuer that does not answer as it should makes the token neither good nor bad`(
        _ answer: LoopbackServer.Answer, _ reason: String
    ) async throws {
        let refusal = try await refusal(of: answer)
        #expect(refusal == .unavailable)
        #expect(failures.all == [reason])
    }

    @Test func `a slow issuer is given up in time`() async throws {
        let refusal = try await refusal(of: .silence, timeoutMilliseconds: 100)
        #expect(refusal == .unavailable)
        #expect(failures.all == ["timed_out"])
    }

    @Test func `a token of no or too great length is refused without asking`() async throws {
        try await LoopbackServer.run(answer: { _ in Self.active() }) { server in
            let validator = try validator(server)
            for token in ["", String(repeating: "a", count: 8_193)] {
                await #expect(throws: AccessTokenValidationError.malformed) { try await validator.validate(token) }
            }
            #expect(server.received.isEmpty)
        }
    }

    @Test func `a setting that cannot be right is refused with what to do`() throws {
        let credentials = IntrospectionCredentials(clientID: "rs", clientSecret: "s")
        let connection = try IssuerConnection()
        let bad: [(String, IntrospectionValidator.Settings, String)] = [
            ("http://id.example/introspect", .init(resource: nil), "allowsPlainHTTP"),
            ("id.example/introspect", .init(resource: nil), "is not a URL"),
            ("https://id.example/", .init(resource: nil, cacheMilliseconds: -1), "0 to 300000"),
            ("https://id.example/", .init(resource: nil, cacheMilliseconds: 300_001), "0 to 300000"),
            ("https://id.example/", .init(resource: nil, cacheCount: 0), "at least one"),
        ]
        for (endpoint, settings, says) in bad {
            let error = #expect(throws: ResourceServerError.self) {
                try IntrospectionValidator(
                    endpoint: endpoint, credentials: credentials, settings: settings, connection: connection)
            }
            #expect(error?.description.contains(says) == true)
        }
        #expect(throws: ResourceServerError.self) { try IssuerConnection(timeoutMilliseconds: 99) }
        #expect(throws: ResourceServerError.self) { try IssuerConnection(certificateAuthoritiesFile: "/nowhere.pem") }
        let closed = try IssuerConnection(allowsPlainHTTP: true)
        #expect(throws: Never.self) {
            try IntrospectionValidator(
                endpoint: "http://id.example/", credentials: credentials, settings: .init(resource: nil),
                connection: closed)
        }
    }
}
