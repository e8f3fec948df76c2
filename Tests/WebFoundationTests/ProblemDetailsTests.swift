import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Registry
import Testing
import Timekeeping
import WebFoundation

struct ProblemDetailsTests {
    private func answer(_ problem: ProblemDetails) async throws -> TestResponse {
        let route = Route(.get, "/x", operation: "x", access: .open) { _, _ in throw problem }
        let pipeline = RequestPipeline(
            table: RouteTable([route]), hosts: .fixed(["localhost"], realm: .system), trustedProxies: [],
            connectionIsSecure: false,
            timeSource: TimeSource { Timestamp(secondsSince1970: 0) }, requestIDs: { "00ff" }, observer: ObserverLog())
        return try await Application(responder: pipeline).test(.router) { client in
            try await client.executeRequest(uri: "/x", method: .get, headers: [:], body: nil)
        }
    }

    @Test func `a problem is one JSON document with its members in a fixed order`() async throws {
        let response = try await answer(
            ProblemDetails(.conflict, code: "name_taken", title: "Name taken", detail: "Choose another."))
        #expect(response.status == .conflict)
        #expect(
            response.text == #"{"detail":"Choose another.","instance":"urn:counterfoil:request:00ff","status":409,"#
                + #""title":"Name taken","type":"/docs/errors/name_taken"}"#)
        #expect(response.headers[.contentType] == "application/problem+json")
        #expect(response.headers[.cacheControl] == "no-store")
    }

    @Test func `faults name the member or the parameter`() async throws {
        let response = try await answer(
            ProblemDetails(
                .badRequest, code: "invalid", title: "Invalid", detail: "Two faults.",
                errors: [.parameter("pageSize", "Give 1 to 100."), .member("/name", "Give a text.")]))
        #expect(
            response.text.contains(
                #""errors":[{"detail":"Give 1 to 100.","parameter":"pageSize"},"#
                    + #"{"detail":"Give a text.","pointer":"/name"}]"#))
    }

    @Test func `faults of lines name the line`() async throws {
        let response = try await answer(
            ProblemDetails(
                .unprocessableContent, code: "invalid_lines", title: "Invalid lines", detail: "Two faults.",
                errors: [.line(3, pointer: "/name", "Give a text."), .line(7, pointer: nil, "It is no JSON.")]))
        #expect(
            response.text.contains(
                #""errors":[{"detail":"Give a text.","line":3,"pointer":"/name"},"#
                    + #"{"detail":"It is no JSON.","line":7}]"#))
    }

    @Test func `what stands in a text cannot leave its place`() async throws {
        let response = try await answer(
            ProblemDetails(.badRequest, code: "x", title: "X", detail: "a\"},{\n\u{1F600}/é"))
        #expect(response.text.hasPrefix(#"{"detail":"a\"},{\n"# + "\u{1F600}/é\","))
    }

    @Test func `further header fields go with the answer and cannot change its type`() async throws {
        let response = try await answer(
            ProblemDetails(
                .tooManyRequests, code: "slow_down", title: "Slow down", detail: "Wait.",
                headers: [.retryAfter: "7", .contentType: "text/html"]))
        #expect(response.headers[.retryAfter] == "7")
        #expect(response.headers[values: .contentType] == ["application/problem+json"])
    }

    @Test func `the reason is the code unless it is another`() {
        let plain = ProblemDetails(.badRequest, code: "a", title: "A", detail: "A.")
        let exact = ProblemDetails(.badRequest, code: "a", title: "A", detail: "A.", reason: "b")
        #expect(plain.reason == "a")
        #expect(exact.reason == "b")
        #expect(plain.operatorDetail == nil)
        #expect(plain.earliestAnswer == nil)
    }

    @Test(arguments: [
        (GeneralFailure.methodNotAllowed(allowed: [.get, .head]), 405, "GET, HEAD"),
        (.bodyTooLarge(limitBytes: 16_384), 413, "16384 bytes"), (.unavailable, 503, "Try again"),
        (.internalError, 500, "request id"),
    ])
    func `a general failure says what to do`(failure: GeneralFailure, status: Int, text: String) async throws {
        let problem = try #require(FailureForm.problem.error(failure) as? ProblemDetails)
        let response = try await answer(problem)
        #expect(response.status.code == status)
        #expect(response.text.contains(text))
    }
}
