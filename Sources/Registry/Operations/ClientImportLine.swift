/// A client as a line of an import wants it, typed and not yet checked.
package struct ClientImportLine: Sendable {
    /// The number of the line, 1 and up.
    package let number: Int
    /// The identifier that it is to keep from where it comes from; a new one where it is `nil`.
    package var clientID: String?
    /// The tenant's name.
    package var tenant: String
    /// Where it is to live.
    package var environment: RealmEnvironment
    /// The subscription's identifier, or the name of the partner where one subscription of the tenant alone has it.
    package var subscription: String
    /// What people call it; the partner's name where it is `nil`.
    package var name: String?
    /// The scopes it may have; as for ``CreateClient`` where it is `nil`, none where it is empty.
    package var scopes: [String]?
    /// The lifetime of its tokens; as for ``CreateClient`` where it is `nil`.
    package var tokenLifetimeSeconds: Int?
    /// Whether it starts suspended.
    package var isSuspended: Bool
    /// What is not to be as it is by default.
    package var settings: ClientSettingsChange
    /// Whether members of the line were left out because they are wrong: it is then looked at for further faults only.
    package var isPartial = false

    /// Asks for a client.
    package init(
        number: Int, clientID: String? = nil, tenant: String, environment: RealmEnvironment, subscription: String,
        name: String? = nil, scopes: [String]? = nil, tokenLifetimeSeconds: Int? = nil, isSuspended: Bool = false,
        settings: ClientSettingsChange = ClientSettingsChange()
    ) {
        self.number = number
        self.clientID = clientID
        self.tenant = tenant
        self.environment = environment
        self.subscription = subscription
        self.name = name
        self.scopes = scopes
        self.tokenLifetimeSeconds = tokenLifetimeSeconds
        self.isSuspended = isSuspended
        self.settings = settings
    }
}

/// The clients that an import would make, and what is wrong with its lines.
package struct ClientImportDraft: Sendable {
    /// A client with the number of its line. It has no number of its own yet.
    package struct Row: Sendable {
        /// The number of the line.
        package let line: Int
        /// The client.
        package var client: Client
    }

    /// Those of the lines with which nothing is wrong.
    package var rows: [Row] = []
    /// What is wrong, in the order of the lines.
    package var problems: [InvalidLine] = []
}
