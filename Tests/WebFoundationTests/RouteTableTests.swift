import HTTPTypes
import Hummingbird
import Testing
import WebFoundation

struct RouteTableTests {
    private let table = RouteTable([
        route(.get, "/patients", "listPatients"),
        route(.post, "/patients", "createPatient"),
        route(.get, "/patients/search", "searchPatients"),
        route(.get, "/patients/{id}", "findPatient"),
        route(.delete, "/patients/{patient}", "deletePatient"),
        route(.get, "/patients/{id}/visits/{visit}", "findVisit"),
        route(.post, "/token", "token"),
        route(.get, "/", "home"),
        route(.get, "/patients", "neverReached"),
    ])

    private static func route(_ method: HTTPRequest.Method, _ path: String, _ operation: String) -> Route {
        Route(method, path, operation: operation, access: .open) { _, _ in Response(status: .ok) }
    }

    @Test(
        arguments: [
            (.get, "/", "home", [:]), (.get, "/patients", "listPatients", [:]),
            (.post, "/patients", "createPatient", [:]),
            (.get, "/patients/search", "searchPatients", [:]), (.get, "/patients/7", "findPatient", ["id": "7"]),
            (.delete, "/patients/7", "deletePatient", ["patient": "7"]),
            (.get, "/patients/7/visits/a%20b", "findVisit", ["id": "7", "visit": "a b"]),
            (.get, "/patients/a%2Fb", "findPatient", ["id": "a/b"]),
            (.get, "/patients/a+b", "findPatient", ["id": "a+b"]),
        ] as [(HTTPRequest.Method, String, String, [String: String])])
    func `a method and a path find their operation and its parameters`(
        method: HTTPRequest.Method, path: String, operation: String, parameters: [String: String]
    ) {
        guard case .found(let route, let found, let headOnly) = table.match(method, path: path) else {
            Issue.record("\(method) \(path) was not found")
            return
        }
        #expect(route.operation == operation)
        #expect(found == parameters)
        #expect(!headOnly)
    }

    @Test(arguments: [
        ("/patients", "listPatients"), ("/patients/7", "findPatient"), ("/", "home"),
    ])
    func `HEAD finds what answers GET`(path: String, operation: String) {
        guard case .found(let route, _, let headOnly) = table.match(.head, path: path) else {
            Issue.record("HEAD \(path) was not found")
            return
        }
        #expect(route.operation == operation)
        #expect(headOnly)
    }

    @Test(
        arguments: [
            (.put, "/patients", ["GET", "HEAD", "POST"]), (.get, "/token", ["POST"]), (.head, "/token", ["POST"]),
            (.options, "/token", ["POST"]), (.post, "/patients/7", ["DELETE", "GET", "HEAD"]),
            (.post, "/patients/search", ["GET", "HEAD"]), (.delete, "/patients/search", ["GET", "HEAD"]),
        ] as [(HTTPRequest.Method, String, [String])])
    func `another method is told which ones there are`(method: HTTPRequest.Method, path: String, allowed: [String]) {
        guard case .methodNotAllowed(_, let found) = table.match(method, path: path) else {
            Issue.record("\(method) \(path) is not a wrong method")
            return
        }
        #expect(found.map(\.rawValue) == allowed)
    }

    @Test(arguments: [
        "", "/patient", "/patients/", "/Patients", "//patients", "/patients/7/", "/patients/7/visits", "/patients/%zz",
        "/patients/%00", "/patients/%FF", "/patients//visits/1", "/token/", "/%70atients", "/patients/../token",
    ])
    func `another path is not found`(path: String) {
        guard case .notFound = table.match(.get, path: path) else {
            Issue.record("\(path) was found")
            return
        }
    }

    @Test func `the operations stay in the order they were registered`() {
        #expect(table.routes.map(\.operation).first == "listPatients")
        #expect(table.routes.count == 9)
    }
}
