/// Where a page stands in the main navigation.
enum Area: String, CaseIterable, Sendable {
    case overview, tenants, subscriptions, clients, tokens, journal, why, operators, account

    /// The areas that the main navigation shows.
    static let main: [Area] = [.overview, .tenants, .subscriptions, .clients, .tokens, .journal, .why, .operators]

    var title: String {
        switch self {
        case .overview: "Overview"
        case .tenants: "Tenants"
        case .subscriptions: "Subscriptions"
        case .clients: "Clients"
        case .tokens: "Tokens"
        case .journal: "Journal"
        case .why: "Why refused?"
        case .operators: "Operators"
        case .account: "Your sessions"
        }
    }

    var address: String { self == .overview ? "/console/" : "/console/\(rawValue)" }
}

/// A way to another page.
struct Link: Sendable {
    let text: String
    let address: String

    init(_ text: String, _ address: String) {
        self.text = text
        self.address = address
    }
}

/// A word with a colour that says the same.
struct Badge: Sendable {
    enum Tone: String, Sendable { case good, bad, warning, quiet, sandbox, production }

    let text: String
    let tone: Tone

    init(_ text: String, _ tone: Tone) {
        self.text = text
        self.tone = tone
    }

    /// The state of a record by its word.
    init(status: String) {
        let tone: Tone =
            switch status {
            case "active": .good
            case "suspended", "not_yet_valid", "staged": .warning
            case "ended", "deleted", "revoked", "expired", "destroyed": .bad
            default: .quiet
            }
        self.init(status.replacing("_", with: " "), tone)
    }

    /// The environment by its word.
    init(environment: String) { self.init(environment, environment == "production" ? .production : .sandbox) }
}

/// Something said at the top of a page.
struct Notice: Sendable {
    enum Tone: String, Sendable { case good, bad, info }

    let tone: Tone
    let text: String
}

/// A page: what stands on it, in order.
struct Page: Sendable {
    let title: String
    let area: Area
    /// The way to this page, from the area on.
    var trail: [Link] = []
    var badges: [Badge] = []
    var lead: String?
    /// What leads on from here.
    var links: [Link] = []
    var notices: [Notice] = []
    var sections: [Section] = []

    /// Every form on the page.
    var forms: [ActionForm] { sections.flatMap(\.forms) }
}

/// A part of a page.
indirect enum Section: Sendable {
    /// Figures side by side.
    case tiles([Tile])
    /// What is known of one record.
    case facts(String?, [Fact])
    /// Rows.
    case table(Table)
    /// A form that is open.
    case form(ActionForm)
    /// Forms that open one by one.
    case actions(String, [ActionForm])
    /// What to look for; nothing is changed by it.
    case search(SearchForm)
    /// Texts that are shown this once or are to be copied.
    case copies(String, lead: String?, [Copy])
    /// Sections side by side where there is room.
    case columns([Column])
    /// Columns of days.
    case chart(Chart)
    /// A sentence.
    case prose(String)

    var forms: [ActionForm] {
        switch self {
        case .form(let form): [form]
        case .actions(_, let forms): forms
        case .table(let table): table.rows.flatMap(\.forms)
        case .columns(let columns): columns.flatMap { $0.sections.flatMap(\.forms) }
        case .tiles, .facts, .search, .copies, .chart, .prose: []
        }
    }
}

/// A figure with what it counts.
struct Tile: Sendable {
    let label: String
    let value: String
    var note: String?
    var address: String?
    var tone = Badge.Tone.quiet
}

/// A fact of a record.
struct Fact: Sendable {
    let label: String
    let cell: Cell

    init(_ label: String, _ cell: Cell) {
        self.label = label
        self.cell = cell
    }
}

/// The content of a place in a table or of a fact.
enum Cell: Sendable {
    case text(String)
    case code(String)
    case link(Link)
    case codeLink(Link)
    case badge(Badge)
    case moment(String)
    case none
}

/// A column of sections.
struct Column: Sendable {
    let title: String
    var badge: Badge?
    let sections: [Section]
}

extension Column {
    /// What there is of one environment, by its word.
    init(environment: String, badge: Badge? = nil, sections: [Section]) {
        self.init(title: environment == "sandbox" ? "Sandbox" : "Production", badge: badge, sections: sections)
    }
}

/// A text with a button that copies it.
struct Copy: Sendable {
    let id: String
    let label: String
    let text: String
    var isLong = false
    var isSecret = false
}

/// Rows under headings.
struct Table: Sendable {
    struct Row: Sendable {
        let cells: [Cell]
        var forms: [ActionForm] = []
    }

    let title: String
    let headings: [String]
    let rows: [Row]
    /// What is said where there are no rows.
    let empty: String
    /// Where the next page is.
    var next: String?
    /// Where the first page is, from a later one.
    var first: String?
}

/// A form that asks for a page by its query.
struct SearchForm: Sendable {
    let address: String
    let fields: [Field]
    let submit: String
}
