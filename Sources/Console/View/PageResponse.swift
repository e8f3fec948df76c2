import HTTPTypes
import Hummingbird
import NIOCore

/// What answers with pages have in common.
enum PageResponse {
    /// A page may load the console's own files and send its forms home, and nothing else; no other site may frame it.
    static let contentSecurityPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
    ].joined(separator: "; ")

    static func html(_ text: String, status: HTTPResponse.Status, cookie: String? = nil) -> Response {
        var headers = common
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.setCookie] = cookie
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// A text to be kept.
    static func file(_ text: String, type: String, name: String) -> Response {
        var headers = common
        headers[.contentType] = "\(type); charset=utf-8"
        headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// Sends the browser on, by GET (RFC 9110 section 15.4.4).
    static func redirect(to address: String, cookie: String? = nil) -> Response {
        var headers = common
        headers[.location] = address
        headers[.setCookie] = cookie
        return Response(status: .seeOther, headers: headers)
    }

    private static let common: HTTPFields = {
        var headers: HTTPFields = [
            .cacheControl: "no-store", .contentSecurityPolicy: contentSecurityPolicy,
        ]
        for (name, value) in [
            ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
        ] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return headers
    }()
}
