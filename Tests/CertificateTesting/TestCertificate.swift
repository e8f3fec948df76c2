import Crypto
import FoundationEssentials
import SwiftASN1
package import Timekeeping
package import X509

/// A certificate made for a test, with its key.
package struct TestCertificate: Sendable {
    /// What a certificate is to say.
    package struct Content: Sendable {
        /// The subject.
        package var subject: DistinguishedName
        /// The first second of its validity.
        package var notBefore = Timestamp(secondsSince1970: 1_700_000_000)
        /// The last second.
        package var notAfter = Timestamp(secondsSince1970: 2_000_000_000)
        /// Whether it may issue others.
        package var isAuthority = false
        /// How many authorities may stand between it and the last certificate.
        package var pathLength: Int?
        /// Its extended key usage; empty for none.
        package var purposes: [ExtendedKeyUsage.Usage] = []
        /// Its key usage.
        package var usage: KeyUsage?
        /// Its subject alternative names.
        package var names: [GeneralName] = []

        /// A certificate of a common name.
        package init(_ name: String) throws {
            subject = try DistinguishedName { CommonName(name) }
        }
    }

    /// The certificate.
    package let certificate: Certificate
    /// Its private key.
    package let key: Certificate.PrivateKey

    /// Makes a certificate; it signs itself when nobody is named.
    package init(
        _ content: Content, issuedBy issuer: TestCertificate? = nil,
        key given: Certificate.PrivateKey? = nil
    ) throws {
        let key = given ?? Certificate.PrivateKey(P256.Signing.PrivateKey())
        let signingKey = issuer?.key ?? key
        self.key = key
        certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key.publicKey,
            notValidBefore: content.notBefore.date, notValidAfter: content.notAfter.date,
            issuer: issuer?.certificate.subject ?? content.subject, subject: content.subject,
            extensions: try Self.extensions(content), issuerPrivateKey: signingKey)
    }

    /// Makes a certificate of a common name, changed as a test wants it.
    package init(
        _ name: String, issuedBy issuer: TestCertificate? = nil, _ change: (inout Content) throws -> Void = { _ in }
    ) throws {
        var content = try Content(name)
        try change(&content)
        try self.init(content, issuedBy: issuer)
    }

    /// Makes a certificate that may issue others.
    package static func authority(_ name: String, issuedBy issuer: TestCertificate? = nil) throws -> TestCertificate {
        try TestCertificate(name, issuedBy: issuer) { $0.isAuthority = true }
    }

    /// The certificate as DER.
    package var der: [UInt8] {
        get throws {
            var serializer = DER.Serializer()
            try serializer.serialize(certificate)
            return serializer.serializedBytes
        }
    }

    /// The certificate as PEM.
    package var pem: String {
        get throws { try certificate.serializeAsPEM().pemString }
    }

    private static func extensions(_ content: Content) throws -> Certificate.Extensions {
        try Certificate.Extensions {
            if content.isAuthority {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: content.pathLength))
            }
            if !content.purposes.isEmpty { try ExtendedKeyUsage(content.purposes) }
            if let usage = content.usage { Critical(usage) }
            if !content.names.isEmpty { SubjectAlternativeNames(content.names) }
        }
    }
}
