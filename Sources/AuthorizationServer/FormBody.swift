import HTTPTypes
import Hummingbird
import NIOCore
import WebFoundation

/// The parameters of a request to an OAuth endpoint, read strictly (RFC 6749 section 3.2 and appendix B).
struct FormBody: Sendable {
    private let parameters: [String: String]
    private let repeated: [String: [String]]
    /// What may stand more than once: the names of resources (RFC 8707 section 2, RFC 8693 section 2.1).
    private static let repeatable: Set<String> = ["resource", "audience"]

    /// Collects and reads the body, and notes that the whole request has been read.
    ///
    /// - Throws: ``OAuthError`` `invalid_request` with status 400, 413 or 415.
    static func read(_ request: Request, _ context: CounterfoilRequestContext) async throws -> FormBody {
        try requireMediaType(request.headers[values: .contentType])
        let limit = Limits.oauthBodyBytes
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit {
            throw FailureForm.oauth.error(.bodyTooLarge(limitBytes: limit))
        }
        do {
            let buffer = try await request.body.collect(upTo: limit)
            context.observation.noteRequestRead()
            return try FormBody(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw FailureForm.oauth.error(.bodyTooLarge(limitBytes: limit))
        }
    }

    /// Reads `application/x-www-form-urlencoded` bytes. A parameter may stand once; unknown ones do no harm.
    init(_ bytes: some BidirectionalCollection<UInt8>) throws(OAuthError) {
        var parameters: [String: String] = [:]
        var repeated: [String: [String]] = [:]
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            let value = pair[name.endIndex...].dropFirst()
            guard let name = PercentEncoding.decode(name, plusIsSpace: true),
                let value = PercentEncoding.decode(value, plusIsSpace: true)
            else {
                throw OAuthError(
                    .invalidRequest, reason: "form_malformed",
                    "The form body has a broken percent-encoding, a NUL, or bytes that are not UTF-8. "
                        + "Encode every name and value as application/x-www-form-urlencoded in UTF-8.")
            }
            if Self.repeatable.contains(name) {
                try Self.add(value, to: &repeated[name, default: []], name: name)
                continue
            }
            guard parameters.updateValue(value, forKey: name) == nil else {
                throw OAuthError(
                    .invalidRequest, reason: "parameter_repeated",
                    "The parameter \(EchoedInput.safe(name)) stands more than once; send it once "
                        + "(RFC 6749 section 3.2).")
            }
        }
        self.parameters = parameters
        self.repeated = repeated
    }

    private static func add(_ value: String, to values: inout [String], name: String) throws(OAuthError) {
        guard !value.isEmpty else { return }
        guard values.count < Limits.repeatedParameterValues else {
            throw OAuthError(
                .invalidRequest, reason: "parameter_repeated",
                "The parameter \(name) stands more than \(Limits.repeatedParameterValues) times.")
        }
        values.append(value)
    }

    /// The value of a parameter. An empty value counts as omitted (RFC 6749 section 3.2).
    subscript(_ name: String) -> String? {
        guard let value = parameters[name], !value.isEmpty else { return nil }
        return value
    }

    /// The values of a parameter that may stand more than once, without empty ones.
    func values(_ name: String) -> [String] { repeated[name] ?? [] }

    private static func requireMediaType(_ values: [String]) throws(OAuthError) {
        let parts = (values.first ?? "").lowercased().split(separator: ";").map { $0.filter { $0 != " " } }
        let isForm = parts.first == "application/x-www-form-urlencoded"
        let charsets = parts.dropFirst().filter { $0.hasPrefix("charset=") }
        guard values.count == 1, isForm, charsets.allSatisfy({ $0.filter { $0 != "\"" } == "charset=utf-8" }) else {
            let found = parts.first == "application/json" ? "The body is JSON. " : ""
            throw OAuthError(
                .invalidRequest, .unsupportedMediaType, reason: "content_type_not_form",
                found + "Send the parameters as a form: Content-Type: application/x-www-form-urlencoded, and a body "
                    + "such as grant_type=client_credentials.")
        }
    }
}
