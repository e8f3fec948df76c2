/// The name of a tenant: a DNS label, since it is the first label of the tenant's host names.
package struct TenantName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name itself, such as `acme`.
    package let text: String

    /// Names that would be mistaken for something else.
    package static let reserved: Set<String> = ["system", "localhost", "admin", "console", "api", "www"]

    /// Reads a name: `[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?`, not reserved, not starting with `sandbox-`.
    ///
    /// - Throws: ``RegistryError`` with a sentence that says which rule is broken.
    package init(_ text: String) throws(RegistryError) {
        guard DNSLabel.isLabel(text, longest: RegistryLimits.tenantNameCharacters) else {
            throw .invalid(
                field: "tenant",
                "“\(text.forMessage)” is not a tenant name. Use 1 to \(RegistryLimits.tenantNameCharacters) lower-case "
                    + "letters, digits and hyphens, with a letter or digit at both ends.")
        }
        guard !Self.reserved.contains(text) else {
            throw .invalid(field: "tenant", "“\(text)” is a reserved name. Choose another one.")
        }
        guard !text.hasPrefix(RealmIdentifier.sandboxHostPrefix) else {
            throw .invalid(
                field: "tenant",
                "A tenant name cannot start with “sandbox-”: that is how the host names of sandboxes start.")
        }
        self.text = text
    }

    /// Reads a name that was stored: the rules, and the one reserved name that has a realm of its own.
    ///
    /// - Throws: ``RegistryError`` where it is neither.
    package init(stored text: String) throws(RegistryError) {
        guard text == Self.system.text else {
            try self.init(text)
            return
        }
        self = .system
    }

    private init(known text: String) { self.text = text }

    /// The built-in tenant whose one realm holds the operators' programs. No host name stands for it, and nobody can
    /// make another one.
    package static let system = TenantName(known: "system")

    /// The name as it is.
    package var description: String { text }

    /// Orders by text.
    package static func < (left: TenantName, right: TenantName) -> Bool { left.text < right.text }
}

extension String {
    /// The text cut to a length that a message can hold, without control characters. Of a client secret that somebody
    /// gave in the place of a name only the hint is left.
    package var forMessage: String {
        if let hint = ClientSecret.hint(within: self) { return hint + "…" }
        let visible = unicodeScalars.prefix(60).map { $0.properties.generalCategory == .control ? "�" : $0 }
        return String(String.UnicodeScalarView(visible)) + (unicodeScalars.count > 60 ? "…" : "")
    }
}
