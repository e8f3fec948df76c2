import ExternalAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import WebFoundation

/// Bodies made up from the document: those that fit are never called wrong, those with one fault always, at its place.
struct FormPropertyTests {
    private static let bodies = 150

    struct Target: Sendable {
        let method: HTTPRequest.Method
        let path: String
        let schema: String
    }

    private static let targets = [
        Target(method: .post, path: "/patients", schema: "PatientInput"),
        Target(method: .put, path: "/patients/10000001", schema: "PatientInput"),
        Target(method: .post, path: "/patients/search", schema: "PatientSearch"),
        Target(method: .post, path: "/patients/10000001/insurances", schema: "InsuranceInput"),
    ]

    private static func generator(seed: UInt64) throws -> SchemaGenerator {
        SchemaGenerator(
            document: ExternalAPI(stores: try Records().stores, surroundings: .test()).document, seed: seed)
    }

    @Test func `every body of the document is tried here`() throws {
        let api = ExternalAPI(stores: try Records().stores, surroundings: .test())
        #expect(Set(api.operations.compactMap(\.body?.schema)) == Set(Self.targets.map(\.schema)))
    }

    @Test(arguments: targets)
    func `a body that fits its schema is not called wrong`(target: Target) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        var generator = try Self.generator(seed: 1)
        for _ in 0..<Self.bodies {
            let body = generator.value(.init(reference: target.schema))
            let text = String(decoding: body.encoded, as: UTF8.self)
            let answer = try await fixture.send(target.method, ExternalAPI.root + target.path, body: text)
            #expect([200, 201, 409].contains(answer.status.code), "\(text) \(answer.text)")
        }
    }

    @Test(arguments: targets)
    func `a body with one fault is called wrong, at its place`(target: Target) async throws {
        let fixture = try await ExternalAPIFixture.withSamples(1)
        var generator = try Self.generator(seed: 2)
        let schema = JSONValue(reference: target.schema)
        var tried = 0
        while tried < Self.bodies {
            let good = generator.value(schema)
            guard let (body, pointer) = generator.faulty(good, schema), body != good else { continue }
            tried += 1
            let text = String(decoding: body.encoded, as: UTF8.self)
            let answer = try await fixture.send(target.method, ExternalAPI.root + target.path, body: text)
            #expect(answer.status == .badRequest, "\(pointer) \(text) \(answer.text)")
            let errors = try answer.object()["errors"] as? [any Sendable] ?? []
            let pointers = errors.compactMap { ($0 as? [String: any Sendable])?["pointer"] as? String }
            #expect(pointers.contains { $0.hasPrefix(pointer) || pointer.hasPrefix($0) }, "\(pointer) \(answer.text)")
        }
    }

    @Test func `what was taken is given back as it was, null where it was left out`() async throws {
        let fixture = try await ExternalAPIFixture.withSamples(0)
        var generator = try Self.generator(seed: 3)
        for _ in 0..<Self.bodies {
            let body = generator.value(.init(reference: "PatientInput")).setting("LocationId", "20000001")
                .setting("Tags", .null).setting("FacilityLocation", .null)
            let text = String(decoding: body.encoded, as: UTF8.self)
            let created = try await fixture.send(.post, PatientWritingTests.patients, body: text)
            #expect(created.status == .created, "\(text) \(created.text)")
            let sentBack = try PatientWritingTests.sentBack(created)
            let put = try await fixture.send(
                .put, try #require(created.headers[.location]), body: sentBack)
            let (one, two) = (try #require(JSONDocumentText(created.text)), try #require(JSONDocumentText(put.text)))
            #expect(one.removing(["ModifiedDate"]).text == two.removing(["ModifiedDate"]).text)
            for section in ["General", "EmergencyContact", "MedicalReleaseInfo", "Contacts"] {
                guard let sent = body[section], sent != .null else { continue }
                #expect(try Self.holds(one.text(at: [section]), sent), "\(section) \(text)")
            }
        }
    }

    /// Whether an answer has every member that was sent, with its value.
    private static func holds(_ answer: String, _ sent: JSONValue) throws -> Bool {
        holds(try JSONText.value(of: answer), try JSONText.value(of: String(decoding: sent.encoded, as: UTF8.self)))
    }

    private static func holds(_ answer: any Sendable, _ sent: any Sendable) -> Bool {
        switch (answer, sent) {
        case (let answer as [String: any Sendable], let sent as [String: any Sendable]):
            sent.allSatisfy { name, value in
                if value is NSNullMark, let list = answer[name] as? [any Sendable] { return list.isEmpty }
                return answer[name].map { holds($0, value) } ?? false
            }
        case (let answer as [any Sendable], let sent as [any Sendable]):
            answer.count == sent.count && zip(answer, sent).allSatisfy { holds($0, $1) }
        case (let answer as String, let sent as String): answer == sent
        case (let answer as Double, let sent as Double): answer == sent
        case (is NSNullMark, is NSNullMark): true
        default: false
        }
    }
}

extension JSONValue {
    /// A reference to a schema of the document.
    init(reference name: String) { self = ["$ref": .text("#/components/schemas/\(name)")] }

    /// The object with another value for a member.
    func setting(_ name: String, _ value: JSONValue) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { $0.name != name } + [.init(name, value)])
    }
}
