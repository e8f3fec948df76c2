import FoundationEssentials
import Registry
import SwiftASN1
import Timekeeping
import WebFoundation
@_spi(FixedExpiryValidationTime) import X509

/// Looks for a path of certificates from the one that a caller proved to a realm's roots (RFC 5280 section 6).
struct CertificatePath: Sendable {
    private let leaf: Certificate
    private let intermediates: [[UInt8]]

    /// Takes the caller's certificate, already read, and what came with it.
    init(leaf: Certificate, intermediates: [[UInt8]]) {
        self.leaf = leaf
        self.intermediates = intermediates
    }

    /// Why there is no path at a moment; `nil` when there is one.
    func fault(roots: CertificateStore, at now: Timestamp) async -> String? {
        var verifier = Verifier(rootCertificates: roots) {
            // A certificate is good through its last second.
            RFC5280Policy(fixedExpiryValidationTime: Timestamp(secondsSince1970: now.secondsSince1970).date)
            ClientCertificatePolicy()
        }
        switch await verifier.validate(leaf: leaf, intermediates: CertificateStore(presentedIssuers)) {
        case .validCertificate: return nil
        case .couldNotValidate(let failures):
            guard let failure = failures.first else {
                return "no path leads from the certificate, issued by “\(leaf.issuer.description.forMessage)”, to the "
                    + "certificate roots of the realm"
            }
            return Self.fault(of: Array(failure.chain), at: now)
        }
    }

    /// What is wrong with a path, in our own words: the library's quote whole certificates.
    private static func fault(of path: [Certificate], at now: Timestamp) -> String {
        for (index, certificate) in path.enumerated() {
            if let fault = validityFault(of: certificate, at: now) {
                return "of the path to the certificate roots, the certificate of “"
                    + "\(certificate.subject.description.forMessage)” \(fault)"
            }
            if index == 0 || index < path.count - 1,
                let fault = ClientCertificatePolicy.fault(of: certificate, isLeaf: index == 0)
            {
                return fault
            }
        }
        return "the path to the certificate roots breaks a rule of RFC 5280: a certificate in it is not one of an "
            + "authority, its length is limited, or it is for other names"
    }

    /// Why a certificate is not good at a moment; `nil` when it is.
    static func validityFault(of certificate: Certificate, at now: Timestamp) -> String? {
        let second = Timestamp(secondsSince1970: now.secondsSince1970).date
        if second > certificate.notValidAfter {
            return "expired at \(Timestamp(certificate.notValidAfter))"
        }
        if second < certificate.notValidBefore {
            return "is not valid before \(Timestamp(certificate.notValidBefore))"
        }
        return nil
    }

    /// The intermediate certificates that can be read, one for each name.
    ///
    /// The verifier tries every path. With one certificate to a name there is one path only, so that nobody can send
    /// ten that have all signed each other and keep it busy.
    private var presentedIssuers: [Certificate] {
        var names: Set<DistinguishedName> = [leaf.subject]
        return intermediates.compactMap { bytes in
            guard let certificate = try? Certificate(derEncoded: bytes), names.insert(certificate.subject).inserted
            else { return nil }
            return certificate
        }
    }
}

extension Timestamp {
    /// A certificate's date, which has whole seconds.
    fileprivate init(_ date: Date) {
        self.init(secondsSince1970: Int64(date.timeIntervalSince1970))
    }
}
