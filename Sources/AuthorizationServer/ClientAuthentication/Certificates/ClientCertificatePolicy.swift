import SwiftASN1
import X509

/// What a path of certificates to a client must be beside what RFC 5280 section 6 asks.
struct ClientCertificatePolicy: VerifierPolicy {
    /// Looked at here, or, as the names are, by who compares them.
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [
        .X509ExtensionID.extendedKeyUsage, .X509ExtensionID.keyUsage, .X509ExtensionID.subjectAlternativeName,
    ]

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
        for (index, certificate) in chain.enumerated() {
            // The root is trusted for what it is, not for what it says.
            if index > 0, index == chain.count - 1 { break }
            if let fault = Self.fault(of: certificate, isLeaf: index == 0) {
                return .failsToMeetPolicy(reason: fault)
            }
        }
        return .meetsPolicy
    }

    /// What is wrong with a certificate that is no root; `nil` for nothing.
    static func fault(of certificate: Certificate, isLeaf: Bool) -> String? {
        let which = isLeaf ? "the certificate" : "an intermediate certificate"
        guard certificate.signatureAlgorithm != .sha1WithRSAEncryption else {
            return "\(which) is signed with SHA-1"
        }
        do {
            // RFC 5280 section 4.2.1.12: if it is there, it says all that the key may be used for.
            if let purposes = try certificate.extensions.extendedKeyUsage,
                !purposes.contains(.clientAuth), !purposes.contains(.any)
            {
                return "\(which) is not meant for TLS clients: its extended key usage lacks clientAuth"
            }
            // RFC 5280 section 4.2.1.3.
            if let usage = try certificate.extensions.keyUsage {
                guard isLeaf ? usage.digitalSignature : usage.keyCertSign else {
                    return isLeaf
                        ? "the certificate's key usage lacks digitalSignature"
                        : "an intermediate certificate's key usage lacks keyCertSign"
                }
            }
            return nil
        } catch {
            return "\(which) has an extension that cannot be read"
        }
    }
}
