import FoundationEssentials
import HTTPTypes

extension StaticAsset {
    /// A metadata document (RFC 8414 section 3, RFC 9728 section 3). It holds nothing that is not public, so pages of
    /// every origin may read it.
    package static func metadata(_ document: some Encodable) -> StaticAsset {
        StaticAsset(
            JSONText.bytes(of: document), type: "application/json", caching: .minutes,
            headers: [.accessControlAllowOrigin: "*"])
    }
}
