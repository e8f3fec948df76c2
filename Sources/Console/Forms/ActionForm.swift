import Administration

/// A form that calls an operation of the admin API.
struct ActionForm: Sendable {
    enum Style: Sendable {
        /// Seen at once.
        case open
        /// Opened by a button with the form's title.
        case folded
        /// A button and nothing else.
        case button
    }

    /// What comes after the operation.
    enum Outcome: Sendable {
        /// Another page, so that a reload does nothing again.
        case to(String)
        /// This page at once, since it shows what is shown once.
        case page(Page)
    }

    /// Tells the forms of a page apart.
    let id: String
    /// The operation's name.
    let operation: String
    /// The segments of the operation's path.
    var path: [String: String] = [:]
    /// The parameters of the operation's query.
    var query: [(String, String?)] = []
    let title: String
    var explanation: String?
    let submit: String
    var style = Style.folded
    var isDangerous = false
    /// What must be typed first; for what cannot be taken back.
    var typedName: String?
    var fields: [Field] = []
    /// Members of the body that nobody types.
    var fixed: [JSONDocument.Member] = []
    /// The record as it was read, where a change of something else must not overwrite another's.
    var current: JSONDocument?
    /// What comes after it.
    let done: @Sendable (JSONDocument) -> Outcome
    /// What is wrong with the whole.
    var fault: String?
    /// Whether what was typed is at fault, so that the form is shown open.
    var isRefused = false

    /// The body of the request.
    var body: [UInt8] {
        let members = fields.compactMap(\.member) + fixed
        return members.isEmpty ? [] : Array(JSONDocument.object(members).jsonText.utf8)
    }

    /// The name of the field for ``typedName``.
    static let typedNameField = "typed_name"

    /// The same with what was typed.
    func filled(_ submission: Submission) -> ActionForm {
        var form = self
        for index in form.fields.indices { form.fields[index].values = submission.values(form.fields[index].name) }
        return form
    }
}
