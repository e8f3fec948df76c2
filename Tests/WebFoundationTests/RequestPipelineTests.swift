import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Registry
import Testing
import WebFoundation

struct RequestPipelineTests {
    private let fixture = PipelineFixture()

    private func code(of response: TestResponse) throws -> String {
        struct Problem: Decodable { let type: String }
        let type = try JSONDecoder().decode(Problem.self, from: Data(response.text.utf8)).type
        return String(type.dropFirst("/docs/errors/".count))
    }

    @Test func `a handler learns realm parameters base URL id and time`() async throws {
        let response = try await fixture.send(.get, "/hello/a%20b?c=d", host: "Sandbox-ACME.example:8080")
        let id = String(repeating: "0", count: 31) + "1"
        #expect(response.status == .ok)
        #expect(
            response.text
                == "a b acme/sandbox  http://sandbox-acme.example:8080 \(id) 2023-11-14T22:13:20.000Z")
        #expect(response.requestID == id)
        #expect(fixture.log.told.events == ["answered GET hello 200"])
        #expect(fixture.log.told.realms == ["acme/sandbox"])
        #expect(fixture.log.told.reasons == [nil])
    }

    @Test(arguments: ["other.example", "acme.example.evil", "", nil, "acme.example:x", "127.0.0.1", "[::1]"])
    func `an unknown host is 404 before anything else is looked at`(host: String?) async throws {
        for target in ["/hello/x", "/nowhere", "/" + String(repeating: "a", count: Limits.targetBytes)] {
            let response = try await fixture.send(.get, target, host: host)
            #expect(response.status == .notFound)
            #expect(try code(of: response) == "unknown_host")
            #expect(response.requestID?.count == 32)
        }
        #expect(fixture.log.told.events.count == 6)
        #expect(fixture.log.told.events.last == "answered GET none 404")
        #expect(fixture.log.told.realms == [nil, nil, nil])
    }

    @Test func `a registry that does not answer is 503 with Retry-After`() async throws {
        let response = try await fixture.send(.get, "/hello/x", host: "down.example")
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.retryAfter] == "1")
        #expect(try code(of: response) == "unavailable")
    }

    @Test(arguments: [("localhost:9", 200), ("LOCALHOST", 200), ("[::1]:9", 200), ("acme.example", 404), (nil, 404)])
    func `the private listener answers to its own names only`(host: String?, status: Int) async throws {
        let fixture = PipelineFixture(hosts: .fixed(["localhost", "::1"], realm: .system))
        #expect(try await fixture.send(.get, "/hello/x", host: host).status.code == status)
        #expect(fixture.log.told.realms == [status == 200 ? "system/production" : nil])
    }

    @Test func `each request has an id of its own`() async throws {
        let responses = try await fixture.sendAll([(.get, "/hello/x"), (.get, "/nowhere"), (.put, "/hello/x")])
        #expect(Set(responses.compactMap(\.requestID)).count == 3)
        #expect(responses.allSatisfy { $0.headers[.xContentTypeOptions] == "nosniff" })
        #expect(responses[1].text.contains("urn:counterfoil:request:\(responses[1].requestID ?? "-")"))
    }

    @Test func `another path is 404`() async throws {
        let response = try await fixture.send(.get, "/nowhere")
        #expect(response.status == .notFound)
        #expect(try code(of: response) == "not_found")
        #expect(fixture.log.told.events == ["refused none not_found", "answered GET none 404"])
    }

    @Test func `another method is 405 with Allow`() async throws {
        let response = try await fixture.send(.put, "/hello/x")
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers[.allow] == "GET, HEAD")
        #expect(try code(of: response) == "method_not_allowed")
        #expect(fixture.log.told.events == ["refused hello method_not_allowed", "answered PUT hello 405"])
    }

    @Test func `a longer target than is read is 414`() async throws {
        let longest = "/hello/" + String(repeating: "a", count: Limits.targetBytes - 7)
        #expect(try await fixture.send(.get, longest).status == .ok)
        let response = try await fixture.send(.get, longest + "a")
        #expect(response.status.code == 414)
        #expect(try code(of: response) == "target_too_long")
    }

    @Test(arguments: [
        ("/problem", 409, "taken", "name_taken"), ("/unavailable", 503, "unavailable", "unavailable"),
        ("/large", 413, "body_too_large", "body_too_large"),
        ("/unforeseen", 500, "internal_error", "internal_error"),
    ])
    func `what a handler throws becomes its answer`(
        path: String, status: Int, code: String, reason: String
    ) async throws {
        let response = try await fixture.send(.get, path)
        #expect(response.status.code == status)
        #expect(response.headers[.contentType] == "application/problem+json")
        #expect(response.headers[.cacheControl] == "no-store")
        #expect(try self.code(of: response) == code)
        let operation = path.dropFirst()
        #expect(
            fixture.log.told.events.filter { !$0.hasPrefix("failed") }
                == ["refused \(operation) \(reason)", "answered GET \(operation) \(status)"])
        #expect(fixture.log.told.reasons == [reason])
    }

    @Test func `an error that nobody foresaw is told the observer and not the caller`() async throws {
        let response = try await fixture.send(.get, "/unforeseen")
        #expect(!response.text.contains("hunter2"))
        #expect(fixture.log.told.events.first == "failed Unforeseen")
    }

    @Test func `a route's own form of failures is used once the route is known`() async throws {
        let thrown = try await fixture.send(.post, "/plain")
        #expect(thrown.text == "plain internalError")
        let method = try await fixture.send(.get, "/plain")
        #expect(method.text.hasPrefix("plain methodNotAllowed"))
        let host = try await fixture.send(.post, "/plain", host: "other.example")
        #expect(try code(of: host) == "unknown_host")
    }

    @Test func `a reason that the handler found stands`() async throws {
        _ = try await fixture.send(.get, "/observed")
        #expect(fixture.log.told.reasons == ["found_by_handler"])
        #expect(fixture.log.told.events.first == "refused observed slow_refusal")
    }

    @Test func `an answer does not leave before its time`() async throws {
        _ = try await fixture.send(.get, "/slow")
        let elapsed = try #require(fixture.log.told.elapsed.first)
        #expect(elapsed >= .milliseconds(40))
    }

    @Test func `every answer to HEAD has the head of GET's and no body`() async throws {
        let paths = ["/hello/x", "/nowhere", "/problem", "/plain", "/unforeseen"]
        for path in paths {
            let get = try await fixture.send(.get, path)
            let head = try await fixture.send(.head, path)
            #expect(head.status == get.status)
            #expect(head.headers[.contentType] == get.headers[.contentType])
            #expect(head.body.readableBytes == 0)
            #expect(get.body.readableBytes > 0)
        }
        let host = try await fixture.send(.head, "/hello/x", host: "other.example")
        #expect(host.status == .notFound)
        #expect(host.body.readableBytes == 0)
    }

    @Test func `answers to HEAD do not confuse a connection that is kept open`() async throws {
        let requests: [(HTTPRequest.Method, String)] = [
            (.head, "/nowhere"), (.head, "/hello/x"), (.head, "/problem"), (.get, "/hello/last"),
        ]
        let responses = try await fixture.sendAll(requests, setup: .live)
        #expect(responses.map(\.status.code) == [404, 200, 409, 200])
        #expect(responses.last?.text.hasPrefix("last acme/production 127.0.0.1 http://acme.example ") == true)
    }

    @Test func `a trusted proxy's word on caller scheme and host reaches the handler`() async throws {
        let loopback = try #require(AddressRange("127.0.0.0/8"))
        let claims: HTTPFields = try [
            #require(HTTPField.Name("X-Forwarded-For")): "6.6.6.6, 1.2.3.4",
            #require(HTTPField.Name("X-Forwarded-Proto")): "https",
            #require(HTTPField.Name("X-Forwarded-Host")): "sandbox-acme.example",
        ]
        let trusting = PipelineFixture(trustedProxies: [loopback])
        let believed = try await trusting.send(.get, "/hello/x", setup: .live, headers: claims)
        #expect(believed.text.hasPrefix("x acme/sandbox 1.2.3.4 https://sandbox-acme.example "))
        let ignored = try await fixture.send(.get, "/hello/x", setup: .live, headers: claims)
        #expect(ignored.text.hasPrefix("x acme/production 127.0.0.1 http://acme.example "))
    }
}
