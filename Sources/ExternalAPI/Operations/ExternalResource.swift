/// A kind of record in the API. To add one is to write one of these and to list it in ``ExternalAPI``'s resources.
package struct ExternalResource: Sendable {
    /// Its name, which groups its operations in the document.
    package let name: String
    /// What it is.
    package let summary: String
    /// The scopes that open it, apart from those of the whole API.
    package let scopes: ResourceScopes
    /// The schemas that its operations refer to. A schema that several resources name stands in the document once.
    package let schemas: [JSONValue.Member]
    /// Its operations.
    package let operations: [ExternalOperation]

    /// Describes a kind of record.
    package init(
        name: String, summary: String, scopes: ResourceScopes, schemas: [JSONValue.Member],
        operations: [ExternalOperation]
    ) {
        self.name = name
        self.summary = summary
        self.scopes = scopes
        self.schemas = schemas
        self.operations = operations
    }
}

/// The scopes of one resource.
package struct ResourceScopes: Hashable, Sendable {
    /// The first part of the names, such as `patients`.
    package let prefix: String
    /// What is read, in words, for the descriptions.
    package let subject: String
    /// Whether there is anything to write.
    package let isWritable: Bool

    /// Names the scopes of a resource.
    package init(_ prefix: String, of subject: String, isWritable: Bool = false) {
        self.prefix = prefix
        self.subject = subject
        self.isWritable = isWritable
    }

    /// The scopes of which one lets a caller read.
    package var reading: [String] { [ExternalAPI.scope, ExternalAPI.readScope, "\(prefix).read"] }
    /// The scopes of which one lets a caller write.
    package var writing: [String] { [ExternalAPI.scope, "\(prefix).write"] }

    /// The scopes with their descriptions.
    package var described: [(name: String, description: String)] {
        [("\(prefix).read", "Read \(subject)")] + (isWritable ? [("\(prefix).write", "Write \(subject)")] : [])
    }
}
