import Administration
import Cryptography
import HTTPTypes
import Hummingbird
import Registry
import Timekeeping
import WebFoundation

extension WebConsole {
    /// Where operators sign in.
    static let signInAddress = "/console/sign-in"

    /// The routes by which sessions begin and end.
    var signInRoutes: [Route] {
        [
            Route(.get, Self.signInAddress, operation: "getConsoleSignIn", access: .privateListener) { _, _ in
                try signInPage(fault: nil, status: .ok)
            },
            Route(.post, Self.signInAddress, operation: "signIn", access: .privateListener) { request, context in
                try await signIn(request, context)
            },
            Route(.post, "/console/sign-out", operation: "signOut", access: .privateListener) { request, context in
                try await signOut(request, context)
            },
        ]
    }

    func signInPage(fault: String?, status: HTTPResponse.Status) throws -> Response {
        let view: View = [
            "stylesheet": .text(ConsoleAsset.stylesheet.address), "script": .text(ConsoleAsset.script.address),
            "mark": .text(ConsoleAsset.mark.address), "title": "Sign in", "sign_in": .text(Self.signInAddress),
            "fault": .text(ifPresent: fault), "home": .text(Area.overview.address),
        ]
        guard let html = templates.html("sign-in", view) else { throw GeneralFailure.internalError }
        return PageResponse.html(html, status: status)
    }

    private func signIn(_ request: Request, _ context: CounterfoilRequestContext) async throws -> Response {
        guard RequestForgery.isOwn(request, context) else {
            return try signInPage(
                fault: "Another site's page sent this. Open the link itself, or paste it below.", status: .forbidden)
        }
        // The whole link or what stands behind its #: people paste either.
        let typed = try await Submission.read(request)["link"]?.trimmed ?? ""
        let token = typed.split(separator: "#").last.map(String.init) ?? ""
        let entering = try await operationContext(Actor("console"))
        do throws(RegistryError) {
            let started = try await services.registry.run(
                SignIn(token: token, remoteAddress: context.remoteAddress), entering)
            return PageResponse.redirect(
                to: Area.overview.address, cookie: SessionCookie(context).setting(started.token.text.exposed))
        } catch {
            context.observation.reason = "sign_in_refused"
            switch error {
            case .invalid(_, let message): return try signInPage(fault: message, status: .forbidden)
            default: throw FailureForm.problem.error(.unavailable)
            }
        }
    }

    /// Ends the session; also one whose form is old, since nobody is harmed by it.
    private func signOut(_ request: Request, _ context: CounterfoilRequestContext) async throws -> Response {
        let cookie = SessionCookie(context)
        let leave = PageResponse.redirect(to: Self.signInAddress, cookie: cookie.clearing)
        guard let value = cookie.value(in: request), RequestForgery.isOwn(request, context),
            RequestForgery.isGood(try await Submission.read(request), forCookie: value)
        else { return try signInPage(fault: nil, status: .forbidden) }
        let leaving = try await operationContext(Actor("console"))
        do throws(RegistryError) {
            let now = services.timeSource.now()
            guard let found = try await services.registry.continueSession(value, at: now) else { return leave }
            try await services.registry.run(
                SignOut(found.session),
                OperationContext(
                    actor: found.person.actor, now: now, random: services.random, rootKey: leaving.rootKey))
        } catch {
            throw FailureForm.problem.error(.unavailable)
        }
        return leave
    }

    private func operationContext(_ actor: Actor) async throws -> OperationContext {
        OperationContext(
            actor: actor, now: services.timeSource.now(), random: services.random,
            rootKey: try await services.rootKey())
    }
}
