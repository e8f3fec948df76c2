package import HTTPTypes
package import Registry

/// What an operation needs of its caller. Programs show it by a scope, operators by their role.
package enum AdminAccess: String, Hashable, Sendable, CaseIterable {
    /// To read, secrets excepted, which nobody can.
    case read
    /// What support does for a partner: its secrets, and stopping and starting its clients and tokens.
    case support
    /// Every other change.
    case write
    /// Keys.
    case keys

    /// Every scope of the admin API.
    package static let scopes = allCases.map(\.scope).reduce(into: [String]()) { scopes, scope in
        if !scopes.contains(scope) { scopes.append(scope) }
    }

    /// The scope that a program's access token must have.
    package var scope: String {
        switch self {
        case .read: "admin:read"
        case .support, .write: "admin:write"
        case .keys: "admin:keys"
        }
    }
}

/// One operation of the admin API: what the document says of it, the form of its input, and the work.
///
/// The command line, the web console and HTTP all go through it, so that none of them can do what the others cannot.
package struct AdminOperation: Sendable {
    /// The work. What changes something runs in one transaction with the checks of `If-Match` and `Idempotency-Key`.
    package enum Work: Sendable {
        /// Reads one snapshot of the registry.
        case read(@Sendable (any RegistryReading, AdminCall) throws -> AdminAnswer)
        /// Changes the registry, or throws and leaves nothing behind.
        case change(Change)
        /// Gets ready what takes too long for a transaction, such as a key, and then changes the registry with it.
        case prepared(@Sendable (AdminServices, AdminCall) async throws -> Change)
        /// Asks something other than the registry, such as the journal.
        case ask(@Sendable (AdminServices, AdminCall) async throws -> AdminAnswer)
    }

    /// Changes the registry, or throws and leaves nothing behind.
    package typealias Change = @Sendable (any RegistryWriting, OperationContext, AdminCall) throws -> AdminAnswer

    /// The method.
    package let method: HTTPRequest.Method
    /// The path below the API's own, such as `/tenants/{tenant}`.
    package let path: String
    /// The operation's name, unique in the API, such as `createTenant`.
    package let name: String
    /// A few words.
    package let summary: String
    /// What it needs of its caller.
    package let access: AdminAccess
    /// Whether it needs every other access besides, since its caller could make itself greater by it: programs need all
    /// scopes then, operators the role administrator.
    package var needsEveryAccess = false
    /// The query parameters it takes.
    package var query: [AdminField] = []
    /// The members of its body; empty where it takes none.
    package var body: [AdminField] = []
    /// Whether the body is many such records, one JSON object a line.
    package var takesLines = false
    /// The name of the schema of what it answers with.
    package var answer: AdminSchema
    /// The status of a good answer.
    package var status: HTTPResponse.Status = .ok
    /// Reads the record that is about to be changed, for `If-Match`; `nil` where there is none.
    package var current: (@Sendable (any RegistryReading, AdminCall) throws -> JSONDocument)?
    /// The work.
    package let work: Work

    /// Describes an operation.
    package init(
        _ method: HTTPRequest.Method, _ path: String, name: String, summary: String, access: AdminAccess,
        needsEveryAccess: Bool = false, query: [AdminField] = [], body: [AdminField] = [], takesLines: Bool = false,
        answer: AdminSchema,
        status: HTTPResponse.Status = .ok,
        current: (@Sendable (any RegistryReading, AdminCall) throws -> JSONDocument)? = nil, work: Work
    ) {
        self.method = method
        self.path = path
        self.name = name
        self.summary = summary
        self.access = access
        self.needsEveryAccess = needsEveryAccess
        self.query = query
        self.body = body
        self.takesLines = takesLines
        self.answer = answer
        self.status = status
        self.current = current
        self.work = work
    }

    /// Whether it takes part in `Idempotency-Key` and `If-Match`.
    package var isChange: Bool {
        switch work {
        case .change, .prepared: true
        case .read, .ask: false
        }
    }

    /// Whether its body or its answer can be much larger than those of others.
    package var isBulk: Bool { takesLines || answer.mediaType == JSONLines.mediaType }

    /// Whether somebody with these accesses may call it.
    package func isAllowed(_ accesses: Set<AdminAccess>) -> Bool {
        accesses.contains(access) && (!needsEveryAccess || accesses.isSuperset(of: AdminAccess.allCases))
    }

    /// The scopes that a program's access token must have, all of them, separated by spaces.
    package var neededScopes: String {
        needsEveryAccess ? AdminAccess.scopes.joined(separator: " ") : access.scope
    }

    /// The names of the segments of the path that vary.
    package var pathParameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }
}

/// The form of an answer, by the schema of its record.
package struct AdminSchema: Sendable {
    /// The name of the record's schema, such as `Tenant`.
    package let name: String
    /// The members and what each is.
    package let fields: [AdminField]
    /// Whether the answer is a page of such records.
    package var isList = false
    /// Whether a record has further members, by what it tells of.
    package var isOpen = false
    /// Whether the answer may show a new secret, this once.
    package var showsSecret = false
    /// The media type of an answer that is a text of another form than JSON; `nil` for JSON.
    package var mediaType: String?

    /// Describes a record.
    package init(_ name: String, _ fields: [AdminField], isOpen: Bool = false) {
        self.name = name
        self.fields = fields
        self.isOpen = isOpen
    }

    /// A page of such records.
    package var list: AdminSchema {
        var list = self
        list.isList = true
        return list
    }

    /// A text of another form than JSON.
    package static func text(_ name: String, mediaType: String) -> AdminSchema {
        var schema = AdminSchema(name, [])
        schema.mediaType = mediaType
        return schema
    }

    /// The same with a secret in it.
    package func showingSecret() -> AdminSchema {
        var showing = self
        showing.showsSecret = true
        return showing
    }
}

/// What an operation answers with.
package struct AdminAnswer: Sendable {
    /// The one JSON document.
    package let document: JSONDocument
    /// The text, where the operation answers with one of another form than JSON; it is then the document, too.
    package let text: String?

    /// Answers with a record.
    package init(_ document: JSONDocument) {
        self.document = document
        text = nil
    }

    /// Answers with a text.
    package init(text: String) {
        document = .text(text)
        self.text = text
    }

    /// Answers with a page of a list, and where the next one begins.
    ///
    /// - Parameter next: the cursor behind the last row, where more may follow.
    package static func page(_ items: [JSONDocument], next: String?) -> AdminAnswer {
        AdminAnswer([
            "items": .list(items), "next": .text(ifPresent: next),
        ])
    }
}
