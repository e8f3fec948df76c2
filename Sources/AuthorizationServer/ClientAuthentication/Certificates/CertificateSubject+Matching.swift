import Registry
import SwiftASN1
import WebFoundation
import X509

extension CertificateSubject {
    /// Whether a certificate has the name (RFC 8705 section 2.1.2).
    ///
    /// Text is compared as it is. Only where the standards say that letter case means nothing, it does not: in DNS
    /// names and behind the `@` of e-mail addresses. A wildcard in a certificate stands for itself.
    func matches(_ certificate: Certificate) -> Bool {
        guard kind != .distinguishedName else {
            return DistinguishedNameText(value)?.matches(certificate.subject) ?? false
        }
        guard let names = try? certificate.extensions.subjectAlternativeNames else { return false }
        return names.contains { matches($0) }
    }

    private func matches(_ name: GeneralName) -> Bool {
        switch (kind, name) {
        case (.dnsName, .dnsName(let presented)): presented.lowercased() == value.lowercased()
        case (.uri, .uniformResourceIdentifier(let presented)): presented == value
        case (.ipAddress, .ipAddress(let presented)):
            AddressRange.bytes(of: value).map { $0 == Array(presented.bytes) } ?? false
        case (.email, .rfc822Name(let presented)): Self.mailbox(presented) == Self.mailbox(value)
        default: false
        }
    }

    /// The part before the `@` as it is, the domain in lower case (RFC 5280 section 7.5).
    private static func mailbox(_ address: String) -> String {
        guard let at = address.lastIndex(of: "@") else { return address }
        return address[..<at] + address[at...].lowercased()
    }
}

extension DistinguishedNameText {
    /// Whether a certificate's name has the same relative names in the same order, each with the same attributes.
    func matches(_ name: DistinguishedName) -> Bool {
        name.count == relativeNames.count
            && zip(name, relativeNames).allSatisfy { presented, wanted in
                presented.count == wanted.count
                    && wanted.allSatisfy { attribute in presented.contains { attribute.matches($0) } }
            }
    }
}

extension DistinguishedNameText.Attribute {
    fileprivate func matches(_ presented: RelativeDistinguishedName.Attribute) -> Bool {
        guard String(describing: presented.type) == type else { return false }
        switch value {
        case .text(let text): return String(presented.value).map { Array($0.utf8) == Array(text.utf8) } ?? false
        case .encoded(let bytes):
            var serializer = DER.Serializer()
            guard (try? serializer.serialize(ASN1Any(presented.value))) != nil else { return false }
            return serializer.serializedBytes == bytes
        }
    }
}
