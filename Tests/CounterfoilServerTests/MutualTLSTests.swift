import AuthorizationServer
import CertificateTesting
import Cryptography
import Foundation
import HTTPTypes
import HummingbirdTesting
import JOSE
import Journal
import JournalTesting
import Registry
import ResourceServer
import Testing
import Timekeeping
import WebFoundation
import X509

@testable import CounterfoilServer

/// Clients that authenticate by their certificates (RFC 8705 section 2).
@Suite struct MutualTLSTests {
    /// A JWK set with the key of a certificate, and one of nobody.
    private func keySet(of certificate: TestCertificate) throws -> String {
        let raw = try #require(P256PublicKey(certificate.certificate.publicKey)).raw
        let (x, y) = (Base64URL.encode(raw.prefix(32)), Base64URL.encode(raw.suffix(32)))
        let other = try SigningKey.generate(.edDSA).publicKey.json
        return String(
            decoding: Array(#"{"keys":["#.utf8) + other.bytes
                + Array(#",{"kty":"EC","crv":"P-256","x":"\#(x)","y":"\#(y)"}]}"#.utf8), as: UTF8.self)
    }

    @Test func `a certificate of the realm's authority with the client's name gets a token`() async throws {
        let fixture = try await MutualTLSFixture()
        let id = try await fixture.client()
        let certificate = try fixture.certificate()
        let response = try await fixture.tokenRequest(id, certificate)
        #expect(response.status == .ok)
        let entry = try #require(
            try fixture.server.journal.entries(matching: JournalQuery(kind: .tokenIssued, limit: 1)).first)
        let text = String(decoding: entry.body, as: UTF8.self)
        #expect(text.contains("tls_client_auth"))
        #expect(text.contains(CertificateThumbprint.text(of: try certificate.der)))
    }

    @Test(arguments: [
        "subject_dn=CN=client", "san_dns=CLIENT.example.com", "san_uri=urn:client:1", "san_email=ops@EXAMPLE.com",
    ])
    func `every kind of name works`(_ subject: String) async throws {
        let fixture = try await MutualTLSFixture()
        let id = try await fixture.client(subject: subject)
        let certificate = try fixture.certificate {
            $0.names += [.uniformResourceIdentifier("urn:client:1"), .rfc822Name("ops@example.com")]
        }
        #expect(try await fixture.tokenRequest(id, certificate).status == .ok)
    }

    @Test func `a path through an intermediate that is sent along works`() async throws {
        let fixture = try await MutualTLSFixture()
        let id = try await fixture.client()
        let issuing = try TestCertificate.authority("issuing", issuedBy: fixture.root)
        let certificate = try fixture.certificate(issuedBy: issuing)
        #expect(try await fixture.tokenRequest(id, certificate, issuing).status == .ok)
        try await fixture.expectRefused(fixture.tokenRequest(id, certificate), "client_certificate_untrusted")
    }

    @Test func `a good certificate is not any client's`() async throws {
        let fixture = try await MutualTLSFixture()
        let (id, other) = (try await fixture.client(), try await fixture.client(subject: "san_dns=other.example.com"))
        let certificate = try fixture.certificate()
        #expect(try await fixture.tokenRequest(id, certificate).status == .ok)
        let detail = try await fixture.expectRefused(
            fixture.tokenRequest(other, certificate), "certificate_subject_mismatch")
        #expect(detail.contains("CN=client"))
        #expect(detail.contains("san_dns=other.example.com"))
    }

    @Test func `the name must be the proven certificate's, not one that was sent along`() async throws {
        let fixture = try await MutualTLSFixture()
        let id = try await fixture.client()
        let (mine, stolen) = (try fixture.certificate(name: "mine.example.com"), try fixture.certificate())
        try await fixture.expectRefused(fixture.tokenRequest(id, mine, stolen), "certificate_subject_mismatch")
    }

    @Test func `certificates that are not good are refused with the reason kept`() async throws {
        let fixture = try await MutualTLSFixture()
        let id = try await fixture.client()
        let now = ServerFixture.start
        let foreign = try TestCertificate.authority("root")
        let cases: [(TestCertificate, String, String)] = [
            (try fixture.certificate { $0.notAfter = now.adding(seconds: -1) }, "not_valid_now", "expired at"),
            (try fixture.certificate { $0.notBefore = now.adding(seconds: 60) }, "not_valid_now", "not valid before"),
            (try fixture.certificate { $0.purposes = [.serverAuth] }, "untrusted", "clientAuth"),
            (try fixture.certificate(issuedBy: foreign), "untrusted", "no path leads"),
            (try TestCertificate("client") { $0.names = [.dnsName("client.example.com")] }, "untrusted", "no path"),
        ]
        for (certificate, reason, says) in cases {
            let detail = try await fixture.expectRefused(
                fixture.tokenRequest(id, certificate), "client_certificate_\(reason)")
            #expect(detail.contains(says))
        }
    }

    @Test func `another realm's authority does not count, nor that of a realm without one`() async throws {
        let fixture = try await MutualTLSFixture()
        let other = try TestCertificate.authority("root")
        try await fixture.setRoots(other, in: "acme/production")
        let id = try await fixture.client()
        try await fixture.expectRefused(
            fixture.tokenRequest(id, fixture.certificate(issuedBy: other)), "client_certificate_untrusted")
        let production = try await fixture.client(environment: .production)
        let certificate = try fixture.certificate()
        try await fixture.expectRefused(
            fixture.tokenRequest(production, certificate, host: "acme.example.test"), "client_certificate_untrusted")
        try await fixture.setRoots(nil, in: "acme/production")
        try await fixture.expectRefused(
            fixture.tokenRequest(production, certificate, host: "acme.example.test"), "certificate_roots_missing")
    }

    @Test func `roots are exchanged while the server runs`() async throws {
        let fixture = try await MutualTLSFixture()
        let id = try await fixture.client()
        let next = try TestCertificate.authority("root")
        let (before, after) = (try fixture.certificate(), try fixture.certificate(issuedBy: next))
        try await fixture.setRoots(fixture.root, next, in: "acme/sandbox")
        #expect(try await fixture.tokenRequest(id, before).status == .ok)
        #expect(try await fixture.tokenRequest(id, after).status == .ok)
        try await fixture.setRoots(next, in: "acme/sandbox")
        try await fixture.expectRefused(fixture.tokenRequest(id, before), "client_certificate_untrusted")
        #expect(try await fixture.tokenRequest(id, after).status == .ok)
    }

    @Test func `a certificate that signed itself works with the key that is registered`() async throws {
        let fixture = try await MutualTLSFixture()
        let mine = try TestCertificate("anything")
        let id = try await fixture.client([.selfSignedTLSClientAuth], subject: nil, keys: keySet(of: mine))
        #expect(try await fixture.tokenRequest(id, mine).status == .ok)
        let renewed = try TestCertificate(TestCertificate.Content("renewed"), key: mine.key)
        #expect(try await fixture.tokenRequest(id, renewed).status == .ok)
        try await fixture.expectRefused(
            fixture.tokenRequest(id, TestCertificate("anything")), "client_certificate_key_unknown")
        try await fixture.expectRefused(
            fixture.tokenRequest(id, fixture.certificate()), "client_certificate_key_unknown")
        var old = try TestCertificate.Content("anything")
        old.notAfter = ServerFixture.start.adding(seconds: -1)
        let expired = try TestCertificate(old, key: mine.key)
        try await fixture.expectRefused(
            fixture.tokenRequest(id, expired), "client_certificate_not_valid_now", neutrally: false)
    }

    @Test func `a client may have both methods, and is known by either`() async throws {
        let fixture = try await MutualTLSFixture()
        let mine = try TestCertificate("anything")
        let id = try await fixture.client([.selfSignedTLSClientAuth, .tlsClientAuth], keys: keySet(of: mine))
        #expect(try await fixture.tokenRequest(id, mine).status == .ok)
        #expect(try await fixture.tokenRequest(id, fixture.certificate()).status == .ok)
        try await fixture.expectRefused(
            fixture.tokenRequest(id, fixture.certificate(name: "x.example.com")), "certificate_subject_mismatch")
    }

    @Test func `who has no such method, and who does not exist, are the same to the outside`() async throws {
        let fixture = try await MutualTLSFixture()
        let certificate = try fixture.certificate()
        try await fixture.expectRefused(
            fixture.tokenRequest(fixture.server.sandbox.id, certificate), "client_certificate_unexpected")
        try await fixture.expectRefused(
            fixture.tokenRequest("cf_test_00000000000000000000", certificate), "client_unknown")
    }

    @Test func `a chain that is too long is told`() async throws {
        let fixture = try await MutualTLSFixture()
        let id = try await fixture.client()
        let chain = [try fixture.certificate()] + [TestCertificate](repeating: fixture.root, count: 10)
        let response = try await fixture.send(
            certificates: chain, headers: [.contentType: "application/x-www-form-urlencoded"],
            body: "grant_type=client_credentials&client_id=\(id)")
        try await fixture.expectRefused(response, "client_certificate_too_large", neutrally: false)
        #expect(try response.member("error_description").contains("longer than 10 certificates"))
    }

    @Test func `a secret beside a certificate is what counts, and one method must do`() async throws {
        let fixture = try await MutualTLSFixture()
        let certificate = try fixture.certificate()
        let own = try await fixture.tokenRequest(
            fixture.server.sandbox.id, certificate, more: "&client_secret=\(fixture.server.sandbox.secret)")
        #expect(own.status == .ok)
        let id = try await fixture.client()
        let wrong = try await fixture.tokenRequest(id, certificate, more: "&client_secret=hunter2")
        #expect(wrong.status == .unauthorized)
    }

    @Test func `a suspended client is refused whatever its certificate`() async throws {
        let fixture = try await MutualTLSFixture()
        let id = try await fixture.client()
        try await fixture.server.change(SetClientStatus(client: id, status: .suspended))
        try await fixture.expectRefused(fixture.tokenRequest(id, fixture.certificate()), "client_suspended")
    }

    @Test func `without a certificate the name alone is not enough`() async throws {
        let fixture = try await MutualTLSFixture()
        let id = try await fixture.client()
        let response = try await fixture.tokenRequest(id)
        #expect(response.status == .unauthorized)
        #expect(try response.member("error_description").hasPrefix("The request has no client credentials."))
    }

    @Test func `introspection and revocation take a certificate too`() async throws {
        let fixture = try await MutualTLSFixture()
        let id = try await fixture.client { $0.introspects = "external" }
        let token = try await fixture.server.token()
        for path in [OAuthRoutes.introspectionPath, OAuthRoutes.revocationPath] {
            let response = try await fixture.send(
                .post, path, certificates: [try fixture.certificate()],
                headers: [.contentType: "application/x-www-form-urlencoded"], body: "token=\(token)&client_id=\(id)")
            #expect(response.status == .ok)
        }
    }

    @Test func `the metadata list the methods that work, realm by realm`() async throws {
        func methods(_ fixture: MutualTLSFixture, host: String = "sandbox-acme.example.test") async throws -> [String] {
            let document = try await fixture.server.send(.get, OAuthRoutes.metadataPaths[0], host: host).object()
            return try #require(document["token_endpoint_auth_methods_supported"] as? [String])
        }
        let fixture = try await MutualTLSFixture()
        #expect(
            try await methods(fixture).filter { $0.contains("tls") }
                == ["self_signed_tls_client_auth", "tls_client_auth"])
        #expect(
            try await methods(fixture, host: "acme.example.test").filter { $0.contains("tls") }
                == ["self_signed_tls_client_auth"])
        let without = try await MutualTLSFixture { _ in }
        #expect(try await methods(without).filter { $0.contains("tls") } == [])
    }
}

/// The point of a P-256 key.
private struct P256PublicKey {
    let raw: [UInt8]

    init?(_ key: Certificate.PublicKey) {
        // An uncompressed point is the last 65 bytes of the key's encoding, the first of them 4.
        let encoded = Array(key.subjectPublicKeyInfoBytes)
        guard encoded.count >= 65, encoded[encoded.count - 65] == 4 else { return nil }
        raw = Array(encoded.suffix(64))
    }
}
