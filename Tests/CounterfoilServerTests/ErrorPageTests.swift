import ExternalAPI
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import CounterfoilServer

struct ErrorPageTests {
    @Test func `every error that the External API documents has a page`() async throws {
        let fixture = try await ServerFixture()
        let document = try await fixture.send(.get, ExternalAPI.documentPath)
        let text = document.text
        let codes = Set(text.matches(of: /docs\/errors\/(\w+)/).map { String($0.1) })
            .union(text.matches(of: /\(`([a-z]+_[a-z_]+)`\)/).map { String($0.1) })
        #expect(codes.count > 20 && codes.contains("reference_not_found") && codes.contains("invalid_body"))
        for code in codes {
            #expect(try await fixture.send(.get, "/docs/errors/\(code)").status == .ok, "\(code)")
        }
        let known = ErrorPages.explanations.map(\.code)
        #expect(Set(known).count == known.count)
    }
}
