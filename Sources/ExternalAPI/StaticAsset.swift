import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

/// Bytes that are the same for everybody until the server starts again.
struct StaticAsset: Sendable {
    /// How long others may keep them.
    enum Caching: String {
        /// Asked for again each time, and answered with 304 when unchanged.
        case revalidated = "no-cache"
        /// For an hour: large files of another project that change with a release.
        case hourly = "public, max-age=3600"
    }

    private let body: ByteBuffer
    private let headers: HTTPFields
    private let tag: String

    init(_ bytes: [UInt8], type: String, caching: Caching, headers: HTTPFields = [:]) {
        body = ByteBuffer(bytes: bytes)
        let digest = SHA256.hash(data: bytes).prefix(12)
        tag = "\"" + digest.map { String($0 >> 4, radix: 16) + String($0 & 0x0F, radix: 16) }.joined() + "\""
        var headers = headers
        headers[.contentType] = type
        headers[.cacheControl] = caching.rawValue
        headers[.eTag] = tag
        self.headers = headers
    }

    /// The bytes, or 304 where the caller has them (RFC 9110 section 13.1.2).
    func response(to request: Request) -> Response {
        let known = request.headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }.contains { candidate in
            let text = candidate.drop { $0 == " " }.prefix { $0 != " " }
            return text == "*" || text == tag || text == "W/" + tag
        }
        guard !known else {
            var headers = headers
            headers[.contentType] = nil
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
