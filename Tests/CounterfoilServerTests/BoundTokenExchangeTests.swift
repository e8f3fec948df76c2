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

/// The exchange of tokens that are bound to a key (RFC 8693 with RFC 8705 and RFC 9449): the new token is bound to a
/// key of the service that exchanges. It cannot have its caller's key, and so is not asked for it.
@Suite struct BoundTokenExchangeTests {
    private static let tokenURL = "http://\(AssertingClient.host)" + OAuthRoutes.tokenPath
    private static let missing = "The subject_token is bound to a key, so the token for it is bound too."

    /// A partner and a service of the External API, both of which authenticate by certificates.
    private struct Pair {
        let fixture: MutualTLSFixture
        let partner: String
        let service: String
        let partnerCertificate: TestCertificate
        let serviceCertificate: TestCertificate

        init(partner partnerBinding: TokenBinding, service serviceBinding: TokenBinding) async throws {
            fixture = try await MutualTLSFixture()
            partner = try await fixture.client { $0.tokenBinding = partnerBinding }
            service = try await fixture.client(subject: "san_dns=service.example.com") {
                $0.introspects = "external"
                $0.exchangeTargets = ["external"]
                $0.tokenBinding = serviceBinding
            }
            partnerCertificate = try fixture.certificate()
            serviceCertificate = try fixture.certificate(name: "service.example.com")
        }

        func proof(_ maker: ProofMaker) throws -> String {
            try maker.proof("POST", tokenURL, at: fixture.server.now)
        }

        func received(_ maker: ProofMaker? = nil) async throws -> String {
            let response = try await ask(
                partnerCertificate, "grant_type=client_credentials&client_id=\(partner)&scope=external", maker)
            #expect(response.status == .ok, "\(response.text)")
            return try response.member("access_token")
        }

        func exchange(_ token: String, _ maker: ProofMaker? = nil) async throws -> TestResponse {
            try await ask(
                serviceCertificate,
                "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&client_id=\(service)&subject_token=\(token)"
                    + "&subject_token_type=urn:ietf:params:oauth:token-type:access_token", maker)
        }

        private func ask(
            _ certificate: TestCertificate, _ body: String, _ maker: ProofMaker?
        ) async throws -> TestResponse {
            var headers = HTTPFields()
            if let maker { headers = .dpop(try proof(maker)) }
            headers[.contentType] = "application/x-www-form-urlencoded"
            return try await fixture.send(certificates: [certificate], headers: headers, body: body)
        }

        func patientsStatus(_ token: String, _ certificates: TestCertificate...) async throws -> HTTPResponse.Status {
            try await fixture.send(
                .get, "/api/external/v1/patients", certificates: certificates,
                headers: [.authorization: "Bearer \(token)"]
            ).status
        }

        var serviceThumbprint: [String: String] {
            get throws { ["x5t#S256": CertificateThumbprint.text(of: try serviceCertificate.der)] }
        }
    }

    private func confirmation(_ response: TestResponse) throws -> [String: String]? {
        #expect(response.status == .ok, "\(response.text)")
        let parts = try response.member("access_token").split(separator: ".")
        #expect(parts.count == 3)
        let payload = try #require(Base64URL.decode(parts[1].utf8))
        let claims = try #require(try JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any])
        return claims["cnf"] as? [String: String]
    }

    private func expectRefusal(_ response: TestResponse, _ text: String) throws {
        #expect(response.status == .badRequest)
        #expect(try response.member("error") == "invalid_request")
        #expect(try response.member("error_description").hasPrefix(text), "\(response.text)")
    }

    @Test(arguments: [TokenBinding.none, .certificate, .either])
    func `a certificate-bound token is exchanged for one that is bound to the service's certificate`(
        _ binding: TokenBinding
    ) async throws {
        let pair = try await Pair(partner: .certificate, service: binding)
        let response = try await pair.exchange(try await pair.received())
        #expect(try confirmation(response) == pair.serviceThumbprint)
        #expect(try response.member("token_type") == "Bearer")
        let token = try response.member("access_token")
        #expect(try await pair.patientsStatus(token, pair.serviceCertificate) == .ok)
        #expect(try await pair.patientsStatus(token, pair.partnerCertificate) == .unauthorized)
        #expect(try await pair.patientsStatus(token) == .unauthorized)
    }

    @Test(arguments: [TokenBinding.none, .certificate, .either])
    func `a DPoP-bound token is exchanged for one that is bound to the service's certificate`(
        _ binding: TokenBinding
    ) async throws {
        let pair = try await Pair(partner: .dpop, service: binding)
        let response = try await pair.exchange(try await pair.received(ProofMaker()))
        #expect(try confirmation(response) == pair.serviceThumbprint)
    }

    @Test(arguments: [
        (TokenBinding.certificate, TokenBinding.none), (.certificate, .dpop), (.certificate, .either),
        (.dpop, .none), (.dpop, .dpop), (.dpop, .either),
    ])
    func `a proof of the service binds the new token to the proof's key`(
        _ partner: TokenBinding, _ service: TokenBinding
    ) async throws {
        let pair = try await Pair(partner: partner, service: service)
        let (theirs, mine) = (try ProofMaker(), try ProofMaker())
        let received = try await pair.received(partner == .dpop ? theirs : nil)
        let response = try await pair.exchange(received, mine)
        #expect(try confirmation(response) == ["jkt": mine.thumbprint])
        #expect(try response.member("token_type") == "DPoP")
    }

    @Test func `the binding that the service must have counts, whatever the received token has`() async throws {
        let received: [(TokenBinding, ProofMaker?)] = [(.none, nil), (.certificate, nil), (.dpop, try ProofMaker())]
        for (partner, maker) in received {
            let mustProve = try await Pair(partner: partner, service: .dpop)
            let received = try await mustProve.received(maker)
            let refused = try await mustProve.exchange(received)
            try expectRefusal(
                refused, partner == .none ? "This client's tokens must be bound by DPoP." : Self.missing)
            let mustShow = try await Pair(partner: partner, service: .certificate)
            try expectRefusal(
                try await mustShow.exchange(try await mustShow.received(maker), ProofMaker()),
                "This client's tokens must be bound to its certificate.")
        }
    }

    @Test func `a bearer token is exchanged for a bearer token where nothing asks for more`() async throws {
        let pair = try await Pair(partner: .none, service: .none)
        let response = try await pair.exchange(try await pair.received())
        #expect(try confirmation(response) == nil)
        #expect(try await pair.patientsStatus(try response.member("access_token")) == .ok)
    }

    @Test func `a service with a secret alone gets no token for a bound one`() async throws {
        let fixture = try await ServerFixture()
        var settings = ClientSettingsChange()
        settings.introspects = "external"
        settings.exchangeTargets = ["external"]
        let created = try await fixture.change(
            CreateClient(
                subscription: fixture.subscription.text, environment: .sandbox, name: "Service", scopes: [],
                tokenLifetimeSeconds: nil, settings: settings))
        let service = ServerFixture.Credentials(
            id: created.client.id.text, secretID: try created.firstSecret.record.id.text,
            secret: try created.firstSecret.secret.text.exposed)
        let (theirs, mine) = (try ProofMaker(), try ProofMaker())
        let received = try await fixture.tokenRequest(
            headers: .dpop(try theirs.proof("POST", Self.tokenURL, at: fixture.now))
        ).member("access_token")
        let body =
            "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=\(received)"
            + "&subject_token_type=urn:ietf:params:oauth:token-type:access_token"
        try expectRefusal(try await fixture.tokenRequest(service, body: body), Self.missing)
        let response = try await fixture.tokenRequest(
            service, body: body, headers: .dpop(try mine.proof("POST", Self.tokenURL, at: fixture.now)))
        #expect(try confirmation(response) == ["jkt": mine.thumbprint])
        // A proof that is not good is no proof of anything.
        let wrong = try await fixture.tokenRequest(
            service, body: body, headers: .dpop(try mine.proof("GET", Self.tokenURL, at: fixture.now)))
        #expect(wrong.status == .badRequest)
        #expect(try wrong.member("error") == "invalid_dpop_proof")
    }

    @Test func `in a realm that is held to FAPI 2_0 an exchanged token is bound as every other`() async throws {
        let pair = try await Pair(partner: .none, service: .none)
        let bearer = try await pair.received()
        let realm = try #require(RealmIdentifier(text: "acme/sandbox"))
        try await pair.fixture.server.change(UpdateRealm(realm: realm, profile: .fapi2, certificateRoots: nil))
        // A bearer token from before is none that is good there any more.
        try expectRefusal(try await pair.exchange(bearer), "The subject_token is not an access token that is good now")
        #expect(try confirmation(try await pair.exchange(try await pair.received())) == pair.serviceThumbprint)
    }
}
