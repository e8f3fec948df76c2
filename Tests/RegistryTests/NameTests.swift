import Registry
import Testing

struct TenantNameTests {
    @Test(arguments: [
        "a", "7", "acme", "a-b", "a--b", "0a9", "sandbox", "sandboxes", "apis", String(repeating: "a", count: 42),
    ])
    func `a DNS label of at most 42 characters is a tenant name`(_ text: String) throws {
        #expect(try TenantName(text).text == text)
    }

    @Test(arguments: [
        "", "-", "-acme", "acme-", "Acme", "ACME", "ac me", " acme", "acme\n", "acme.com", "ac_me", "acmé", "а",
        "acme/sandbox", "a\u{0}b", String(repeating: "a", count: 43),
    ])
    func `anything else is refused with the rule`(_ text: String) {
        let error = #expect(throws: RegistryError.self) { try TenantName(text) }
        guard case .invalid("tenant", let message) = error else {
            Issue.record("refused for something else: \(String(describing: error))")
            return
        }
        #expect(message.contains("is not a tenant name. Use 1 to 42 lower-case letters, digits and hyphens"))
    }

    @Test(arguments: ["system", "localhost", "admin", "console", "api", "www"])
    func `a reserved name is refused`(_ text: String) {
        #expect(
            throws: RegistryError.invalid(
                field: "tenant", "“\(text)” is a reserved name. Choose another one.")
        ) { try TenantName(text) }
    }

    @Test(arguments: ["sandbox-a", "sandbox-acme", "sandbox--a"])
    func `a name that looks like the host of a sandbox is refused`(_ text: String) {
        let error = #expect(throws: RegistryError.self) { try TenantName(text) }
        #expect(error?.message.contains("cannot start with “sandbox-”") == true)
    }

    @Test func `a refused name is cut and cleaned before it stands in a message`() {
        let error = #expect(throws: RegistryError.self) {
            try TenantName("\u{1B}[2J" + String(repeating: "x", count: 10_000))
        }
        #expect(error?.message.contains("“�[2J" + String(repeating: "x", count: 56) + "…”") == true)
    }
}

struct RealmIdentifierTests {
    @Test(arguments: [
        ("acme", "production", "acme"), ("acme", "sandbox", "sandbox-acme"), ("sandbox", "sandbox", "sandbox-sandbox"),
    ])
    func `a realm has a text form and a host label that lead back to it`(
        _ tenant: String, _ environment: String, _ label: String
    ) throws {
        let realm = RealmIdentifier(
            tenant: try TenantName(tenant), environment: try #require(RealmEnvironment(rawValue: environment)))
        #expect(realm.description == "\(tenant)/\(environment)")
        #expect(realm.hostLabel == label)
        #expect(RealmIdentifier(text: realm.description) == realm)
        #expect(RealmIdentifier(hostLabel: label) == realm)
    }

    @Test(arguments: [
        "", "acme", "acme/", "/sandbox", "acme/staging", "acme/Sandbox", "acme/sandbox/", "acme//sandbox",
        "admin/sandbox",
        " acme/sandbox",
    ])
    func `no other text names a realm`(_ text: String) {
        #expect(RealmIdentifier(text: text) == nil)
    }

    @Test(arguments: ["", "sandbox-", "sandbox-sandbox-acme", "ACME", "sandbox-admin", "api", "www", "-"])
    func `no other label names a realm`(_ label: String) {
        #expect(RealmIdentifier(hostLabel: label) == nil)
    }

    @Test func `realms are ordered by tenant, then environment`() throws {
        let realms = ["b/production", "a/sandbox", "a/production"].compactMap { RealmIdentifier(text: $0) }
        #expect(realms.sorted().map(\.description) == ["a/production", "a/sandbox", "b/production"])
    }
}

struct ScopeNameTests {
    @Test(arguments: ["external", "a", "patients:read", "!", "#", "[", "]", "~", String(repeating: "s", count: 100)])
    func `a scope token is a scope name`(_ text: String) throws {
        #expect(try ScopeName(text).text == text)
    }

    @Test(arguments: [
        "", " ", "a b", "a\"b", "a\\b", "a\tb", "é", "a\u{7F}", "a\u{0}", String(repeating: "s", count: 101),
    ])
    func `anything else is refused`(_ text: String) {
        let error = #expect(throws: RegistryError.self) { try ScopeName(text) }
        guard case .invalid("scope", let message) = error else {
            Issue.record("refused for something else: \(String(describing: error))")
            return
        }
        #expect(message.contains("without spaces, quotation marks and backslashes"))
    }

    @Test func `case counts`() throws {
        #expect(try ScopeName("External") != ScopeName("external"))
    }
}

struct LabelTests {
    @Test(arguments: [
        ("Acme", "Acme"), ("  Acme Inc. \n", "Acme Inc."), ("Ünïcode ✓", "Ünïcode ✓"), ("a\u{300}", "a\u{300}"),
        (String(repeating: "x", count: 200), String(repeating: "x", count: 200)),
    ])
    func `space around a label goes, the rest stays`(_ text: String, _ label: String) throws {
        #expect(try Label.checked(text, field: "name") == label)
    }

    @Test(arguments: [
        ("", "is empty"), ("   ", "is empty"), (String(repeating: "x", count: 201), "is longer than 200"),
        ("a\u{300}" + String(repeating: "\u{300}", count: 200), "is longer than 200"), ("a\nb", "control character"),
        ("a\u{0}b", "control character"), ("a\u{1B}[31m", "control character"), ("a\u{7F}b", "control character"),
        ("a\u{85}b", "control character"), ("a\u{2028}b", "control character"), ("a\u{2029}b", "control character"),
    ])
    func `a label that breaks a rule is refused with the rule`(_ text: String, _ rule: String) {
        let error = #expect(throws: RegistryError.self) { try Label.checked(text, field: "partner") }
        guard case .invalid("partner", let message) = error else {
            Issue.record("refused for something else: \(String(describing: error))")
            return
        }
        #expect(message.hasPrefix("The partner ") && message.contains(rule))
    }

    @Test func `a label may be empty where that is said`() throws {
        #expect(try Label.checked("  ", field: "contact", mayBeEmpty: true) == "")
    }
}
