/// The one name that a client's certificate must have for `tls_client_auth` (RFC 8705 section 2.1.2).
package struct CertificateSubject: Hashable, Sendable {
    /// Where in the certificate the name stands, by the names of RFC 8705 section 2.1.2 without their common start.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The subject's distinguished name, as RFC 4514 writes it (`tls_client_auth_subject_dn`).
        case distinguishedName = "subject_dn"
        /// A dNSName among the subject alternative names.
        case dnsName = "san_dns"
        /// A uniformResourceIdentifier among them.
        case uri = "san_uri"
        /// An iPAddress among them.
        case ipAddress = "san_ip"
        /// An rfc822Name among them.
        case email = "san_email"
    }

    /// Where it stands.
    package let kind: Kind
    /// The name, 1 to 500 characters.
    package let value: String

    /// A name as stored.
    package init(kind: Kind, value: String) {
        self.kind = kind
        self.value = value
    }

    /// Reads `san_dns=client.example.com` and the like.
    package init(text: String) throws(RegistryError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])) else {
            throw .invalid(
                field: "certificate_subject",
                "A certificate subject is written KIND=NAME, where KIND is one of \(kinds).")
        }
        let value = try Label.checked(
            String(parts[1]), field: "certificate_subject", longest: RegistryLimits.certificateSubjectCharacters)
        guard Self.hasForm(of: kind, value) else {
            throw .invalid(
                field: "certificate_subject",
                "“\(value)” is not \(kind.rule), so no certificate could have it as its \(kind.rawValue).")
        }
        self.init(kind: kind, value: value)
    }

    /// Whether a certificate can have such a name at all; a typing error is better found now than at the first token.
    private static func hasForm(of kind: Kind, _ value: String) -> Bool {
        let isPrintable = value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        return switch kind {
        case .distinguishedName: DistinguishedNameText(value) != nil
        case .dnsName: isPrintable && !value.contains { "/:@*".contains($0) }
        case .uri: isPrintable && value.contains(":")
        case .ipAddress: value.contains { ".:".contains($0) } && value.allSatisfy { $0.isHexDigit || ".:".contains($0) }
        case .email: isPrintable && value.count(where: { $0 == "@" }) == 1
        }
    }

    /// The text form, `san_dns=client.example.com`.
    package var text: String { "\(kind.rawValue)=\(value)" }
}

extension CertificateSubject.Kind {
    fileprivate var rule: String {
        switch self {
        case .distinguishedName: "a distinguished name such as CN=client,O=Partner,C=US (RFC 4514, the last part first)"
        case .dnsName: "a DNS name without wildcard"
        case .uri: "a URI"
        case .ipAddress: "an IP address"
        case .email: "an e-mail address"
        }
    }
}
