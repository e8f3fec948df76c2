import AuthorizationServer
import Foundation
import HTTPTypes
import Testing
import WebFoundation

@testable import CounterfoilServer

struct TokenEndpointDocumentTests {
    private static func document() throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(OAuthRoutes.document)) as? [String: Any])
    }

    @Test func `the document and the routes name the same operations`() async throws {
        let paths = try #require(try Self.document()["paths"] as? [String: [String: [String: Any]]])
        let documented = paths.flatMap { path, methods in
            methods.map { "\($0.key.uppercased()) \(path) \($0.value["operationId"] as? String ?? "")" }
        }
        let fixture = try await ServerFixture()
        let routes = fixture.assembly.publicTable.routes.filter { route in
            route.path != OAuthRoutes.documentPath
                && (route.path.hasPrefix("/api/identity") || OAuthRoutes.metadataPaths.contains(route.path))
        }
        let served = routes.map { "\($0.method.rawValue) \($0.path) \($0.operation)" }
        #expect(documented.sorted() == served.sorted() && served.count == 6)
    }

    @Test func `the document names every error code there is`() throws {
        let components = try #require(try Self.document()["components"] as? [String: [String: [String: Any]]])
        let properties = try #require(components["schemas"]?["OAuthError"]?["properties"] as? [String: [String: Any]])
        #expect(properties["error"]?["enum"] as? [String] == OAuthError.Code.allCases.map(\.rawValue))
    }

    @Test func `every reference leads somewhere`() throws {
        let text = String(decoding: OAuthRoutes.document, as: UTF8.self)
        let components = try #require(try Self.document()["components"] as? [String: [String: Any]])
        for reference in text.matches(of: /"#\/components\/(\w+)\/([\w-]+)"/) {
            #expect(components[String(reference.1)]?[String(reference.2)] != nil, "\(reference.0)")
        }
    }
}
