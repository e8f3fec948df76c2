package import HTTPTypes

/// Every operation of a listener. It feeds the dispatch, `Allow`, the documents' check and the authorization matrix.
package struct RouteTable: Sendable {
    /// The operations in the order they were registered.
    package let routes: [Route]

    private var fixed: [String: [Int]] = [:]
    private var varying: [(segments: [Segment], routes: [Int])] = []

    private enum Segment: Sendable, Hashable {
        case literal(String)
        case variable(String)
    }

    /// What a method and a path come to.
    package enum Match: Sendable {
        /// An operation, with the values of the path's variable segments, and whether only its head is asked for.
        case found(Route, parameters: [String: String], headOnly: Bool)
        /// The path exists, but not with this method.
        case methodNotAllowed(Route, allowed: [HTTPRequest.Method])
        /// No such path.
        case notFound
    }

    /// A table of operations. Two operations with the same method and path: the first one stands.
    package init(_ routes: [Route]) {
        self.routes = routes
        for (index, route) in routes.enumerated() {
            guard route.path.contains("{") else {
                fixed[route.path, default: []].append(index)
                continue
            }
            let segments = Self.segments(of: route.path)
            if let known = varying.firstIndex(where: { $0.segments == segments }) {
                varying[known].routes.append(index)
            } else {
                varying.append((segments, [index]))
            }
        }
    }

    /// Finds the operation for a method and a path (without query, percent-encoded as it came). A path without variable
    /// segments hides those with them: `/patients/search` is not the patient of the id `search`.
    package func match(_ method: HTTPRequest.Method, path: String) -> Match {
        if let onPath = fixed[path] {
            return find(method, among: onPath, parameters: [:]) ?? notAllowed(onPath)
        }
        var onPath: [Int] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (segments, candidates) in varying {
            guard let parameters = Self.parameters(of: segments, in: parts) else { continue }
            if let found = find(method, among: candidates, parameters: parameters) { return found }
            onPath += candidates
        }
        return notAllowed(onPath)
    }

    private func notAllowed(_ onPath: [Int]) -> Match {
        guard let first = onPath.first else { return .notFound }
        var allowed = Set(onPath.map { routes[$0].method })
        if allowed.contains(.get) { allowed.insert(.head) }
        return .methodNotAllowed(routes[first], allowed: allowed.sorted { $0.rawValue < $1.rawValue })
    }

    private func find(_ method: HTTPRequest.Method, among candidates: [Int], parameters: [String: String]) -> Match? {
        let here = candidates.lazy.map { routes[$0] }
        if let route = here.first(where: { $0.method == method }) {
            return .found(route, parameters: parameters, headOnly: false)
        }
        guard method == .head, let route = here.first(where: { $0.method == .get }) else { return nil }
        return .found(route, parameters: parameters, headOnly: true)
    }

    private static func segments(of path: String) -> [Segment] {
        path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { part in
            part.hasPrefix("{") && part.hasSuffix("}")
                ? .variable(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
    }

    private static func parameters(of segments: [Segment], in parts: ArraySlice<Substring>) -> [String: String]? {
        guard segments.count == parts.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, part) in zip(segments, parts) {
            switch segment {
            case .literal(let text):
                guard text == part else { return nil }
            case .variable(let name):
                guard !part.isEmpty, let value = PercentEncoding.decode(part, plusIsSpace: false) else { return nil }
                parameters[name] = value
            }
        }
        return parameters
    }
}
