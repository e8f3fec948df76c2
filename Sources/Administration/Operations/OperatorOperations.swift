import HTTPTypes
import Registry

/// Operators, their sign-in links and their sessions: `/operators`.
enum OperatorOperations {
    static let all = [
        list, create, show, update, suspend, resume, delete, createLink, listSessions, endSessions, endSession,
    ]

    static let schema = AdminSchema(
        "Operator",
        [
            AdminField("operator", .text(), "The name, as the journal has it."),
            AdminField("display_name", .text(), "What people call the person."),
            AdminField("role", role, "What they may do."),
            AdminField("status", .word(["active", "suspended"]), "Whether they may sign in."),
            AdminField("created_at", .moment, "When the operator was created."),
            AdminField("last_signed_in_at", .moment, "When they last signed in.", nullable: true),
        ])

    static let linkSchema = AdminSchema(
        "SignInLink",
        [
            AdminField("operator", .text(), "Whom it signs in."),
            AdminField(
                "sign_in_link", .text(), "The link; it works once. `null` in a repeated answer.", nullable: true),
            AdminField("expires_at", .moment, "Until when it works."),
        ])

    static let sessionSchema = AdminSchema(
        "OperatorSession",
        [
            AdminField("session", .text(), "The identifier."),
            AdminField("operator", .text(), "Who is signed in."),
            AdminField("created_at", .moment, "When it began."),
            AdminField("last_used_at", .moment, "When it was last used, to the minute."),
            AdminField("expires_at", .moment, "When it ends unless it is used."),
            AdminField("remote_address", .text(), "The address that it was begun from."),
        ])

    private static let displayName = AdminField("display_name", .text(), "What people call the person.")
    private static let role = AdminField.Form.word(of: OperatorRole.self)

    private static let list = AdminOperation(
        .get, "/operators", name: "listOperators", summary: "List all operators by name.", access: .read,
        answer: schema.list,
        work: .read { registry, _ in .page(try registry.listOperators().map(\.document), next: nil) })

    private static let create = AdminOperation(
        .post, "/operators", name: "createOperator", summary: "Create an operator.", access: .write,
        needsEveryAccess: true,
        body: [
            AdminField("operator", .text(), "The name; it never changes.", required: true), displayName,
            AdminField("role", role, "What they may do.", required: true),
        ], answer: schema, status: .created,
        work: .change { registry, context, call in
            AdminAnswer(
                try CreateOperator(
                    name: call.body.text("operator") ?? "", displayName: call.body.text("display_name"),
                    role: call.body.text("role").flatMap(OperatorRole.init) ?? .viewer
                ).run(in: registry, context).document)
        })

    private static let show = AdminOperation(
        .get, "/operators/{operator}", name: "getOperator", summary: "Show an operator.", access: .read,
        answer: schema, work: .read { registry, call in AdminAnswer(try current(registry, call)) })

    private static let update = AdminOperation(
        .patch, "/operators/{operator}", name: "updateOperator", summary: "Change an operator's name or role.",
        access: .write, needsEveryAccess: true,
        body: [displayName, AdminField("role", role, "What they may do.")], answer: schema,
        current: current,
        work: .change { registry, context, call in
            AdminAnswer(
                try UpdateOperator(
                    name: try call.operatorName.text, displayName: call.body.text("display_name"),
                    role: call.body.text("role").flatMap(OperatorRole.init)
                ).run(in: registry, context).document)
        })

    private static let suspend = status(.suspended, "suspend", "Suspend an operator and end all their sessions.")
    private static let resume = status(.active, "resume", "Let a suspended operator sign in again.")

    private static func status(_ status: Operator.Status, _ verb: String, _ summary: String) -> AdminOperation {
        AdminOperation(
            .post, "/operators/{operator}/\(verb)", name: "\(verb)Operator", summary: summary, access: .write,
            needsEveryAccess: true,
            answer: schema, current: current,
            work: .change { registry, context, call in
                AdminAnswer(
                    try SetOperatorStatus(name: try call.operatorName.text, status: status).run(in: registry, context)
                        .document)
            })
    }

    private static let delete = AdminOperation(
        .delete, "/operators/{operator}", name: "deleteOperator",
        summary: "Delete an operator with all sessions and links. The journal keeps what they did.", access: .write,
        needsEveryAccess: true,
        answer: schema, current: current,
        work: .change { registry, context, call in
            AdminAnswer(try DeleteOperator(name: try call.operatorName.text).run(in: registry, context).document)
        })

    private static let createLink = AdminOperation(
        .post, "/operators/{operator}/link", name: "createSignInLink",
        summary: "Make a link that signs an operator in, once, within 15 minutes. Earlier links stop working.",
        access: .write, needsEveryAccess: true, answer: linkSchema.showingSecret(), status: .created,
        work: .change { registry, context, call in
            AdminAnswer(
                try CreateSignInLink(name: try call.operatorName.text).run(in: registry, context)
                    .document(origin: call.origin))
        })

    private static let listSessions = AdminOperation(
        .get, "/operators/{operator}/sessions", name: "listOperatorSessions",
        summary: "List an operator's sessions.", access: .read, answer: sessionSchema.list,
        work: .read { registry, call in
            let name = try registry.requireOperator(try call.operatorName).name
            return .page(try registry.listSessions(of: name, at: call.now).map(\.document), next: nil)
        })

    private static let endSessions = AdminOperation(
        .delete, "/operators/{operator}/sessions", name: "endOperatorSessions",
        summary: "End all sessions of an operator.", access: .write, needsEveryAccess: true, answer: schema,
        work: .change { registry, context, call in
            AdminAnswer(try EndSessions(name: try call.operatorName.text).run(in: registry, context).document)
        })

    private static let endSession = AdminOperation(
        .delete, "/operators/{operator}/sessions/{session}", name: "endOperatorSession",
        summary: "End one session of an operator.", access: .write, needsEveryAccess: true, answer: schema,
        work: .change { registry, context, call in
            AdminAnswer(
                try EndSessions(name: try call.operatorName.text, session: call.segment("session"))
                    .run(in: registry, context).document)
        })

    private static func current(_ registry: any RegistryReading, _ call: AdminCall) throws -> JSONDocument {
        try registry.requireOperator(try call.operatorName).document
    }
}

extension AdminCall {
    /// The operator's name in the path.
    ///
    /// - Throws: ``RegistryError/notFound(_:)`` also for what cannot be an operator's name.
    fileprivate var operatorName: OperatorName {
        get throws {
            let text = segment("operator")
            guard let name = try? OperatorName(text) else {
                throw RegistryError.notFound("There is no operator “\(text.forMessage)”.")
            }
            return name
        }
    }
}
