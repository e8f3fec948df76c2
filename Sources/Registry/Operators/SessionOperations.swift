import Cryptography
package import Timekeeping

/// Makes a link that signs an operator in, once.
package struct CreateSignInLink: RegistryOperation {
    private let name: String

    /// Asks for a link for an operator.
    package init(name: String) {
        self.name = name
    }

    /// Makes it. Throws for a suspended operator.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> CreatedSignInLink {
        let person = try registry.requireOperator(try OperatorName(name))
        guard person.status == .active else {
            throw RegistryError.conflict(
                "The operator “\(person.name)” is suspended. `counterfoil operator resume \(person.name)` comes first.")
        }
        let token = OperatorToken(random: context.random)
        let expiresAt = context.now.adding(seconds: RegistryLimits.signInLinkSeconds)
        // One link at a time: a forgotten earlier one must not go on working beside it.
        try registry.deleteSignInLinks(of: person.name)
        try registry.insert(SignInLink(digest: token.digest, operatorName: person.name, expiresAt: expiresAt))
        try registry.record(
            context.operatorChange("link_created", of: person.name, after: ["expires_at": expiresAt.description]))
        return CreatedSignInLink(person: person, token: token, expiresAt: expiresAt)
    }
}

/// Uses a link up and begins a session.
package struct SignIn: RegistryOperation {
    private let token: OperatorToken?
    private let remoteAddress: String

    /// Asks to sign in.
    ///
    /// - Parameters:
    ///   - token: what stands in the link, as it was sent.
    ///   - remoteAddress: where the browser is.
    package init(token: String, remoteAddress: String) {
        self.token = OperatorToken(token)
        self.remoteAddress = remoteAddress
    }

    /// Begins the session; the actor of its journal entry is the operator. Throws one text for every link that does not
    /// work, whatever the cause.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> StartedSession {
        guard let token, let link = try registry.findSignInLink(digest: token.digest), link.expiresAt > context.now,
            var person = try registry.findOperator(link.operatorName), person.status == .active
        else {
            throw RegistryError.invalid(
                field: "link",
                "This sign-in link does not work. A link works once, for "
                    + "\(RegistryLimits.signInLinkSeconds / 60) minutes, and only until the next one is made. Ask for "
                    + "another: `counterfoil operator link NAME`.")
        }
        try registry.deleteSignInLinks(of: person.name)
        person.lastSignedInAt = context.now
        try registry.update(person)
        let cookie = OperatorToken(random: context.random)
        let session = OperatorSession(
            id: "ses_" + CrockfordBase32.random(length: RegistryLimits.clientIDRandomCharacters, from: context.random),
            digest: cookie.digest, operatorName: person.name, createdAt: context.now, lastUsedAt: context.now,
            remoteAddress: remoteAddress)
        try registry.insert(session)
        let signedIn = OperationContext(
            actor: person.actor, now: context.now, random: context.random, rootKey: context.rootKey)
        try registry.record(
            signedIn.operatorChange(
                "signed_in", of: person.name, after: ["session": session.id, "remote_address": remoteAddress]))
        return StartedSession(person: person, session: session, token: cookie)
    }
}

/// Ends one session of an operator, or all of them.
package struct EndSessions: RegistryOperation {
    private let name: String
    private let session: String?

    /// Asks for the end of sessions.
    ///
    /// - Parameter session: the one to end; all when `nil`.
    package init(name: String, session: String? = nil) {
        self.name = name
        self.session = session
    }

    /// Ends them. Throws for a session that the operator has not.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Operator {
        let person = try registry.requireOperator(try OperatorName(name))
        let sessions = try registry.listSessions(of: person.name, at: context.now)
        if let session {
            guard sessions.contains(where: { $0.id == session }) else {
                throw RegistryError.notFound(
                    "The operator “\(person.name)” has no session “\(session.forMessage)”; it may have ended.")
            }
            try registry.deleteSession(session)
        } else {
            guard !sessions.isEmpty else { return person }
            try registry.deleteSessions(of: person.name)
        }
        try registry.record(
            context.operatorChange(
                "sessions_ended", of: person.name, before: ["sessions": session ?? "\(sessions.count)"]))
        return person
    }
}

/// Ends the session that an operator leaves by themselves.
package struct SignOut: RegistryOperation {
    private let session: OperatorSession

    /// Asks for the end of a session, whose cookie was shown.
    package init(_ session: OperatorSession) {
        self.session = session
    }

    /// Ends it. One that has ended already is left at that.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws {
        let open = try registry.listSessions(of: session.operatorName, at: context.now)
        guard open.contains(where: { $0.id == session.id }) else { return }
        try registry.deleteSession(session.id)
        try registry.record(
            context.operatorChange("signed_out", of: session.operatorName, before: ["session": session.id]))
    }
}

/// Makes the first operator, an administrator, where there is none.
package struct CreateFirstOperator: RegistryOperation {
    /// The first operator's name.
    package static let name = "admin"

    /// Asks for the first operator.
    package init() {}

    /// Makes them. `nil` where there are operators already.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Operator? {
        guard try registry.listOperators().isEmpty else { return nil }
        return try CreateOperator(name: Self.name, displayName: "Administrator", role: .administrator)
            .run(in: registry, context)
    }
}

extension Operator {
    /// As the journal names them.
    package var actor: Actor { Actor("operator:\(name)") }
}

extension RegistryStore {
    /// The session that a cookie holds, with its operator, and notes that it was used; `nil` where there is none, or
    /// none any more.
    package func continueSession(
        _ cookie: String, at now: Timestamp
    ) async throws(RegistryError) -> (person: Operator, session: OperatorSession)? {
        guard let token = OperatorToken(cookie) else { return nil }
        let digest = token.digest
        let found = try await read { registry -> (Operator, OperatorSession)? in
            guard let session = try registry.findSession(digest: digest), session.expiresAt > now,
                let person = try registry.findOperator(session.operatorName), person.status == .active
            else { return nil }
            return (person, session)
        }
        guard let (person, session) = found else { return nil }
        // Not at every request: reading a page must not cost a write.
        let isDue = now.milliseconds(since: session.lastUsedAt) >= RegistryLimits.sessionUseIntervalSeconds * 1_000
        if isDue {
            var used = session
            used.lastUsedAt = now
            let update = used
            try await write { registry in try registry.update(update) }
        }
        return (person, session)
    }
}
