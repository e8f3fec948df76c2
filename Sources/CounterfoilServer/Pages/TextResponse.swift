import HTTPTypes
import Hummingbird
import NIOCore

/// A page or a text of our own.
enum TextResponse {
    private static let securityPolicy =
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    static func html(_ text: String) -> Response {
        var response = make(text, type: "text/html; charset=utf-8")
        response.headers[.contentSecurityPolicy] = securityPolicy
        response.headers[.referrerPolicy] = "no-referrer"
        return response
    }

    static func plain(_ text: String) -> Response {
        make(text, type: "text/plain; charset=utf-8")
    }

    static func make(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

extension HTTPField.Name {
    /// `Referrer-Policy`.
    static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .contentSecurityPolicy
}

extension String {
    /// The text as HTML shows it.
    var escapedForHTML: String {
        var result = ""
        for character in self {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
        return result
    }
}
