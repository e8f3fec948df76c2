/// A host name that a realm answers to beside the one made of its tenant's name.
package struct HostName: Hashable, Sendable {
    /// The name in lower case, without a port and without a final dot.
    package let name: String
    /// The realm.
    package let realm: RealmIdentifier

    /// A host name as stored.
    package init(name: String, realm: RealmIdentifier) {
        self.name = name
        self.realm = realm
    }

    /// Checks a name: labels of letters, digits and hyphens, at least two, 253 characters at most (RFC 1123 section
    /// 2.1). No IP address: its last label begins with a letter.
    ///
    /// - Throws: ``RegistryError`` with what a name looks like.
    package static func checked(_ text: String) throws(RegistryError) -> String {
        let name = text.lowercased()
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let isName =
            labels.count > 1 && name.utf8.count <= RegistryLimits.hostNameCharacters
            && labels.allSatisfy { DNSLabel.isLabel($0) } && labels.last?.first?.isLetter == true
        guard isName else {
            throw .invalid(
                field: "host_name",
                "“\(text.forMessage)” is no host name. Give one such as api.partner.example, without a scheme, a port "
                    + "and a path.")
        }
        return name
    }
}
