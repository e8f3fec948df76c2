import AuthorizationServer
import Cryptography
import Foundation
import HTTPTypes
import HummingbirdTesting
import JOSE
import Registry
import Testing
import Timekeeping

@testable import CounterfoilServer

/// A client of a fixture that authenticates by assertions, with the private key.
struct AssertingClient: Sendable {
    static let host = "sandbox-acme.example.test"
    static let issuer = "http://sandbox-acme.example.test/api/identity"
    static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    let id: String
    let key: SigningKey

    /// The claims of a good assertion, changed as wanted; `nil` removes one.
    func claims(at now: Timestamp, _ changes: [String: (any Sendable)?] = [:]) -> [String: any Sendable] {
        var claims: [String: any Sendable] = [
            "iss": id, "sub": id, "aud": Self.issuer, "jti": UUID().uuidString, "iat": now.secondsSince1970,
            "exp": now.secondsSince1970 + 300,
        ]
        for (name, value) in changes { claims[name] = value }
        return claims
    }

    /// A good assertion, but for the changes.
    func assertion(at now: Timestamp, _ changes: [String: (any Sendable)?] = [:]) throws -> String {
        try key.sign(Array(JSONSerialization.data(withJSONObject: claims(at: now, changes))), type: "JWT")
    }

    /// Any header and payload, signed by the key.
    func signed(header: String, payload: String) throws -> String {
        let text = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(payload.utf8))
        return text + "." + Base64URL.encode(try key.signature(over: Array(text.utf8)))
    }

    /// Good claims under a header with further members, such as `"crit":["exp"]`.
    func assertion(at now: Timestamp, headerMembers: String) throws -> String {
        let payload = try JSONSerialization.data(withJSONObject: claims(at: now))
        return try signed(
            header: #"{"alg":"\#(key.algorithm.rawValue)","kid":"\#(key.publicKey.thumbprint)",\#(headerMembers)}"#,
            payload: String(decoding: payload, as: UTF8.self))
    }
}

extension ServerFixture {
    /// The settings of a client that authenticates by a key.
    static func settings(
        _ keys: [JSONWebKey], methods: Set<ClientAuthenticationMethod> = [.privateKeyJWT],
        _ change: (inout ClientSettingsChange) -> Void = { _ in }
    ) -> ClientSettingsChange {
        var settings = ClientSettingsChange()
        settings.authenticationMethods = methods
        settings.keySet = String(decoding: JSONWebKeySet(keys: keys).json.bytes, as: UTF8.self)
        change(&settings)
        return settings
    }

    /// Makes a client in acme's sandbox that authenticates by a new key.
    func assertingClient(
        _ algorithm: SigningAlgorithm = .es256, methods: Set<ClientAuthenticationMethod> = [.privateKeyJWT],
        _ change: (inout ClientSettingsChange) -> Void = { _ in }
    ) async throws -> AssertingClient {
        let key = try SigningKey.generate(algorithm)
        let created = try await self.change(
            CreateClient(
                subscription: subscription.text, environment: .sandbox, name: "Signs", scopes: [],
                tokenLifetimeSeconds: nil,
                settings: Self.settings([key.publicKey], methods: methods, change)))
        return AssertingClient(id: created.client.id.text, key: key)
    }

    /// Lets time pass in which the server goes on hearing of its store.
    func pass(seconds: Int64) async {
        advance(seconds: seconds)
        #expect(await assembly.changeFollower.follow(isJournalBehind: false) == false)
    }

    /// Posts a form with an assertion.
    func post(
        _ assertion: String, to path: String = OAuthRoutes.tokenPath, host: String = AssertingClient.host,
        form: String = "grant_type=client_credentials", headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        let credentials = "client_assertion_type=\(AssertingClient.assertionType)&client_assertion=\(assertion)"
        return try await send(.post, path, host: host, headers: headers, body: "\(form)&\(credentials)")
    }
}
