import HTTPTypes
import HummingbirdTesting
import Registry
import Testing
import WebFoundation

/// Whose certificate counts: the connection's, or the one that a trusted proxy tells of.
struct ClientCertificatePipelineTests {
    private func fixture(trusting proxies: [String], header: String? = "Client-Cert") throws -> PipelineFixture {
        PipelineFixture(
            trustedProxies: try proxies.map { try #require(AddressRange($0)) },
            clientCertificateHeader: header.flatMap { ClientCertificateHeader($0) })
    }

    /// What a handler sees of the certificates, and what is left of the header field. The caller is at 127.0.0.1.
    private func seen(
        _ fixture: PipelineFixture, fields: HTTPFields, connection: [[UInt8]]? = nil
    ) async throws -> String {
        let certificates = connection.map { presented in
            let certificates = ConnectionCertificates()
            certificates.note(presented)
            return certificates
        }
        // The server of the test runs in a child task and inherits the value, as a connection's requests do.
        return try await ConnectionCertificates.$current.withValue(certificates) {
            try await fixture.send(.get, "/certificates", setup: .live, headers: fields).text
        }
    }

    private func claim(_ value: String = ":AQID:") throws -> HTTPFields {
        [try #require(HTTPField.Name("Client-Cert")): value]
    }

    @Test func `a trusted proxy's word is taken, and its header field is gone`() async throws {
        let fixture = try fixture(trusting: ["127.0.0.0/8"])
        #expect(try await seen(fixture, fields: claim()) == "leaf [1, 2, 3] more 0 field -")
        #expect(try await seen(fixture, fields: claim("")) == "absent field -")
        #expect(try await seen(fixture, fields: [:]) == "absent field -")
        #expect(try await seen(fixture, fields: claim("x")) == "client_certificate_header_malformed field -")
    }

    @Test func `nobody else's word is taken, and the header field is gone all the same`() async throws {
        let fixture = try fixture(trusting: ["10.0.0.0/8"])
        #expect(try await seen(fixture, fields: claim()) == "absent field -")
    }

    @Test func `without the setting no header field counts`() async throws {
        let fixture = try fixture(trusting: ["127.0.0.0/8"], header: nil)
        #expect(try await seen(fixture, fields: claim()) == "absent field :AQID:")
    }

    @Test func `the header field has the configured name`() async throws {
        let fixture = try fixture(trusting: ["127.0.0.0/8"], header: "X-Client-Cert")
        #expect(try await seen(fixture, fields: claim()) == "absent field :AQID:")
        let named: HTTPFields = [try #require(HTTPField.Name("x-client-cert")): ":AQID:"]
        #expect(try await seen(fixture, fields: named) == "leaf [1, 2, 3] more 0 field -")
    }

    @Test func `the connection's certificates count where no proxy stands between`() async throws {
        let fixture = try fixture(trusting: [])
        #expect(try await seen(fixture, fields: [:], connection: [[9], [8]]) == "leaf [9] more 1 field -")
        #expect(try await seen(fixture, fields: [:], connection: []) == "absent field -")
        let many = [[UInt8]](repeating: [9], count: Limits.clientCertificateCount + 1)
        #expect(try await seen(fixture, fields: [:], connection: many) == "client_certificate_too_large field -")
        #expect(try await seen(fixture, fields: claim(), connection: [[9]]) == "leaf [9] more 0 field -")
    }

    @Test func `a proxy's own certificate never counts as the caller's`() async throws {
        for (fields, expected) in [([:], "absent field -"), (try claim(), "leaf [1, 2, 3] more 0 field -")] {
            let fixture = try fixture(trusting: ["127.0.0.1"])
            #expect(try await seen(fixture, fields: fields, connection: [[9], [8]]) == expected)
        }
        let withoutHeader = try fixture(trusting: ["127.0.0.1"], header: nil)
        #expect(try await seen(withoutHeader, fields: [:], connection: [[9]]) == "absent field -")
    }
}
