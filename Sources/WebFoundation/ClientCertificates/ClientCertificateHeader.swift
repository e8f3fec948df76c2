import FoundationEssentials
package import HTTPTypes

/// The header field in which a trusted proxy hands on the certificate of its own TLS handshake (RFC 9440).
package struct ClientCertificateHeader: Hashable, Sendable {
    /// The field of the certificate, `Client-Cert` in RFC 9440 section 2.2.
    package let leafName: HTTPField.Name
    /// The field of the rest of the chain (RFC 9440 section 2.3): the same name and `-Chain`.
    package let chainName: HTTPField.Name

    /// Names the header field. `nil` for what is no name of one, and for a name with a meaning of its own.
    package init?(_ name: String) {
        guard let leaf = HTTPField.Name(name), let chain = HTTPField.Name(name + "-Chain"), !name.hasPrefix(":"),
            ![.authorization, .cookie, .contentType, .contentLength, .origin, .transferEncoding].contains(leaf)
        else { return nil }
        leafName = leaf
        chainName = chain
    }

    /// Reads the fields of a request that comes from a trusted proxy.
    ///
    /// The certificate may be a byte sequence (RFC 8941 section 3.3.5), or PEM as nginx and Apache write it into header
    /// fields: percent-encoded, or with spaces for line breaks. A field that stands there empty is one that the proxy
    /// writes for callers without a certificate.
    package func certificates(in fields: HTTPFields) -> ClientCertificates {
        let values = fields[values: leafName]
        guard let value = values.first.map(Self.trimmed), !(value.isEmpty && values.count == 1) else { return .absent }
        guard values.count == 1 else { return .unusable(.repeated) }
        guard value.utf8.count <= Limits.clientCertificateHeaderBytes else { return .unusable(.tooLarge) }
        guard let leaf = Self.byteSequence(value) ?? Self.percentEncodedPEM(value) else {
            return .unusable(.malformed)
        }
        let rest = fields[values: chainName].flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
            .map { Self.trimmed($0) }
        guard rest.count < Limits.clientCertificateCount else { return .unusable(.tooLarge) }
        let intermediates = rest == [""] ? [] : rest.map { Self.byteSequence($0) }
        guard intermediates.allSatisfy({ $0 != nil }) else { return .unusable(.malformed) }
        let chain = ClientCertificateChain(leaf: leaf, intermediates: intermediates.compactMap { $0 })
        return chain.map { .presented($0) } ?? .unusable(.tooLarge)
    }

    /// Takes the fields out, so that nothing further on can believe them.
    package func strip(from fields: inout HTTPFields) {
        fields[fields: leafName] = []
        fields[fields: chainName] = []
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }

    /// `:base64:`, at least one byte.
    private static func byteSequence(_ text: String) -> [UInt8]? {
        guard text.utf8.count > 2, text.first == ":", text.last == ":" else { return nil }
        return decoded(text.dropFirst().dropLast())
    }

    private static func percentEncodedPEM(_ text: String) -> [UInt8]? {
        let (begin, end) = ("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----")
        guard let pem = PercentEncoding.decode(text, plusIsSpace: false) else { return nil }
        let line = pem.filter { !$0.isNewline }
        guard line.hasPrefix(begin), let close = line.firstRange(of: end),
            line[close.upperBound...].allSatisfy({ $0 == " " })
        else { return nil }
        let start = line.index(line.startIndex, offsetBy: begin.count)
        guard start <= close.lowerBound else { return nil }
        return decoded(line[start..<close.lowerBound].filter { $0 != " " })
    }

    private static func decoded(_ base64: some StringProtocol) -> [UInt8]? {
        guard let data = Data(base64Encoded: String(base64)), !data.isEmpty else { return nil }
        return Array(data)
    }
}
