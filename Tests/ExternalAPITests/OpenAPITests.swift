import ExternalAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import WebFoundation

struct OpenAPITests {
    private let api: ExternalAPI

    init() throws {
        api = ExternalAPI(stores: try Records().stores, surroundings: .test())
    }

    @Test func `the document and the routes name the same operations`() throws {
        let paths = try #require(api.document["paths"])
        var documented: [String] = []
        for path in paths.names {
            for method in paths[path]?.names ?? [] {
                let operation = try #require(paths[path]?[method]?["operationId"])
                guard case .text(let name) = operation else { continue }
                documented.append("\(method.uppercased()) \(path) \(name)")
            }
        }
        let served = api.routes.filter { $0.access != .open }.map { "\($0.method.rawValue) \($0.path) \($0.operation)" }
        #expect(documented.sorted() == served.sorted())
        #expect(documented.count == 26)
    }

    @Test func `operations have names of their own`() {
        let names = api.routes.map(\.operation)
        #expect(Set(names).count == names.count)
    }

    @Test func `every segment of a path that varies is described, and nothing else`() throws {
        for operation in api.operations {
            let segments = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }
            #expect(segments.map { String($0.dropFirst().dropLast()) } == operation.pathParameters.map(\.name))
        }
    }

    @Test func `every reference leads somewhere, and every schema is used`() throws {
        let document = api.document
        let references = Self.references(in: document)
        for reference in references {
            var place: JSONValue? = document
            for step in reference.dropFirst(2).split(separator: "/") { place = place?[String(step)] }
            #expect(place != nil, "\(reference)")
        }
        let schemas = try #require(document["components"]?["schemas"])
        #expect(Set(schemas.names).count == schemas.names.count)
        for name in schemas.names { #expect(references.contains("#/components/schemas/\(name)"), "\(name)") }
    }

    @Test func `every example has exactly the members of its schema`() throws {
        let document = api.document
        for operation in api.operations {
            guard let schema = operation.answer.schema else { continue }
            let problems = Self.differences(
                operation.answer.example,
                JSONValue.object([.init("$ref", .text("#/components/schemas/\(schema)"))]), document)
            #expect(problems.isEmpty, "\(problems)")
        }
    }

    @Test func `tokens are fetched from the same host with the scope`() throws {
        let flow = try #require(
            api.document["components"]?["securitySchemes"]?["oauth2"]?["flows"]?["clientCredentials"])
        #expect(flow["tokenUrl"] == "/api/identity/connect/token")
        #expect(flow["scopes"]?.names == ["external"])
    }

    @Test func `every scope is documented, as a whole and with each operation`() throws {
        guard case .text(let introduction) = api.document["info"]?["description"] else { throw Missing() }
        for (name, description) in api.scopes { #expect(introduction.contains("`\(name)`: \(description).")) }
        for operation in api.operations {
            #expect(Set(operation.scopes).isSubset(of: api.scopes.map(\.name)), "\(operation.name)")
            let part = api.document["paths"]?[ExternalAPI.root + operation.path]?[
                operation.method.rawValue.lowercased()]
            guard case .text(let text) = part?["description"] else { throw Missing() }
            for scope in operation.scopes { #expect(text.contains("`\(scope)`"), "\(operation.name)") }
            #expect(part?["x-scopes"] == .array(operation.scopes.map(JSONValue.text)))
        }
    }

    @Test func `limits and defaults of parameters are published`() throws {
        let list = try #require(api.document["paths"]?["/api/external/v1/patients"]?["get"])
        guard case .array(let parameters) = list["parameters"] else { throw Missing() }
        let size = try #require(parameters.first { $0["name"] == "pageSize" }?["schema"])
        #expect(size["minimum"] == 1 && size["maximum"] == 500 && size["default"] == 50)
        #expect(
            list["responses"]?.names == ["200", "400", "401", "403", "404", "405", "406", "414", "429", "500", "503"])
    }

    @Test func `what an operation takes and answers beyond its parameters is published`() throws {
        let paths = try #require(api.document["paths"])
        let create = try #require(paths["/api/external/v1/patients"]?["post"])
        #expect(
            create["responses"]?.names == [
                "201", "400", "401", "403", "404", "405", "406", "409", "413", "414", "415", "429", "500", "503",
            ])
        #expect(Self.headers(of: create) == ["Idempotency-Key"])
        #expect(create["responses"]?["201"]?["headers"]?.names.contains("Location") == true)
        #expect(create["responses"]?["201"]?["links"]?.names.contains("getPatient") == true)
        let replace = try #require(paths["/api/external/v1/patients/{id}"]?["put"])
        #expect(Self.headers(of: replace) == ["If-Match", "If-None-Match"])
        #expect(replace["responses"]?["412"] != nil && replace["responses"]?["304"] == nil)
        let get = try #require(paths["/api/external/v1/patients/{id}"]?["get"])
        #expect(Self.headers(of: get) == ["If-None-Match"] && get["responses"]?["304"] != nil)
        let delete = try #require(paths["/api/external/v1/patients/{id}"]?["delete"])
        #expect(delete["responses"]?["204"]?["content"] == nil && delete["responses"]?["204"] != nil)
    }

    private static func headers(of operation: JSONValue) -> [JSONValue] {
        guard case .array(let parameters) = operation["parameters"] else { return [] }
        return parameters.filter { $0["in"] == "header" }.compactMap { $0["name"] }
    }

    @Test func `links lead to operations and fill their path parameters`() throws {
        for operation in api.operations {
            for link in operation.answer.links {
                let target = try #require(api.operations.first { $0.name == link.operation }, "\(link.operation)")
                #expect(link.parameters.map(\.name) == target.pathParameters.map(\.name), "\(link.operation)")
            }
        }
    }

    @Test func `the document is open to all and known by its tag`() async throws {
        let fixture = try ExternalAPIFixture()
        let first = try await fixture.send(.get, ExternalAPI.documentPath, token: nil)
        #expect(first.status == .ok)
        #expect(first.headers[.contentType] == "application/json")
        #expect(try first.object()["openapi"] as? String == "3.1.0")
        let tag = try #require(first.headers[.eTag])
        let again = try await fixture.send(.get, ExternalAPI.documentPath, token: nil, headers: [.ifNoneMatch: tag])
        #expect(again.status == .notModified)
        #expect(again.text.isEmpty)
    }

    private struct Missing: Error {}

    private static func references(in value: JSONValue) -> Set<String> {
        switch value {
        case .object(let members):
            members.reduce(into: []) { found, member in
                if member.name == "$ref", case .text(let target) = member.value { found.insert(target) }
                found.formUnion(references(in: member.value))
            }
        case .array(let elements): elements.reduce(into: []) { $0.formUnion(references(in: $1)) }
        case .null, .bool, .integer, .number, .text: []
        }
    }

    /// Where an example and its schema differ in members; paths for people.
    private static func differences(
        _ value: JSONValue, _ schema: JSONValue, _ document: JSONValue, at path: String = ""
    ) -> [String] {
        if case .text(let reference) = schema["$ref"] {
            let name = String(reference.split(separator: "/").last ?? "")
            guard let target = document["components"]?["schemas"]?[name] else { return ["\(path): no \(reference)"] }
            return differences(value, target, document, at: path)
        }
        if schema["properties"] == nil, case .array(let choices) = schema["anyOf"], value != .null {
            return choices.first.map { differences(value, $0, document, at: path) } ?? ["\(path): no choice"]
        }
        switch value {
        case .object(let members):
            let known = schema["properties"] ?? .null
            let missing = known.names == members.map(\.name) ? [] : ["\(path): \(members.map(\.name))"]
            return missing
                + members.flatMap { member in
                    differences(member.value, known[member.name] ?? .null, document, at: "\(path)/\(member.name)")
                }
        case .array(let elements):
            return elements.flatMap { differences($0, schema["items"] ?? .null, document, at: path + "/-") }
        case .null, .bool, .integer, .number, .text: return []
        }
    }
}
