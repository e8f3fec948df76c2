import Crypto
import Cryptography
import HTTPTypes
import Hummingbird
import NIOCore
import WebFoundation

/// A file that pages load. Its name has a digest of it, so that a browser can keep it for ever.
struct ConsoleAsset: Sendable {
    let address: String
    private let bytes: [UInt8]
    private let type: String

    static let stylesheet = ConsoleAsset(
        "console", "css", PackageResources.console_css, type: "text/css; charset=utf-8")
    static let script = ConsoleAsset(
        "console", "js", PackageResources.console_js, type: "text/javascript; charset=utf-8")
    static let mark = ConsoleAsset("mark", "svg", PackageResources.mark_svg, type: "image/svg+xml")
    static let all = [stylesheet, script, mark]

    private init(_ name: String, _ suffix: String, _ bytes: [UInt8], type: String) {
        let digest = Hexadecimal.encodeLowercase(Array(SHA256.hash(data: bytes).prefix(8)))
        address = "/console/assets/\(name)-\(digest).\(suffix)"
        self.bytes = bytes
        self.type = type
    }

    var route: Route {
        Route(.get, address, operation: "getConsoleAsset", access: .privateListener) { _, _ in
            Response(
                status: .ok,
                headers: [
                    .contentType: type, .cacheControl: "public, max-age=\(ConsoleLimits.assetSeconds), immutable",
                ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }
}
