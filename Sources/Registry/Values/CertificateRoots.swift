import Crypto
import Cryptography
import SwiftASN1
package import X509

/// Certificates that issue the certificates of clients (RFC 8705 section 2.1).
package struct CertificateRoots: Sendable {
    /// The certificates.
    package let certificates: [Certificate]
    /// The same as PEM text and nothing else.
    package let pem: String
    /// The SHA-256 of each, lower-case hex.
    package let fingerprints: [String]

    /// Reads PEM text; empty text has none.
    ///
    /// - Throws: ``RegistryError`` when it holds anything else that is PEM, or a broken certificate.
    package init(pem text: String) throws(RegistryError) {
        do {
            let documents = try PEMDocument.parseMultiple(pemString: text)
            guard text.allSatisfy(\.isWhitespace) || !documents.isEmpty else { throw Self.unreadable }
            certificates = try documents.map { try Certificate(pemDocument: $0) }
            pem = documents.map { $0.pemString + "\n" }.joined()
            fingerprints = documents.map { Hexadecimal.encodeLowercase(SHA256.hash(data: $0.derBytes)) }
        } catch {
            throw Self.unreadable
        }
    }

    private static let unreadable = RegistryError.invalid(
        field: "certificate_roots",
        "The certificates cannot be read. Give one or more certificates in PEM form, each between "
            + "-----BEGIN CERTIFICATE----- and -----END CERTIFICATE-----.")
}
