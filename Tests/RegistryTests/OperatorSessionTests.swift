import Cryptography
import Registry
import Testing
import Timekeeping

struct OperatorSessionTests {
    private let fixture: RegistryFixture

    init() throws { fixture = try RegistryFixture() }

    private func link(_ name: String = "ada") async throws -> CreatedSignInLink {
        let known = try await fixture.store.read { registry in try registry.findOperator(try OperatorName(name)) }
        if known == nil { try await fixture.run(CreateOperator(name: name, displayName: nil, role: .administrator)) }
        return try await fixture.run(CreateSignInLink(name: name))
    }

    private func signIn(_ link: CreatedSignInLink) async throws -> StartedSession {
        try await fixture.run(SignIn(token: link.token.text.exposed, remoteAddress: "192.0.2.7"))
    }

    private func isSignedIn(_ started: StartedSession) async throws -> Bool {
        try await fixture.store.continueSession(started.token.text.exposed, at: fixture.clock.now) != nil
    }

    private func refusesLink(_ link: CreatedSignInLink) async throws -> Bool {
        let error = try await fixture.refusal(
            of: SignIn(token: link.token.text.exposed, remoteAddress: "192.0.2.7"))
        return error.message.contains("This sign-in link does not work")
    }

    @Test func `a link signs in once`() async throws {
        let link = try await link()
        let started = try await signIn(link)
        #expect(started.person.name.text == "ada")
        #expect(started.person.lastSignedInAt == fixture.clock.now)
        #expect(try await isSignedIn(started))
        #expect(try await refusesLink(link))
    }

    @Test(arguments: [(899, true), (900, false), (901, false)])
    func `a link works for fifteen minutes`(_ seconds: Int64, _ works: Bool) async throws {
        let link = try await link()
        fixture.clock.advance(seconds: seconds)
        if works {
            _ = try await signIn(link)
        } else {
            #expect(try await refusesLink(link))
        }
    }

    @Test func `a later link takes the earlier one's place`() async throws {
        let (first, second) = (try await link(), try await link())
        #expect(try await refusesLink(first))
        _ = try await signIn(second)
    }

    @Test func `one operator's link leaves another's alone`() async throws {
        let (ada, bob) = (try await link("ada"), try await link("bob"))
        #expect(try await signIn(ada).person.name.text == "ada")
        #expect(try await signIn(bob).person.name.text == "bob")
    }

    @Test(arguments: ["", "x", String(repeating: "0", count: 43), String(repeating: "é", count: 43)])
    func `what is no link is refused`(_ token: String) async throws {
        _ = try await link()
        let error = try await fixture.refusal(of: SignIn(token: token, remoteAddress: ""))
        #expect(error.message.contains("This sign-in link does not work"))
    }

    @Test(arguments: [(1_799, true), (1_800, false)])
    func `a session ends when it is not used for half an hour`(_ seconds: Int64, _ lives: Bool) async throws {
        let started = try await signIn(try await link())
        fixture.clock.advance(seconds: seconds)
        #expect(try await isSignedIn(started) == lives)
    }

    @Test func `a session in use lasts twelve hours and no longer`() async throws {
        let started = try await signIn(try await link())
        // 43 steps of 1,000 s are 43,000 s; 43,200 s is the end.
        for _ in 0..<43 {
            fixture.clock.advance(seconds: 1_000)
            #expect(try await isSignedIn(started))
        }
        fixture.clock.advance(seconds: 199)
        #expect(try await isSignedIn(started))
        fixture.clock.advance(seconds: 1)
        #expect(try await !isSignedIn(started))
    }

    @Test func `a session that is ended, or whose operator is suspended, is over at once`() async throws {
        let (first, second) = (try await signIn(try await link()), try await signIn(try await link()))
        try await fixture.run(EndSessions(name: "ada", session: first.session.id))
        #expect(try await !isSignedIn(first))
        #expect(try await isSignedIn(second))
        let third = try await signIn(try await link("bob"))
        try await fixture.run(SetOperatorStatus(name: "ada", status: .suspended))
        #expect(try await !isSignedIn(second))
        #expect(try await isSignedIn(third))
        // Resuming brings no session back.
        try await fixture.run(SetOperatorStatus(name: "ada", status: .active))
        #expect(try await !isSignedIn(second))
        try await fixture.run(EndSessions(name: "bob"))
        #expect(try await !isSignedIn(third))
    }

    @Test func `signing out ends this session only, and once`() async throws {
        let (first, second) = (try await signIn(try await link()), try await signIn(try await link()))
        let changes = try await fixture.changes {
            try await fixture.run(SignOut(first.session))
            try await fixture.run(SignOut(first.session))
        }
        #expect(changes.map(\.kind) == ["operator.signed_out"])
        #expect(changes.first?.before == ["session": first.session.id])
        #expect(try await !isSignedIn(first))
        #expect(try await isSignedIn(second))
    }

    @Test func `suspending takes a link back, and a suspended operator gets none`() async throws {
        _ = try await link("bob")
        let link = try await link()
        try await fixture.run(SetOperatorStatus(name: "ada", status: .suspended))
        let error = try await fixture.refusal(of: CreateSignInLink(name: "ada"))
        #expect(error.message.contains("is suspended"))
        try await fixture.run(SetOperatorStatus(name: "ada", status: .active))
        #expect(try await refusesLink(link))
    }

    @Test func `one operator's session is not ended in the name of another`() async throws {
        let started = try await signIn(try await link("ada"))
        _ = try await link("bob")
        let error = try await fixture.refusal(of: EndSessions(name: "bob", session: started.session.id))
        #expect(error.message.contains("has no session"))
        #expect(try await isSignedIn(started))
    }

    @Test func `the journal names the operator who signed in, and neither link nor cookie`() async throws {
        var written: [String] = []
        let changes = try await fixture.changes {
            let link = try await link()
            let started = try await signIn(link)
            written = [link.token.text.exposed, started.token.text.exposed]
        }
        #expect(changes.map(\.kind) == ["operator.created", "operator.link_created", "operator.signed_in"])
        #expect(changes.last?.actor.name == "operator:ada")
        #expect(changes.last?.after["remote_address"] == "192.0.2.7")
        let facts = changes.map { "\($0.before) \($0.after) \($0.subject)" }.joined()
        #expect(written.count == 2 && written.allSatisfy { !facts.contains($0) })
    }

    @Test func `what has ended is forgotten, and what has not is kept`() async throws {
        let old = try await signIn(try await link())
        fixture.clock.advance(seconds: 1_700)
        let recent = try await signIn(try await link())
        let open = try await link("bob")
        fixture.clock.advance(seconds: 200)
        let now = fixture.clock.now
        try await fixture.store.write { registry in try registry.deleteExpired(at: now) }
        let digests = (old.token.digest, recent.token.digest, open.token.digest)
        let found = try await fixture.store.read { registry in
            (
                try registry.findSession(digest: digests.0), try registry.findSession(digest: digests.1),
                try registry.findSignInLink(digest: digests.2)
            )
        }
        #expect(found.0 == nil)
        #expect(found.1?.id == recent.session.id)
        #expect(found.2?.operatorName.text == "bob")
    }
}
