import HTTPTypes
import Hummingbird
import JOSE
import NIOCore
import Registry
import Timekeeping
import Tokens

/// The form of an introspection answer: JSON (RFC 7662), or a JWT where the caller asks for one (RFC 9701).
enum IntrospectionForm: Hashable, Sendable {
    case json
    case jwt

    private static let jwtMediaType = "application/token-introspection+jwt"

    /// The form that the `Accept` header fields ask for: a JWT where its media type is named and not refused.
    init(accept values: [String]) {
        let wanted = values.flatMap { $0.split(separator: ",") }.contains { item in
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            return parts.first == Self.jwtMediaType
                && !parts.dropFirst().contains { $0 == "q=0" || $0.hasPrefix("q=0.") && Double($0.dropFirst(2)) == 0 }
        }
        self = wanted ? .jwt : .json
    }

    /// The media type.
    var mediaType: String { self == .jwt ? Self.jwtMediaType : "application/json" }

    /// The answer, not to be stored.
    func response(_ body: [UInt8]) -> Response {
        Response(
            status: .ok, headers: [.contentType: mediaType, .cacheControl: "no-store", .pragma: "no-cache"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

/// The claims of an introspection answer as a JWT (RFC 9701 section 5).
enum IntrospectionClaims {
    /// The payload: who answers, whom, when, and the answer itself.
    ///
    /// - Parameters:
    ///   - answer: a JSON object.
    ///   - caller: the resource server, which alone may make use of the answer.
    static func payload(_ answer: [UInt8], issuer: String, caller: ClientIdentifier, at now: Timestamp) -> [UInt8] {
        var writer = JSONObjectWriter()
        writer.add("iss", issuer)
        writer.add("aud", caller.text)
        writer.add("iat", now.secondsSince1970)
        var payload = writer.bytes
        payload.removeLast()
        payload.append(contentsOf: ",\"token_introspection\":".utf8)
        payload.append(contentsOf: answer)
        payload.append(UInt8(ascii: "}"))
        return payload
    }
}
