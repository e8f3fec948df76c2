package import JOSE

/// Where the public keys of a client are (RFC 7591 section 2).
package enum ClientKeys: Hashable, Sendable {
    /// Registered here: a JWK set as JSON text (`jwks`).
    case registered(String)
    /// Fetched from the client's own https URL (`jwks_uri`).
    case fetched(uri: String)

    /// Checks a JWK set to be registered: public keys only, each one usable, and at least one.
    ///
    /// - Throws: ``RegistryError/invalid(field:_:)`` that names the key by its position and the member at fault.
    package static func checkedSet(_ text: String) throws(RegistryError) -> ClientKeys {
        guard !text.isEmpty, text.utf8.count <= RegistryLimits.keySetBytes else {
            throw .invalid(
                field: "jwks", "The JWK set must have 1 to \(RegistryLimits.keySetBytes) bytes.")
        }
        let set: JSONWebKeySet
        do throws(JOSEError) {
            set = try JSONWebKeySet(json: Array(text.utf8), reading: .strict)
        } catch {
            throw .invalid(field: "jwks", "The JWK set cannot be registered. \(error)")
        }
        guard !set.keys.isEmpty else {
            throw .invalid(
                field: "jwks",
                "The JWK set has no key that verifies signatures here. Give RSA keys, EC keys on P-256 or P-384, or "
                    + "Ed25519 keys, without \"use\": \"enc\".")
        }
        return .registered(text)
    }

    /// The keys, where they are registered; `nil` where they are fetched.
    package var registeredSet: JSONWebKeySet? {
        guard case .registered(let text) = self else { return nil }
        // What was checked when it was registered is read leniently: a stricter release locks nobody out.
        return try? JSONWebKeySet(json: Array(text.utf8), reading: .lenient)
    }

    /// Checks the URL of a key set: https, a host, no user information and no fragment, at most 2,000 characters.
    package static func checkedURI(_ text: String) throws(RegistryError) -> ClientKeys {
        let allowed = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        let rest = text.lowercased().hasPrefix("https://") ? text.dropFirst("https://".count) : ""
        let authority = rest.prefix { !"/?#".contains($0) }
        guard allowed, text.utf8.count <= RegistryLimits.keysURICharacters, !authority.isEmpty,
            !authority.contains("@"), !text.contains("#")
        else {
            throw .invalid(
                field: "jwks_uri",
                "The jwks_uri must be an https URL with a host, without user name and fragment, of at most "
                    + "\(RegistryLimits.keysURICharacters) characters.")
        }
        return .fetched(uri: text)
    }
}
