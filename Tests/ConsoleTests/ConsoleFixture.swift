import Administration
import Cryptography
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Journal
import NIOCore
import Persistence
import Registry
import Synchronization
import Testing
import Timekeeping
import WebFoundation

@testable import Console

/// The console over a registry and a journal in a directory of their own, without sockets, with a clock moved by hand.
final class ConsoleFixture: Sendable {
    static let host = "localhost:8081"

    let store: SQLiteRegistryStore
    let journal: SQLiteJournalStore
    let console: WebConsole
    private let directory: URL
    private let rootKey: RootKey
    private let clock = Clock()
    private let pipeline: RequestPipeline

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "console-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        store = try SQLiteRegistryStore(directory: directory.path, now: clock.now)
        journal = try SQLiteJournalStore(directory: directory.path, now: clock.now)
        let accesses = try SQLiteJournalStore(.access, directory: directory.path, now: clock.now)
        rootKey = RootKey.random(from: .system)
        let timeSource = TimeSource { [clock] in clock.now }
        let services = AdminServices(
            registry: store, journal: { [journal] in JournalReader(store: journal) },
            rootKey: { [rootKey] in rootKey },
            copyJournal: { [journal, directory] tenant in
                try await JournalCopyFile.write(
                    of: tenant, from: JournalReader(store: journal), directory: directory.path, now: timeSource.now())
            },
            records: AdminRecords(
                accesses: { [accesses] in JournalReader(store: accesses) }, resetSandbox: { _, _ in }),
            random: .system, timeSource: timeSource)
        console = try WebConsole(
            api: AdminAPI(services: services), services: services,
            surroundings: .init(obstacles: { [] }, address: { realm in "https://\(realm.hostLabel).example.test" }))
        pipeline = RequestPipeline(
            table: RouteTable(console.routes), hosts: .fixed(["localhost"], realm: .system), trustedProxies: [],
            connectionIsSecure: false, timeSource: timeSource, requestIDs: { String(repeating: "0", count: 32) },
            observer: Nobody())
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: directory)
        } catch {
            // A leftover directory in the system's temporary folder fails no test; the system clears it.
            return
        }
    }

    private final class Clock: Sendable {
        private let present = Mutex(Timestamp(secondsSince1970: 1_795_521_600))
        var now: Timestamp { present.withLock { $0 } }
        func advance(seconds: Int64) { present.withLock { $0 = $0.adding(seconds: seconds) } }
    }

    private struct Nobody: RequestObserver {
        func answered(_ request: AnsweredRequest) {}
        func refused(_ error: any RespondingError, in context: CounterfoilRequestContext) async {}
        func failed(_ error: any Error, in context: CounterfoilRequestContext) {}
    }

    private struct HostResponder: HTTPResponder {
        let pipeline: RequestPipeline

        func respond(to request: Request, context: CounterfoilRequestContext) async throws -> Response {
            var head = request.head
            head.authority = ConsoleFixture.host
            return try await pipeline.respond(to: Request(head: head, body: request.body), context: context)
        }
    }

    func advance(seconds: Int64) { clock.advance(seconds: seconds) }

    var context: OperationContext {
        OperationContext(actor: Actor("cli:tester"), now: clock.now, random: .system, rootKey: rootKey)
    }

    /// Sends a request.
    func send(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], body: String? = nil
    ) async throws -> Answer {
        let response = try await Application(responder: HostResponder(pipeline: pipeline)).test(.router) { client in
            try await client.executeRequest(
                uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        }
        return Answer(status: response.status.code, headers: response.headers, text: String(buffer: response.body))
    }

    /// Makes an operator, and signs them in by a link.
    func signIn(_ name: String = "ada", _ role: OperatorRole = .administrator) async throws -> Browser {
        if try await store.read({ registry in try registry.findOperator(try OperatorName(name)) }) == nil {
            _ = try await store.run(CreateOperator(name: name, displayName: nil, role: role), context)
        }
        let link = try await store.run(CreateSignInLink(name: name), context).token.text.exposed
        let answer = try await send(
            .post, "/console/sign-in", headers: [.contentType: Browser.formType], body: "link=\(link)")
        #expect(answer.status == 303 && answer.headers[.location] == "/console/")
        let cookie = try #require(answer.headers[.setCookie]?.split(separator: ";").first)
        return Browser(fixture: self, cookie: String(cookie))
    }
}

/// What the console answered.
struct Answer {
    let status: Int
    let headers: HTTPFields
    let text: String

    /// The value of the first hidden field of that name after a place.
    func hidden(_ name: String, after place: String = "") throws -> String {
        let start = try #require(place.isEmpty ? text.startIndex : text.range(of: place)?.upperBound, "\(place)")
        let mark = "name=\"\(name)\" value=\""
        let found = try #require(text[start...].range(of: mark), "\(name)")
        return String(text[found.upperBound...].prefix { $0 != "\"" })
    }
}

/// A browser with a session.
struct Browser {
    static let formType = "application/x-www-form-urlencoded"

    let fixture: ConsoleFixture
    let cookie: String

    func get(_ path: String) async throws -> Answer {
        try await fixture.send(.get, path, headers: [.cookie: cookie])
    }

    /// Sends a form as it stands on a page, with what is typed.
    func submit(
        _ form: String, on path: String, _ typed: [(String, String)] = [], page: Answer? = nil
    ) async throws -> Answer {
        let shown: Answer
        if let page { shown = page } else { shown = try await get(path) }
        let place = "id=\"\(form)\""
        try #require(shown.text.contains(place), "no form \(form) on \(path): \(shown.status)")
        var pairs = [("form_token", try shown.hidden("form_token", after: place)), ("form", form)]
        pairs.append(("once", try shown.hidden("once", after: place)))
        let part = try #require(shown.text.range(of: place).map { shown.text[$0.upperBound...] })
        let end = part.range(of: "</form>")?.lowerBound ?? part.endIndex
        if part[..<end].contains("name=\"tag\"") { pairs.append(("tag", try shown.hidden("tag", after: place))) }
        return try await post(path, (pairs + typed).map { ($0.0, $0.1.replacing("&quot;", with: "\"")) })
    }

    func post(_ path: String, _ pairs: [(String, String)], headers further: HTTPFields = [:]) async throws -> Answer {
        var headers: HTTPFields = [.cookie: cookie, .contentType: Self.formType]
        for field in further { headers[field.name] = field.value }
        return try await fixture.send(
            .post, path, headers: headers,
            body: pairs.map { "\($0.0)=\($0.1.percentEncoded)" }.joined(separator: "&"))
    }
}
