package import Administration
import Cryptography
import HTTPTypes
import Hummingbird
package import Registry
import Timekeeping
package import WebFoundation

/// The web console: the admin API as pages for people. It changes nothing and reads nothing but through the API's
/// operations, with the accesses of the role of the operator who is signed in.
package struct WebConsole: Sendable {
    /// What the console is told of the server around it.
    package struct Surroundings: Sendable {
        /// What is in the way of the server's work; empty when nothing is.
        package let obstacles: @Sendable () async -> [String]
        /// Scheme and authority of the public listener for a realm, such as `https://acme.example.com`.
        package let address: @Sendable (RealmIdentifier) -> String

        /// Tells the console of its server.
        package init(
            obstacles: @escaping @Sendable () async -> [String],
            address: @escaping @Sendable (RealmIdentifier) -> String
        ) {
            self.obstacles = obstacles
            self.address = address
        }
    }

    let api: AdminAPI
    let services: AdminServices
    let surroundings: Surroundings
    let templates: ConsoleTemplates

    /// The console over an API and its services.
    ///
    /// - Throws: where a template of this program is malformed, which no released one is.
    package init(api: AdminAPI, services: AdminServices, surroundings: Surroundings) throws {
        self.api = api
        self.services = services
        self.surroundings = surroundings
        templates = try ConsoleTemplates()
    }

    /// The routes of the private listener.
    package var routes: [Route] {
        ConsoleAsset.all.map(\.route) + signInRoutes + screens.flatMap(routes) + [usageFile] + unknownRoutes
    }

    private var screens: [Screen] {
        OverviewPages.all + TenantPages.all + ProtectedAPIPages.all + SubscriptionPages.all + ClientPages.all
            + KeyPages.all + TokenPages.all + JournalPages.all + OperatorPages.all
    }

    private func routes(of screen: Screen) -> [Route] {
        let get = Route(.get, screen.path, operation: screen.name, access: .privateListener) { request, context in
            await answer(request, context) { visit in
                try await show(try await screen.page(visit), visit, status: .ok)
            }
        }
        guard screen.hasForms else { return [get] }
        return [
            get,
            Route(.post, screen.path, operation: screen.name + "Form", access: .privateListener) { request, context in
                await answer(request, context) { visit in
                    try await submit(try await Submission.read(request), to: screen, visit)
                }
            },
        ]
    }

    /// Usage as a file, for the parameters of the admin API's operation.
    private var usageFile: Route {
        Route(.get, "/console/usage.csv", operation: "getUsageFile", access: .privateListener) { request, context in
            await answer(request, context) { visit in
                let names = ["client", "subscription", "tenant", "environment", "from", "to"]
                let table = try await visit.ask("exportUsage", query: names.map { ($0, visit.query[$0]) })
                return PageResponse.file(table.textValue ?? "", type: "text/csv", name: "usage.csv")
            }
        }
    }

    /// Whatever else is asked for below `/console`.
    private var unknownRoutes: [Route] {
        ["/console/{1}", "/console/{1}/{2}", "/console/{1}/{2}/{3}", "/console/{1}/{2}/{3}/{4}"].map { path in
            Route(.get, path, operation: "getUnknownConsolePage", access: .privateListener) { request, context in
                await answer(request, context) { _ in throw ProblemDetails.unknownPage }
            }
        } + [
            Route(.get, "/console", operation: "getConsole", access: .privateListener) { _, _ in
                PageResponse.redirect(to: Area.overview.address)
            }
        ]
    }

    /// Admits a request that has a session, and shows what goes wrong as a page.
    private func answer(
        _ request: Request, _ context: CounterfoilRequestContext,
        _ handle: (Visit) async throws -> Response
    ) async -> Response {
        do {
            guard let visit = try await visit(request, context) else {
                return request.method == .get
                    ? PageResponse.redirect(to: Self.signInAddress)
                    : try signInPage(
                        fault: "You are not signed in any more; nothing was changed. Sign in and do it again.",
                        status: .unauthorized)
            }
            if request.method == .post, !RequestForgery.isOwn(request, context) {
                return try problemPage(.foreignForm, visit)
            }
            do {
                return try await handle(visit)
            } catch let problem as ProblemDetails {
                context.observation.reason = problem.reason
                return try problemPage(problem, visit)
            }
        } catch let problem as ProblemDetails {
            return problem.response(in: context)
        } catch {
            return FailureForm.problem.error(.internalError).response(in: context)
        }
    }

    private func visit(_ request: Request, _ context: CounterfoilRequestContext) async throws -> Visit? {
        let now = services.timeSource.now()
        guard let cookie = SessionCookie(context).value(in: request) else { return nil }
        let found: (person: Operator, session: OperatorSession)?
        do throws(RegistryError) {
            found = try await services.registry.continueSession(cookie, at: now)
        } catch {
            throw FailureForm.problem.error(.unavailable)
        }
        guard let found else { return nil }
        return Visit(
            console: self, context: context, person: found.person, session: found.session, cookie: cookie, now: now,
            query: try Submission(request.uri.query ?? ""), address: request.uri.path)
    }

    /// Does what a form of a page asks for.
    private func submit(_ submission: Submission, to screen: Screen, _ visit: Visit) async throws -> Response {
        guard RequestForgery.isGood(submission, forCookie: visit.cookie) else { throw ProblemDetails.foreignForm }
        let page = try await screen.page(visit)
        guard var form = page.forms.first(where: { $0.id == submission["form"] })?.filled(submission) else {
            throw ProblemDetails(
                .conflict, code: "conflict", title: "Not possible any more",
                detail: "What this form was for has changed in the meantime. Look at the page again.")
        }
        do {
            guard visit.may(form.operation) else {
                // The operation itself says what it needs.
                _ = try await visit.send(form, once: nil, tag: nil)
                throw ProblemDetails.unknownPage
            }
            try form.requireTypedName(submission)
            let answer = try await visit.send(form, once: submission["once"], tag: submission["tag"])
            switch form.done(answer) {
            case .to(let address):
                let mark = address.contains("?") ? "&" : "?"
                return PageResponse.redirect(to: "\(address)\(mark)done=\(form.operation)")
            case .page(let page): return try await show(page, visit, status: .ok)
            }
        } catch let problem as ProblemDetails {
            guard problem.status != .forbidden else { throw problem }
            visit.context.observation.reason = problem.reason
            form.take(problem)
            return try await show(page.replacing(form), visit, status: problem.status)
        }
    }
}

/// A page of the console by its address.
struct Screen: Sendable {
    let path: String
    /// The name in metrics and logs.
    let name: String
    /// Whether it can have forms that change something.
    var hasForms = true
    /// Makes the page.
    let page: @Sendable (Visit) async throws -> Page
}

extension ProblemDetails {
    /// A form that no page of this session's sent.
    static let foreignForm = ProblemDetails(
        .forbidden, code: "foreign_form", title: "This form is not one of yours",
        detail: "The form did not come from a page of this session, so nothing was changed. Open the page again and "
            + "repeat it there.")
}
