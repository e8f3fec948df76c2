import Registry
import Testing

extension CreatedClient {
    /// The secret that it was created with.
    var firstSecret: CreatedSecret {
        get throws { try #require(secret) }
    }
}

extension ClientSettingsChange {
    /// The settings of a resource server's client.
    static func introspecting(_ resource: String?, exchangingFor targets: [String]? = nil) -> ClientSettingsChange {
        var change = ClientSettingsChange()
        change.introspects = resource
        change.exchangeTargets = targets
        return change
    }
}
