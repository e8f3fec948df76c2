import Dispatch
import OutboundHTTPTesting
import Testing

@testable import OutboundHTTP

@Suite struct GuardedClientTests {
    /// Looks every name up as these addresses, and fails the test where none should be looked up.
    private func lookup(_ addresses: String...) -> HostLookup {
        HostLookup { _ in addresses.compactMap { IPAddress($0) } }
    }

    private func request(
        _ text: String, bodyMaximumBytes: Int = OutboundLimits.bodyBytes,
        deadlineMilliseconds: Int64 = 60_000
    ) throws -> OutboundRequest {
        OutboundRequest(
            try OutboundURL(text, allowsHTTP: true), accept: "application/json", bodyMaximumBytes: bodyMaximumBytes,
            deadlineMilliseconds: deadlineMilliseconds)
    }

    /// Serves plain HTTP with one answer, and gives the failure of asking it.
    private func failure(
        of answer: LoopbackServer.Answer, bodyMaximumBytes: Int = 65_536, deadlineMilliseconds: Int64 = 60_000
    ) async throws -> OutboundError? {
        try await LoopbackServer.run(answer: { _ in answer }) { server in
            let client = try GuardedClient(policy: OutboundPolicy(allowPrivate: true))
            let request = try request(
                "http://127.0.0.1:\(server.port)/", bodyMaximumBytes: bodyMaximumBytes,
                deadlineMilliseconds: deadlineMilliseconds)
            return await #expect(throws: OutboundError.self) { try await client.send(request) }
        }
    }

    @Test func `an answer over TLS by a name comes back whole, from the pinned address`() async throws {
        let authority = try LoopbackAuthority()
        try await authority.withFile { path in
            let identity = try authority.identity(names: ["keys.partner.example"])
            let answer = LoopbackServer.Answer.answer(
                fields: ["Content-Type": "application/JSON; charset=utf-8", "Cache-Control": "max-age=120"],
                body: #"{"keys":[]}"#)
            try await LoopbackServer.run(identity: identity, answer: { _ in answer }) { server in
                let client = try GuardedClient(
                    policy: OutboundPolicy(allowPrivate: true, caFile: path), lookup: lookup("127.0.0.1"))
                let response = try await client.send(request("https://Keys.Partner.Example:\(server.port)/a?b=%20"))
                #expect(
                    response
                        == OutboundResponse(
                            status: 200, mediaType: "application/json", freshSeconds: 120,
                            body: Array(#"{"keys":[]}"#.utf8)))
                let received = try #require(server.received.first)
                #expect(received.method == "GET")
                #expect(received.target == "/a?b=%20")
                #expect(received.fields["host"] == "keys.partner.example:\(server.port)")
                #expect(received.fields["user-agent"] == "counterfoil")
                #expect(received.fields["accept"] == "application/json")
                #expect(Set(received.fields.keys) == ["host", "user-agent", "accept"])
            }
        }
    }

    @Test func `a certificate for another name, or of another authority, is refused`() async throws {
        let authority = try LoopbackAuthority()
        let stranger = try LoopbackAuthority()
        try await authority.withFile { path in
            for (signer, name) in [(authority, "other.example"), (stranger, "keys.example")] {
                let identity = try signer.identity(names: [name])
                try await LoopbackServer.run(identity: identity, answer: { _ in .answer(body: "") }) { server in
                    let client = try GuardedClient(
                        policy: OutboundPolicy(allowPrivate: true, caFile: path), lookup: lookup("127.0.0.1"))
                    let request = try request("https://keys.example:\(server.port)/")
                    await #expect(throws: OutboundError.tlsFailed(host: "keys.example")) {
                        try await client.send(request)
                    }
                    #expect(server.received.isEmpty)
                }
            }
        }
    }

    @Test func `a server asked by its address must have a certificate for the address`() async throws {
        let authority = try LoopbackAuthority()
        try await authority.withFile { path in
            for hasAddress in [true, false] {
                let identity = try authority.identity(names: ["localhost"], loopbackAddress: hasAddress)
                try await LoopbackServer.run(identity: identity, answer: { _ in .answer(body: "yes") }) { server in
                    let client = try GuardedClient(policy: OutboundPolicy(allowPrivate: true, caFile: path))
                    let request = try request("https://127.0.0.1:\(server.port)/")
                    if hasAddress {
                        #expect(try await client.send(request).body == Array("yes".utf8))
                    } else {
                        await #expect(throws: OutboundError.tlsFailed(host: "127.0.0.1")) {
                            try await client.send(request)
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: [
        "127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "[::1]", "[fe80::1]",
        "[fd00:ec2::254]", "[ff02::1]", "[::ffff:127.0.0.1]", "[64:ff9b::10.0.0.1]", "[2002:7f00:1::]", "[::]",
    ])
    func `an address that is not public is refused before a connection`(_ host: String) async throws {
        try await LoopbackServer.run(answer: { _ in .answer(body: "") }) { server in
            let client = try GuardedClient(policy: OutboundPolicy())
            let request = try request("https://\(host):\(server.port)/")
            let error = await #expect(throws: OutboundError.self) { try await client.send(request) }
            #expect(error?.reason == "address_refused")
            #expect(server.received.isEmpty)
        }
    }

    @Test func `a name that resolves to loopback is refused, with the system's own look-up`() async throws {
        let client = try GuardedClient(policy: OutboundPolicy())
        for host in ["localhost", "127.1", "0x7f.0.0.1", "2130706433"] {
            let request = try request("https://\(host)/")
            await #expect(throws: OutboundError.addressRefused(host: host)) { try await client.send(request) }
        }
    }

    @Test func `a name with one private address among public ones is refused`() async throws {
        let client = try GuardedClient(policy: OutboundPolicy(), lookup: lookup("8.8.8.8", "10.0.0.1"))
        let request = try request("https://partner.example/")
        await #expect(throws: OutboundError.addressRefused(host: "partner.example")) { try await client.send(request) }
    }

    @Test func `plain HTTP is refused where private addresses are`() async throws {
        let client = try GuardedClient(policy: OutboundPolicy(), lookup: lookup("8.8.8.8"))
        let request = try request("http://partner.example/")
        await #expect(throws: OutboundError.notHTTPS) { try await client.send(request) }
        #expect(throws: OutboundError.notHTTPS) { try client.url("http://partner.example/") }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect is refused, not followed`(_ status: Int) async throws {
        let answer = LoopbackServer.Answer.answer(status: status, fields: ["Location": "/elsewhere"], body: "")
        let failure = try await failure(of: answer)
        #expect(failure == .redirected(host: "127.0.0.1", status: status))
    }

    @Test func `an answer that is too long is cut, whether or not it says how long it is`() async throws {
        let tooLarge = OutboundError.answerTooLarge(host: "127.0.0.1", maximumBytes: 65_536)
        #expect(try await failure(of: .long(bytes: 10_485_760)) == tooLarge)
        #expect(try await failure(of: .answer(body: String(repeating: " ", count: 65_537))) == tooLarge)
    }

    @Test func `an answer of just the greatest length is taken`() async throws {
        let answer = LoopbackServer.Answer.answer(body: String(repeating: " ", count: 1_000))
        try await LoopbackServer.run(answer: { _ in answer }) { server in
            let client = try GuardedClient(policy: OutboundPolicy(allowPrivate: true))
            let request = try request("http://127.0.0.1:\(server.port)/", bodyMaximumBytes: 1_000)
            #expect(try await client.send(request).body.count == 1_000)
        }
    }

    @Test func `a server that says nothing, or stops in the middle, is given up at the deadline`() async throws {
        for answer in [LoopbackServer.Answer.silence, .beginning] {
            let failure = try await failure(of: answer, deadlineMilliseconds: 100)
            #expect(failure == .timedOut(host: "127.0.0.1"))
        }
    }

    @Test func `slow name servers are given up at the deadline`() async throws {
        let end = DispatchSemaphore(value: 0)
        defer { end.signal() }
        let slow = HostLookup { _ in
            end.wait()
            return []
        }
        let client = try GuardedClient(policy: OutboundPolicy(allowPrivate: true), lookup: slow)
        let request = try request("https://slow.example/", deadlineMilliseconds: 50)
        await #expect(throws: OutboundError.timedOut(host: "slow.example")) { try await client.send(request) }
    }

    @Test func `what is not HTTP, a broken connection and a closed port are told apart`() async throws {
        let noHTTP = try await failure(of: .noHTTP)
        #expect(noHTTP == .answerMalformed(host: "127.0.0.1"))
        let hangUp = try await failure(of: .hangUp)
        #expect(hangUp == .connectionFailed(host: "127.0.0.1"))
        let closedPort = try await LoopbackServer.run(answer: { _ in .hangUp }) { server in server.port }
        let client = try GuardedClient(policy: OutboundPolicy(allowPrivate: true))
        let request = try request("http://127.0.0.1:\(closedPort)/")
        await #expect(throws: OutboundError.connectionFailed(host: "127.0.0.1")) { try await client.send(request) }
    }

    @Test func `the next address of a host is tried when one refuses the connection`() async throws {
        try await LoopbackServer.run(answer: { _ in .answer(body: "here") }) { server in
            let client = try GuardedClient(
                policy: OutboundPolicy(allowPrivate: true), lookup: lookup("127.0.0.2", "127.0.0.1"))
            let response = try await client.send(request("http://partner.example:\(server.port)/"))
            #expect(response.body == Array("here".utf8))
        }
    }

    @Test func `a name without addresses fails as such`() async throws {
        let client = try GuardedClient(policy: OutboundPolicy(), lookup: lookup())
        let request = try request("https://partner.example/")
        await #expect(throws: OutboundError.lookupFailed(host: "partner.example")) { try await client.send(request) }
    }

    @Test func `a file without certificates is refused with its name`() throws {
        for path in ["/nowhere/ca.pem", "/dev/null"] {
            let error = #expect(throws: OutboundError.self) { try GuardedClient(policy: OutboundPolicy(caFile: path)) }
            #expect(error == .caFileUnusable(path: path))
            #expect(error?.description.contains(path) == true)
        }
    }
}
