package import Cryptography
package import Registry

/// The credentials of the demo's clients.
package struct DemoCredentials: Sendable {
    /// Those of one client.
    package struct Pair: Sendable {
        /// The client.
        package let id: ClientIdentifier
        /// Its secret.
        package let secret: Redacted<String>

        init(id: ClientIdentifier, secret: Redacted<String>) {
            self.id = id
            self.secret = secret
        }

        init(_ created: CreatedClient) throws(RegistryError) {
            guard let secret = created.secret else {
                throw .conflict("The client \(created.client.id) has no client secret, which the demo's clients have.")
            }
            self.init(id: created.client.id, secret: secret.secret.text)
        }

        /// As they stand in the demo's file.
        func written(baseURL: String? = nil) -> DemoFile.Credentials {
            DemoFile.Credentials(baseURL: baseURL, clientID: id.text, clientSecret: secret.exposed)
        }
    }

    /// The partner's client of the sandbox.
    package let sandbox: Pair
    /// The partner's client of production.
    package let production: Pair
    /// The client that may introspect the tokens of the sandbox's External API.
    package let introspection: Pair
    /// The client of the admin API.
    package let admin: Pair
}
