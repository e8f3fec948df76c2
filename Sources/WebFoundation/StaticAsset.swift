import Crypto
package import HTTPTypes
package import Hummingbird
import NIOCore

/// Bytes that stay the same for a while and are told apart by a strong `ETag` (RFC 9110 section 8.8.3).
package struct StaticAsset: Sendable {
    /// How long others may keep them.
    package enum Caching: String, Sendable {
        /// Asked for again each time, and answered with 304 when unchanged.
        case revalidated = "no-cache"
        /// For an hour: large files of another project that change with a release.
        case hourly = "public, max-age=3600"
        /// For five minutes: documents that programs read when they start, and that may change while they run.
        case minutes = "public, max-age=300"
    }

    private let body: ByteBuffer
    private let headers: HTTPFields
    private let tag: String

    /// Takes the bytes.
    ///
    /// - Parameters:
    ///   - type: the media type.
    ///   - headers: further header fields of every answer.
    package init(_ bytes: [UInt8], type: String, caching: Caching, headers: HTTPFields = [:]) {
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
    package func response(to request: Request) -> Response {
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
