import OutboundHTTPTesting
import Testing

@testable import OutboundHTTP

@Suite struct EndpointClientTests {
    @Test func `a form is posted with its credentials, to any address`() async throws {
        try await LoopbackServer.run(answer: { _ in .answer(status: 401, body: "no") }) { server in
            let client = try EndpointClient()
            let response = try await client.send(
                OutboundRequest(
                    try OutboundURL("http://127.0.0.1:\(server.port)/introspect", allowsHTTP: true),
                    method: .post(form: "token=a%20b"), accept: "application/json", authorization: "Basic YTpi",
                    deadlineMilliseconds: 60_000))
            #expect(response.status == 401)
            #expect(response.body == Array("no".utf8))
            let received = try #require(server.received.first)
            #expect(received.method == "POST")
            #expect(received.body == "token=a%20b")
            #expect(received.fields["content-type"] == "application/x-www-form-urlencoded")
            #expect(received.fields["authorization"] == "Basic YTpi")
        }
    }

    @Test func `credentials never follow a redirect`() async throws {
        try await LoopbackServer.run(answer: { _ in .answer(body: "") }) { other in
            let elsewhere = "http://127.0.0.1:\(other.port)/"
            try await LoopbackServer.run(
                answer: { _ in .answer(status: 307, fields: ["Location": elsewhere], body: "") },
                body: { server in
                    let request = OutboundRequest(
                        try OutboundURL("http://127.0.0.1:\(server.port)/", allowsHTTP: true),
                        method: .post(form: "token=a"), accept: "application/json", authorization: "Basic YTpi",
                        deadlineMilliseconds: 60_000)
                    let client = try EndpointClient()
                    await #expect(throws: OutboundError.redirected(host: "127.0.0.1", status: 307)) {
                        try await client.send(request)
                    }
                })
            #expect(other.received.isEmpty)
        }
    }

    @Test func `a caller that no longer waits ends the request`() async throws {
        let (asked, isAsked) = AsyncStream<Void>.makeStream()
        try await LoopbackServer.run(
            answer: { _ in
                isAsked.yield()
                return .silence
            },
            body: { server in
                let client = try EndpointClient()
                let request = OutboundRequest(
                    try OutboundURL("http://127.0.0.1:\(server.port)/", allowsHTTP: true), accept: "application/json",
                    deadlineMilliseconds: 60_000)
                let sending = Task { try await client.send(request) }
                var requests = asked.makeAsyncIterator()
                await requests.next()
                sending.cancel()
                await #expect(throws: OutboundError.cancelled) { try await sending.value }
            })
    }
}
