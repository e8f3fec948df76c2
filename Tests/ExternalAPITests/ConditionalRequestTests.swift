import ExternalAPI
import ExternalRecords
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import WebFoundation

struct ConditionalRequestTests {
    private static let path = PatientWritingTests.patients + "/10000001"

    @Test func `who has the state of a record already is answered with 304`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let first = try await fixture.send(.get, Self.path)
        let tag = try #require(first.headers[.eTag])
        for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
            let again = try await fixture.send(.get, Self.path, headers: [.ifNoneMatch: known])
            #expect(again.status == .notModified && again.text.isEmpty && again.headers[.eTag] == tag)
            #expect(again.headers[.contentType] == nil)
        }
        for other in ["\"x\"", "x"] {
            #expect(try await fixture.send(.get, Self.path, headers: [.ifNoneMatch: other]).status == .ok)
        }
        for malformed in ["", "\"é\"", String(repeating: "x", count: 2_001)] {
            let answer = try await fixture.send(.get, Self.path, headers: [.ifNoneMatch: malformed])
            #expect(answer.status == .badRequest && answer.text.contains(#""parameter":"If-None-Match""#))
        }
    }

    @Test func `a write of a state that is not there any more is 412`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        let tag = try #require(try await fixture.send(.get, Self.path).headers[.eTag])
        fixture.advance(seconds: 1)
        let first = try await fixture.send(
            .put, Self.path, headers: [.ifMatch: tag], body: PatientWritingTests.least)
        #expect(first.status == .ok)
        for method in [HTTPRequest.Method.put, .delete] {
            for stale in [tag, "W/\(try #require(first.headers[.eTag]))", "\"x\", \"y\"", "x"] {
                let answer = try await fixture.send(
                    method, Self.path, headers: [.ifMatch: stale],
                    body: method == .put ? PatientWritingTests.least : nil)
                #expect(answer.status == .preconditionFailed, "\(method) \(stale)")
                #expect(try answer.object()["type"] as? String == "/docs/errors/precondition_failed")
            }
        }
        let none = try await fixture.send(
            .put, Self.path, headers: [.ifNoneMatch: "*"], body: PatientWritingTests.least)
        #expect(none.status == .preconditionFailed)
        let any = try await fixture.send(.put, Self.path, headers: [.ifMatch: "*"], body: PatientWritingTests.least)
        #expect(any.status == .ok)
        let gone = try await fixture.send(
            .delete, Self.path, headers: [.ifMatch: try #require(any.headers[.eTag])])
        #expect(gone.status == .noContent)
    }

    @Test func `of two replacements of one state at the same time one is 412`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        for _ in 0..<20 {
            let tag = try #require(try await fixture.send(.get, Self.path).headers[.eTag])
            fixture.advance(seconds: 1)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        try await fixture.send(
                            .put, Self.path, headers: [.ifMatch: tag], body: PatientWritingTests.least
                        ).status.code
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }.sorted()
            }
            #expect(statuses == [200, 412])
        }
    }

    @Test func `a create that is repeated with its key is done once`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(0)
        let name = try #require(HTTPField.Name("Idempotency-Key"))
        func create(_ key: String, _ body: String = PatientWritingTests.least, token: String = "good") async throws
            -> TestResponse
        {
            try await fixture.send(
                .post, PatientWritingTests.patients, token: token, headers: [name: key], body: body)
        }
        let first = try await create("a-1")
        let again = try await create("a-1")
        #expect(first.status == .created && again.status == .created)
        #expect(again.text == first.text && again.headers[.location] == first.headers[.location])
        let other = try await create("a-1", PatientWritingTests.least.replacing("Remy", with: "Avery"))
        #expect(other.status == .conflict)
        #expect(try other.object()["type"] as? String == "/docs/errors/idempotency_key_reused")
        #expect(try await create("a-1", token: "second").headers[.location] != first.headers[.location])
        #expect(try await create("a-2").headers[.location] != first.headers[.location])
        let path = try #require(first.headers[.location])
        _ = try await fixture.send(.delete, path)
        let gone = try await create("a-1")
        #expect(gone.status == .conflict && gone.text.contains("repeated_record_gone"))
    }

    @Test(arguments: ["two words", "é", String(repeating: "k", count: 201), ""])
    func `a key that is none is refused`(key: String) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(0)
        let name = try #require(HTTPField.Name("Idempotency-Key"))
        let answer = try await fixture.send(
            .post, PatientWritingTests.patients, headers: [name: key], body: PatientWritingTests.least)
        #expect(answer.status == .badRequest)
        #expect(try answer.object()["type"] as? String == "/docs/errors/invalid_idempotency_key")
    }

    @Test func `HEAD is GET without the body`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        for path in ["", "/insurances", "/insurances/50000001"] {
            let get = try await fixture.send(.get, Self.path + path)
            let head = try await fixture.send(.head, Self.path + path)
            #expect(head.status == get.status && head.text.isEmpty && head.headers[.eTag] == get.headers[.eTag])
        }
    }

    @Test(arguments: [
        ("/patients", "GET, HEAD, POST"), ("/patients/10000001", "DELETE, GET, HEAD, PUT"),
        ("/patients/search", "POST"), ("/patients/changes", "GET, HEAD"), ("/hcpcs/70000001", "GET, HEAD"),
        ("/patients/10000001/insurances", "GET, HEAD, POST"), ("/patients/10000001/tags/30000001", "DELETE, PUT"),
    ])
    func `a method that a path does not have is 405 with those it has`(path: String, allow: String) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        for method in [HTTPRequest.Method.patch, .trace] + (path.hasSuffix("s") ? [.delete] : []) {
            let answer = try await fixture.send(method, ExternalAPI.root + path)
            #expect(answer.status == .methodNotAllowed && answer.headers[.allow] == allow, "\(method)")
        }
    }
}
