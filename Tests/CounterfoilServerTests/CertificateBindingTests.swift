import AuthorizationServer
import CertificateTesting
import Cryptography
import Foundation
import HTTPTypes
import HummingbirdTesting
import JOSE
import Registry
import ResourceServer
import Testing

@testable import CounterfoilServer

/// Tokens that work only together with the certificate they were got with (RFC 8705 section 3).
@Suite struct CertificateBindingTests {
    private static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    private func claims(of token: String) throws -> [String: Any] {
        let parts = token.split(separator: ".")
        #expect(parts.count == 3)
        let payload = try #require(Base64URL.decode(parts[1].utf8))
        return try #require(try JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any])
    }

    private func patients(
        _ fixture: MutualTLSFixture, _ token: String, _ certificates: TestCertificate..., scheme: String = "Bearer"
    ) async throws -> TestResponse {
        try await fixture.send(
            .get, "/api/external/v1/patients", certificates: certificates,
            headers: [.authorization: "\(scheme) \(token)"])
    }

    private func expectUnproven(_ response: TestResponse) throws {
        #expect(response.status == .unauthorized)
        let challenge = try #require(response.header("WWW-Authenticate"))
        #expect(challenge.contains(#"error="invalid_token""#))
    }

    @Test func `a bound token works with its certificate and no other`() async throws {
        let fixture = try await MutualTLSFixture()
        let id = try await fixture.client { $0.tokenBinding = .certificate }
        let certificate = try fixture.certificate()
        let response = try await fixture.tokenRequest(id, certificate)
        #expect(try response.member("token_type") == "Bearer")
        let token = try response.member("access_token")
        let confirmation = try #require(try claims(of: token)["cnf"] as? [String: String])
        #expect(confirmation == ["x5t#S256": CertificateThumbprint.text(of: try certificate.der)])
        #expect(try await patients(fixture, token, certificate).status == .ok)
        #expect(try await patients(fixture, token, certificate, fixture.root, scheme: "bearer").status == .ok)
        let renewed = try TestCertificate(
            TestCertificate.Content("client"), issuedBy: fixture.root, key: certificate.key)
        try expectUnproven(await patients(fixture, token))
        try expectUnproven(await patients(fixture, token, renewed))
        try expectUnproven(await patients(fixture, token, fixture.root, certificate))
        #expect(try await patients(fixture, token, certificate, scheme: "DPoP").status == .unauthorized)
    }

    @Test func `a client that authenticates otherwise has its tokens bound to the certificate it shows`() async throws {
        let fixture = try await MutualTLSFixture()
        var settings = ClientSettingsChange()
        settings.tokenBinding = .certificate
        try await fixture.server.change(
            UpdateClient(
                client: fixture.server.sandbox.id, name: nil, scopes: nil, tokenLifetimeSeconds: nil,
                settings: settings))
        let (mine, other) = (try TestCertificate("mine"), try TestCertificate("other"))
        let secret = "&client_secret=\(fixture.server.sandbox.secret)"
        let token = try await fixture.tokenRequest(fixture.server.sandbox.id, mine, more: secret).member("access_token")
        #expect(try await patients(fixture, token, mine).status == .ok)
        try expectUnproven(await patients(fixture, token, other))
        let without = try await fixture.tokenRequest(fixture.server.sandbox.id, more: secret)
        #expect(without.status == .badRequest)
        #expect(try without.member("error") == "invalid_request")
        #expect(try without.member("error_description").contains("over mutual TLS"))
    }

    @Test func `tokens of a client that is not set so are not bound`() async throws {
        let fixture = try await MutualTLSFixture()
        let id = try await fixture.client()
        let token = try await fixture.tokenRequest(id, fixture.certificate()).member("access_token")
        #expect(token.utf8.count == 64)
        #expect(try await patients(fixture, token).status == .ok)
    }

    @Test(arguments: [TokenBinding.either, .certificate])
    func `introspection tells the certificate`(_ binding: TokenBinding) async throws {
        let fixture = try await MutualTLSFixture()
        let id = try await fixture.client { $0.tokenBinding = binding }
        let resourceServer = try await fixture.client(subject: "san_dns=api.example.com") {
            $0.introspects = "external"
        }
        let certificate = try fixture.certificate()
        let token = try await fixture.tokenRequest(id, certificate).member("access_token")
        let answer = try await fixture.send(
            .post, OAuthRoutes.introspectionPath, certificates: [fixture.certificate(name: "api.example.com")],
            headers: Self.form, body: "token=\(token)&client_id=\(resourceServer)"
        ).object()
        #expect(answer["active"] as? Bool == true)
        #expect(answer["token_type"] as? String == "Bearer")
        #expect(
            answer["cnf"] as? [String: String] == ["x5t#S256": CertificateThumbprint.text(of: try certificate.der)])
    }

    @Test func `in a realm that is held to FAPI 2_0 every token is bound`() async throws {
        let fixture = try await MutualTLSFixture()
        let realm = try #require(RealmIdentifier(text: "acme/sandbox"))
        try await fixture.server.change(UpdateRealm(realm: realm, profile: .fapi2, certificateRoots: nil))
        let id = try await fixture.client()
        let certificate = try fixture.certificate()
        let token = try await fixture.tokenRequest(id, certificate).member("access_token")
        #expect(try claims(of: token)["cnf"] != nil)
        try expectUnproven(await patients(fixture, token))
        #expect(try await patients(fixture, token, certificate).status == .ok)
    }

    @Test func `the metadata say whether tokens can be bound`() async throws {
        for (fixture, expected) in [
            (try await MutualTLSFixture(), true), (try await MutualTLSFixture { _ in }, false),
        ] {
            let document = try await fixture.server.send(.get, OAuthRoutes.metadataPaths[0]).object()
            #expect(document["tls_client_certificate_bound_access_tokens"] as? Bool == expected)
        }
    }
}
