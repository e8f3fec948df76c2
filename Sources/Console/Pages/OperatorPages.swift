import Administration
import Registry
import WebFoundation

/// Operators, their links and their sessions.
enum OperatorPages {
    static let all = [
        Screen(path: "/console/operators", name: "showOperators") { visit in try await list(visit) },
        Screen(path: "/console/operators/{operator}", name: "showOperator") { visit in try await person(visit) },
        Screen(path: "/console/account", name: "showAccount") { visit in try await account(visit) },
    ]

    private static let trail = [Link(Area.operators.title, Area.operators.address)]
    private static let roles = [
        Field.Option("viewer", "viewer: looks at everything"),
        Field.Option("support", "support: also helps partners with secrets"),
        Field.Option("administrator", "administrator: may do everything"),
    ]

    private static func list(_ visit: Visit) async throws -> Page {
        let people = try await visit.ask("listOperators").items()
        return Page(
            title: "Operators", area: .operators,
            lead: "The people who administer. Whatever they do is in the journal with their name.",
            sections: [
                .table(
                    Table(
                        title: "Operators", headings: ["Operator", "Name", "Role", "Status", "Last signed in"],
                        rows: people.map { person in
                            let name = person.text("operator")
                            return Table.Row(cells: [
                                .codeLink(Link(name, Address.person(name))), person.cell("display_name"),
                                person.cell("role"), person.status(), person.moment("last_signed_in_at"),
                            ])
                        }, empty: "There are no operators.")),
                .form(
                    ActionForm(
                        id: "create", operation: "createOperator", title: "New operator",
                        submit: "Create the operator", style: .open,
                        fields: [
                            Field(
                                "operator", "Name",
                                hint: "As the journal will have it, such as ada. It never changes.", required: true),
                            Field("display_name", "Display name", hint: "What people call them."),
                            Field("role", "Role", .choice(roles), value: "viewer", required: true),
                        ]
                    ) { created in .to(Address.person(created.text("operator"))) }),
            ])
    }

    private static func person(_ visit: Visit) async throws -> Page {
        let name = visit.segment("operator")
        let person = try await visit.ask("getOperator", path: ["operator": name])
        let sessions = try await visit.ask("listOperatorSessions", path: ["operator": name]).items()
        return Page(
            title: person.text("display_name"), area: .operators, trail: trail,
            badges: [Badge(person.text("role"), .quiet), Badge(status: person.text("status"))],
            links: [Link("Journal", Address.journal(search: "operator:\(name)"))],
            sections: [
                .facts(
                    nil,
                    [
                        Fact("Operator", person.code("operator")), Fact("Created", person.moment("created_at")),
                        Fact("Last signed in", person.moment("last_signed_in_at")),
                    ]),
                .actions("Sign-in and role", [link(person, name, visit), change(person, name)]),
                .table(sessionTable(sessions, name)),
                .actions("Stop, start or delete", statuses(person, name)),
            ])
    }

    private static func link(_ person: JSONDocument, _ name: String, _ visit: Visit) -> ActionForm {
        ActionForm(
            id: "link", operation: "createSignInLink", path: ["operator": name], title: "Make a sign-in link…",
            explanation: "It works once, for 15 minutes. Earlier links of this person stop working.",
            submit: "Make the link"
        ) { created in
            let link = created.text("sign_in_link")
            return .page(
                Page(
                    title: "Sign-in link for \(person.text("display_name"))", area: .operators,
                    trail: trail + [Link(person.text("display_name"), Address.person(name))],
                    links: [Link("Back to the operator", Address.person(name))],
                    notices: [
                        link.isEmpty
                            ? Notice(tone: .info, text: "This link was shown before. Make another one if it is lost.")
                            : Notice(
                                tone: .good,
                                text: "The link is shown this once. Whoever opens it first is signed in: hand it to "
                                    + "that person only.")
                    ],
                    sections: [
                        .copies(
                            "Link", lead: "Good until \(Moments.short(created.text("expires_at"))).",
                            link.isEmpty
                                ? [] : [Copy(id: "sign-in-link", label: "Sign-in link", text: link, isSecret: true)])
                    ]))
        }
    }

    private static func change(_ person: JSONDocument, _ name: String) -> ActionForm {
        ActionForm(
            id: "change", operation: "updateOperator", path: ["operator": name], title: "Change name or role…",
            explanation: "Open sessions have the new role at once.", submit: "Save",
            fields: [
                Field("display_name", "Display name", value: person.text("display_name"), required: true),
                Field("role", "Role", .choice(roles), value: person.text("role"), required: true),
            ], current: person
        ) { _ in .to(Address.person(name)) }
    }

    private static func statuses(_ person: JSONDocument, _ name: String) -> [ActionForm] {
        let path = ["operator": name]
        let isActive = person.text("status") == "active"
        return [
            ActionForm(
                id: "end-sessions", operation: "endOperatorSessions", path: path, title: "Sign them out everywhere…",
                explanation: "All their sessions end now.", submit: "End all sessions", isDangerous: true
            ) { _ in .to(Address.person(name)) },
            ActionForm(
                id: "status", operation: isActive ? "suspendOperator" : "resumeOperator", path: path,
                title: isActive ? "Suspend the operator…" : "Let the operator sign in again…",
                explanation: isActive ? "They are signed out and cannot sign in." : "They need a new sign-in link.",
                submit: isActive ? "Suspend the operator" : "Let them sign in", isDangerous: isActive,
                typedName: isActive ? name : nil, current: person
            ) { _ in .to(Address.person(name)) },
            ActionForm(
                id: "delete", operation: "deleteOperator", path: path, title: "Delete the operator…",
                explanation: "The journal keeps what they did.", submit: "Delete the operator", isDangerous: true,
                typedName: name, current: person
            ) { _ in .to(Area.operators.address) },
        ]
    }

    private static func sessionTable(_ sessions: [JSONDocument], _ name: String, current: String? = nil) -> Table {
        Table(
            title: "Sessions", headings: ["Session", "From", "Began", "Last used", "Ends unless used"],
            rows: sessions.map { session in
                let id = session.text("session")
                return Table.Row(
                    cells: [
                        id == current ? .badge(Badge("this one", .good)) : .code(id), session.code("remote_address"),
                        session.moment("created_at"), session.moment("last_used_at"), session.moment("expires_at"),
                    ],
                    forms: [
                        ActionForm(
                            id: "end-\(id)", operation: "endOperatorSession", path: ["operator": name, "session": id],
                            title: "End…", explanation: "It ends at once.", submit: "End the session",
                            isDangerous: true
                        ) { _ in .to(Address.person(name)) }
                    ])
            }, empty: "They are signed in nowhere.")
    }

    private static func account(_ visit: Visit) async throws -> Page {
        let name = visit.person.name.text
        let sessions = try await visit.ask("listOperatorSessions", path: ["operator": name]).items()
        return Page(
            title: "Your sessions", area: .account,
            lead: "Where you are signed in. “Sign out” above ends the session of this browser.",
            sections: [
                .facts(
                    nil,
                    [
                        Fact("Operator", .code(name)), Fact("Role", .text(visit.person.role.rawValue)),
                        Fact("Name", .text(visit.person.displayName)),
                    ]), .table(sessionTable(sessions, name, current: visit.session.id)),
            ])
    }
}
