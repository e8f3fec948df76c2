import FoundationEssentials
import HTTPTypes

extension StaticAsset {
    /// A metadata document (RFC 8414 section 3, RFC 9728 section 3). It holds nothing that is not public, so pages of
    /// every origin may read it.
    package static func metadata(_ document: some Encodable) -> StaticAsset {
        metadata(json: JSONText.bytes(of: document))
    }

    /// The same for a document that is JSON already.
    package static func metadata(json bytes: [UInt8]) -> StaticAsset {
        StaticAsset(
            bytes, type: "application/json", caching: .minutes,
            headers: [.accessControlAllowOrigin: "*"])
    }
}
