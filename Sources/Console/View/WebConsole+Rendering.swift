import Administration
import Cryptography
import HTTPTypes
import Hummingbird
import WebFoundation

extension WebConsole {
    /// A page as its answer.
    func show(_ page: Page, _ visit: Visit, status: HTTPResponse.Status) async throws -> Response {
        var page = page
        if let done = visit.query["done"], status == .ok, let text = DoneTexts.text(of: done) {
            page.notices.insert(Notice(tone: .good, text: text), at: 0)
        }
        let renderer = PageRenderer(
            visit: visit,
            once: { [random = services.random] in
                Hexadecimal.encodeLowercase(random.bytes(ConsoleLimits.onceBytes))
            })
        guard let html = templates.html("page", renderer.view(of: page)) else { throw GeneralFailure.internalError }
        return PageResponse.html(html, status: status)
    }

    /// What went wrong, as a page.
    func problemPage(_ problem: ProblemDetails, _ visit: Visit) throws -> Response {
        let page = Page(
            title: problem.title, area: .overview, lead: problem.detail,
            links: [Link("Back to the overview", Area.overview.address)],
            sections: [.facts(nil, [Fact("Request id", .code(visit.context.requestID))])])
        let renderer = PageRenderer(visit: visit, once: { "" })
        guard let html = templates.html("page", renderer.view(of: page)) else { throw GeneralFailure.internalError }
        return PageResponse.html(html, status: problem.status)
    }
}

/// What is said when an operation is done.
enum DoneTexts {
    /// The sentence for an operation; `nil` for what is none.
    static func text(of operation: String) -> String? { texts[operation] }

    private static let texts = [
        "createTenant": "The tenant is created, with its sandbox and its production.",
        "suspendTenant": "The tenant is suspended. Its clients get no tokens, and those that are out do not work.",
        "resumeTenant": "The tenant works again.",
        "updateTenant": "The tenant is changed.",
        "addHostName": "The host name is added. It works as soon as it leads to this server.",
        "removeHostName": "The host name is taken away.",
        "createScope": "The scope is created. Give it to subscriptions next.",
        "updateScope": "The scope is changed.",
        "deleteScope": "The scope is deleted.",
        "createResource": "The API is created. Create scopes for it next.",
        "updateResource": "The API is changed.",
        "deleteResource": "The API is deleted.",
        "updateRealm": "The rules are changed.",
        "updateSubscription": "The subscription is changed.",
        "updateSubscriptionLimits": "The limits are changed.",
        "suspendSubscription": "The subscription is suspended. No token of its clients works.",
        "resumeSubscription": "The subscription works again.",
        "endSubscription": "The subscription is ended for good.",
        "updateClient": "The client is changed.",
        "suspendClient": "The client is suspended. None of its tokens works.",
        "resumeClient": "The client works again.",
        "deleteClient": "The client is deleted.",
        "revokeClientTokens": "All tokens of the client are revoked. Its secrets still work.",
        "revokeSecret": "The secret is revoked and works no more.",
        "expireSecret": "The secret's end is set.",
        "rotateKey": "A fresh key is made. It comes into use when every server knows it.",
        "activateKey": "The key is in use.",
        "replaceKeys": "The old keys are destroyed with all their tokens, and new ones are in their place.",
        "createOperator": "The operator is created. Make a sign-in link for them next.",
        "updateOperator": "The operator is changed.",
        "suspendOperator": "The operator is suspended and signed out everywhere.",
        "resumeOperator": "The operator may sign in again.",
        "deleteOperator": "The operator is deleted. The journal keeps what they did.",
        "endOperatorSessions": "The operator is signed out everywhere.",
        "endOperatorSession": "The session is ended.",
    ]
}
