package import Cryptography

/// The public `client_id` (RFC 6749 section 2.2): `cf_live_` or `cf_test_` and 20 characters of Crockford base32.
package struct ClientIdentifier: Hashable, Sendable, CustomStringConvertible {
    /// The identifier itself.
    package let text: String
    /// The environment that the prefix names.
    package let environment: RealmEnvironment

    /// Reads an identifier. `nil` when it does not have the form; no look-up is worth while then.
    package init?(_ text: String) {
        guard let environment = Self.environment(of: text),
            text.utf8.count == Self.prefix(environment).utf8.count + RegistryLimits.clientIDRandomCharacters,
            text.utf8.dropFirst(Self.prefix(environment).utf8.count).allSatisfy(Self.isBase32)
        else { return nil }
        self.text = text
        self.environment = environment
    }

    /// Makes a new one.
    package init(environment: RealmEnvironment, random: RandomSource) {
        self.environment = environment
        text =
            Self.prefix(environment)
            + CrockfordBase32.random(length: RegistryLimits.clientIDRandomCharacters, from: random)
    }

    /// The environment of the prefix, also where the rest is not well-formed.
    package static func environment(of text: String) -> RealmEnvironment? {
        RealmEnvironment.allCases.first { text.hasPrefix(prefix($0)) }
    }

    /// The identifier.
    package var description: String { text }

    private static func prefix(_ environment: RealmEnvironment) -> String { "cf_\(environment.credentialWord)_" }

    private static func isBase32(_ byte: UInt8) -> Bool { CrockfordBase32.alphabet.utf8.contains(byte) }
}

/// The identifier of a subscription: `sub_` and 20 characters of Crockford base32.
package struct SubscriptionIdentifier: Hashable, Sendable, CustomStringConvertible {
    /// The identifier itself.
    package let text: String

    /// Takes an identifier as it stands in the store or was typed.
    package init(_ text: String) { self.text = text }

    /// Makes a new one.
    package init(random: RandomSource) {
        text = "sub_" + CrockfordBase32.random(length: RegistryLimits.clientIDRandomCharacters, from: random)
    }

    /// The identifier.
    package var description: String { text }
}

/// The identifier of a client secret, which is not the secret: `sec_` and 20 characters of Crockford base32.
package struct SecretIdentifier: Hashable, Sendable, CustomStringConvertible {
    /// The identifier itself.
    package let text: String

    /// Takes an identifier as it stands in the store or was typed.
    package init(_ text: String) { self.text = text }

    /// Makes a new one.
    package init(random: RandomSource) {
        text = "sec_" + CrockfordBase32.random(length: RegistryLimits.clientIDRandomCharacters, from: random)
    }

    /// The identifier.
    package var description: String { text }
}
