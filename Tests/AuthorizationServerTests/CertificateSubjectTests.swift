import CertificateTesting
import Registry
import SwiftASN1
import Testing
import X509

@testable import AuthorizationServer

/// Which names of a certificate are which client's.
struct CertificateSubjectTests {
    private func certificate(
        _ subject: DistinguishedName? = nil, names: [GeneralName] = []
    ) throws -> Certificate {
        try TestCertificate("client") { content in
            if let subject { content.subject = subject }
            content.names = names
        }.certificate
    }

    private func partner() throws -> DistinguishedName {
        try DistinguishedName {
            CountryName("US")
            OrganizationName("Partner, Inc.")
            CommonName("client")
        }
    }

    @Test(arguments: [
        (#"CN=client,O=Partner\, Inc.,C=US"#, true), (#"cn=client, o=Partner\2C Inc., 2.5.4.6=US"#, true),
        (#"CN=client,O=Partner\, Inc.,C=#13025553"#, true), (#"C=US,O=Partner\, Inc.,CN=client"#, false),
        (#"CN=Client,O=Partner\, Inc.,C=US"#, false), (#"CN=client,O=Partner\, Inc."#, false),
        (#"CN=client"#, false), (#"CN=client,O=Partner\, Inc.,C=US,C=US"#, false),
        (#"CN=client,O=Partner\, Inc.,C=#0C025553"#, false), (#"OU=client,O=Partner\, Inc.,C=US"#, false),
        (#"CN=client+O=Partner\, Inc.,C=US"#, false),
    ])
    func `a distinguished name must be the whole subject`(_ text: String, _ matches: Bool) throws {
        let subject = CertificateSubject(kind: .distinguishedName, value: text)
        #expect(try subject.matches(certificate(partner())) == matches)
    }

    @Test func `attributes of one relative name match in any order, and only all of them`() throws {
        let name = DistinguishedName([
            RelativeDistinguishedName([
                .init(type: .RDNAttributeType.commonName, utf8String: "client"),
                .init(type: .RDNAttributeType.organizationalUnitName, utf8String: "ops"),
            ])
        ])
        for (text, matches) in [("CN=client+OU=ops", true), ("OU=ops+CN=client", true), ("CN=client", false)] {
            let subject = CertificateSubject(kind: .distinguishedName, value: text)
            #expect(try subject.matches(certificate(name)) == matches)
        }
    }

    private static let names: [GeneralName] = [
        .dnsName("Client.Example.com"), .dnsName("*.wild.example"), .uniformResourceIdentifier("urn:client:1"),
        .ipAddress(ASN1OctetString(contentBytes: [192, 0, 2, 1])), .rfc822Name("Ops@Example.com"),
        .ipAddress(ASN1OctetString(contentBytes: [0x20, 1, 0xD, 0xB8] + [UInt8](repeating: 0, count: 11) + [1])),
    ]

    @Test(arguments: [
        (CertificateSubject.Kind.dnsName, "client.example.COM", true), (.dnsName, "example.com", false),
        (.dnsName, "a.wild.example", false), (.dnsName, "urn:client:1", false), (.dnsName, "client", false),
        (.uri, "urn:client:1", true), (.uri, "URN:client:1", false), (.uri, "Client.Example.com", false),
        (.ipAddress, "192.0.2.1", true), (.ipAddress, "2001:DB8:0::1", true), (.ipAddress, "192.0.2.2", false),
        (.ipAddress, "::", false), (.email, "Ops@example.COM", true), (.email, "ops@Example.com", false),
        (.distinguishedName, "CN=client", true),
    ])
    func `an alternative name matches its own kind only`(
        _ kind: CertificateSubject.Kind, _ value: String, _ matches: Bool
    ) throws {
        let subject = CertificateSubject(kind: kind, value: value)
        #expect(try subject.matches(certificate(names: Self.names)) == matches)
    }

    @Test func `a certificate without alternative names has none, whatever its common name`() throws {
        #expect(try !CertificateSubject(kind: .dnsName, value: "client").matches(certificate()))
    }
}
