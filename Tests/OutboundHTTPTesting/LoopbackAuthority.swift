import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// A certification authority made for one test.
package struct LoopbackAuthority: Sendable {
    /// What a server shows and proves.
    package struct Identity: Sendable {
        let tls: TLSConfiguration
    }

    private let key: P256.Signing.PrivateKey
    private let certificate: Certificate

    /// An authority with a key of its own.
    package init() throws {
        key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("Loopback Test Authority") }
        certificate = try Self.certificate(
            for: key.publicKey, subject: name, issuer: name, signedBy: key,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true))
            })
    }

    /// Writes the authority's certificate to a file of its own for the time of `body`.
    package func withFile<Result>(_ body: (_ path: String) async throws -> Result) async throws -> Result {
        let url = FileManager.default.temporaryDirectory.appending(path: "authority-\(UUID().uuidString).pem")
        try certificate.serializeAsPEM().pemString.write(to: url, atomically: true, encoding: .utf8)
        let result: Result
        do {
            result = try await body(url.path)
        } catch {
            try FileManager.default.removeItem(at: url)
            throw error
        }
        try FileManager.default.removeItem(at: url)
        return result
    }

    /// Makes a server's key and certificate for host names, and for 127.0.0.1 where asked.
    package func identity(names: [String], loopbackAddress: Bool = false) throws -> Identity {
        let serverKey = P256.Signing.PrivateKey()
        var alternatives = names.map { GeneralName.dnsName($0) }
        if loopbackAddress { alternatives.append(.ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))) }
        let leaf = try Self.certificate(
            for: serverKey.publicKey, subject: try DistinguishedName { CommonName("Loopback Test Server") },
            issuer: certificate.subject, signedBy: key,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                SubjectAlternativeNames(alternatives)
            })
        let shown = try NIOSSLCertificate(bytes: Array(leaf.serializeAsPEM().pemString.utf8), format: .pem)
        let proof = try NIOSSLPrivateKey(bytes: Array(serverKey.pemRepresentation.utf8), format: .pem)
        return Identity(
            tls: .makeServerConfiguration(certificateChain: [.certificate(shown)], privateKey: .privateKey(proof)))
    }

    private static func certificate(
        for publicKey: P256.Signing.PublicKey, subject: DistinguishedName, issuer: DistinguishedName,
        signedBy key: P256.Signing.PrivateKey, extensions: Certificate.Extensions
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(publicKey),
            notValidBefore: Date().addingTimeInterval(-3_600), notValidAfter: Date().addingTimeInterval(86_400),
            issuer: issuer, subject: subject, signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
            issuerPrivateKey: .init(key))
    }
}
