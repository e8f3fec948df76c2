import Administration
import HTTPTypes
import Registry
import Testing
import Tokens
import WebFoundation

@Suite struct OperationTests {
    private let fixture: AdminFixture

    init() throws { fixture = try AdminFixture() }

    @Test func `a subscription comes with credentials for both environments, is changed, stopped and ended`()
        async throws
    {
        let story = try await fixture.startStory()
        let path = ["subscription": story.subscription]
        let changed = try await fixture.call(
            "updateSubscription", path: path, body: #"{"contact":"it@partner.example"}"#)
        #expect(changed["contact"] == .text("it@partner.example") && changed["partner"] == .text("Example Partner"))
        #expect(try await fixture.call("suspendSubscription", path: path)["status"] == .text("suspended"))
        #expect(try await fixture.call("resumeSubscription", path: path)["status"] == .text("active"))
        #expect(try await fixture.call("endSubscription", path: path)["status"] == .text("ended"))
        #expect(try await fixture.problem("resumeSubscription", path: path)?.status == .conflict)
    }

    @Test func `a client is created with settings, changed, stopped and deleted`() async throws {
        let story = try await fixture.startStory()
        let keys = #"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#
        let created = try await fixture.call(
            "createClient",
            body: #"{"subscription_id":"\#(story.subscription)","environment":"sandbox","name":"Nightly","#
                + #""authentication":["private_key_jwt"],"jwks":\#(keys),"token_lifetime":300}"#)
        #expect(created["client_secret"] == .null && created["jwks_registered"] == .boolean(true))
        let path = ["client": try fixture.text(created["client_id"])]
        let changed = try await fixture.call(
            "updateClient", path: path, body: #"{"token_format":"ES256","introspects":"external"}"#)
        #expect(changed["token_format"] == .text("ES256") && changed["introspects"] != .null)
        let cleared = try await fixture.call("updateClient", path: path, body: #"{"introspects":null}"#)
        #expect(cleared["introspects"] == .null)
        let held = try await fixture.call("updateClient", path: path, body: #"{"allowed_networks":["192.0.2.0/24"]}"#)
        #expect(held["allowed_networks"] == .texts(["192.0.2.0/24"]))
        #expect(try await fixture.call("suspendClient", path: path)["status"] == .text("suspended"))
        #expect(try await fixture.call("resumeClient", path: path)["status"] == .text("active"))
        try await fixture.call("revokeClientTokens", path: path)
        #expect(try await fixture.call("deleteClient", path: path)["status"] == .text("deleted"))
        #expect(try await fixture.problem("getClient", path: path)?.status == .conflict)
    }

    @Test(arguments: [
        (#"{"authentication":["none"]}"#, "/authentication"), (#"{"jwks":[]}"#, "/jwks"),
        (#"{"jwks":{"keys":[{"kty":"oct","k":"AA"}]}}"#, "/jwks"), (#"{"jwks_uri":"http://x/"}"#, "/jwks_uri"),
        (#"{"token_format":"HS256"}"#, "/token_format"), (#"{"token_lifetime":59}"#, "/token_lifetime"),
        (#"{"scopes":["nope"]}"#, "/scope"), (#"{"introspects":"urn:nope"}"#, "/resource"),
        (#"{"client_secret":"mine"}"#, "/client_secret"), (#"{"name":"\n"}"#, "/name"),
        (#"{"allowed_networks":["10.0.0.1/8"]}"#, "/allowed_networks"),
    ])
    func `a setting with a fault is refused by its name`(body: String, pointer: String) async throws {
        let story = try await fixture.startStory()
        let path = ["client": story.sandboxClient]
        let before = try await fixture.call("getClient", path: path)
        let problem = try #require(try await fixture.problem("updateClient", path: path, body: body))
        #expect(problem.status == .unprocessableContent && problem.errors.map(\.pointer) == [pointer])
        #expect(try await fixture.call("getClient", path: path) == before)
    }

    @Test func `scopes and resources are made, changed and deleted`() async throws {
        try await fixture.call("createTenant", body: #"{"tenant":"acme"}"#)
        let realm = ["tenant": "acme", "environment": "sandbox"]
        try await fixture.call(
            "createResource", path: realm, body: #"{"resource":"https://billing.example/","name":"Billing"}"#)
        let resource = realm.merging(["resource": "https://billing.example/"]) { first, _ in first }
        #expect(
            try await fixture.call("updateResource", path: resource, body: #"{"token_format":"ES256"}"#)[
                "token_format"] == .text("ES256"))
        try await fixture.call(
            "createScope", path: ["tenant": "acme"],
            body: #"{"scope":"invoices:read","description":"Read","resource":"https://billing.example/","#
                + #""environment":"sandbox"}"#)
        #expect(try await fixture.problem("deleteResource", path: resource)?.status == .conflict)
        let scope = ["tenant": "acme", "scope": "invoices:read"]
        try await fixture.call("updateScope", path: scope, body: #"{"description":"Read invoices"}"#)
        #expect(
            try await fixture.items("listScopes", path: ["tenant": "acme"]).count == Scope.externalAPI.count * 2 + 1)
        #expect(
            try await fixture.problem("deleteScope", path: scope, query: "environment=production")?.status
                == .notFound)
        try await fixture.call("deleteScope", path: scope)
        try await fixture.call("deleteResource", path: resource)
        #expect(try await fixture.problem("getResource", path: resource)?.status == .notFound)
    }

    @Test func `a realm is held to a profile`() async throws {
        try await fixture.call("createTenant", body: #"{"tenant":"acme"}"#)
        let realm = ["tenant": "acme", "environment": "production"]
        let tag = Precondition.entityTag(of: try await fixture.call("getRealm", path: realm))
        try await fixture.call("updateRealm", path: realm, body: #"{"profile":"fapi2"}"#, ifMatch: tag)
        #expect(try await fixture.call("getRealm", path: realm)["profile"] == .text("fapi2"))
        let late = try await fixture.problem(
            "updateRealm", path: realm, body: #"{"profile":"standard"}"#, ifMatch: tag)
        #expect(late?.status == .preconditionFailed)
        #expect(
            try await fixture.problem("updateRealm", path: realm, body: #"{"certificate_roots":"x"}"#)?.status
                == .unprocessableContent)
    }

    @Test func `keys are rotated, taken into use and replaced`() async throws {
        try await fixture.call("createTenant", body: #"{"tenant":"acme"}"#)
        let realm = ["tenant": "acme", "environment": "production"]
        let staged = try await fixture.call("rotateKey", path: realm, body: #"{"use":"sign-es256"}"#)
        #expect(staged["state"] == .text("staged"))
        #expect(try await fixture.call("rotateKey", path: realm, body: #"{"use":"sign-es256"}"#) == staged)
        let key = realm.merging(["key": try fixture.text(staged["key_id"])]) { first, _ in first }
        #expect(try await fixture.call("activateKey", path: key)["state"] == .text("active"))
        #expect(try await fixture.problem("activateKey", path: key)?.status == .conflict)
        let first = try await fixture.call("rotateKey", path: realm, body: #"{"use":"sign-rs256"}"#)
        #expect(first["state"] == .text("active"))
        try await fixture.call("replaceKeys", path: realm, body: #"{"reason":"backup tape lost"}"#)
        let keys = try await fixture.items("listKeys", path: ["tenant": "acme"], query: "environment=production")
        #expect(keys.count { $0["state"] == .text("active") } == 4)
        #expect(keys.allSatisfy { [.text("active"), .text("destroyed")].contains($0["state"]) })
    }

    @Test func `what is no token is not found, and a token is never in an answer`() async throws {
        let token = String(repeating: "A", count: 64)
        for operation in ["inspectToken", "revokeToken"] {
            let problem = try #require(try await fixture.problem(operation, body: #"{"token":"\#(token)"}"#))
            #expect(problem.status == .notFound && !problem.detail.contains(token))
        }
    }

    @Test func `what the path names and does not exist is not found`() async throws {
        try await fixture.call("createTenant", body: #"{"tenant":"acme"}"#)
        for operation in fixture.api.operations where !operation.pathParameters.isEmpty {
            // What is refused before it is looked for, is tried by other tests.
            let body = operation.body.isEmpty ? "" : Self.leastBodies[operation.name] ?? "{}"
            for name in ["nope", "NO PE/", "system"] {
                let path = Dictionary(
                    uniqueKeysWithValues: operation.pathParameters.map { parameter in
                        (parameter, parameter == "tenant" && operation.pathParameters.count > 1 ? "acme" : name)
                    })
                let problem = try await fixture.problem(operation.name, path: path, body: body)
                #expect(problem?.status == .notFound, "\(operation.name) \(name)")
            }
        }
    }

    private static let leastBodies = [
        "updateScope": #"{"description":"x"}"#, "createResource": #"{"resource":"urn:x:y","name":"x"}"#,
        "createScope": #"{"scope":"x","description":"x"}"#, "rollSecret": #"{"grace_seconds":1}"#,
        "replaceKeys": #"{"reason":"x"}"#, "endTenant": #"{"confirm":"x"}"#,
        "addHostName": #"{"host_name":"a.example","environment":"sandbox"}"#,
    ]
}
