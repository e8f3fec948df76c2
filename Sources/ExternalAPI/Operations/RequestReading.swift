import Crypto
import ExternalRecords
import HTTPTypes
import Hummingbird
import JOSE
import NIOCore
import Registry
import ResourceServer
import WebFoundation

extension ExternalCall {
    /// The body as a value of a form.
    ///
    /// - Throws: `ProblemDetails` 400 with all faults at once.
    func read<Value>(_ form: WireForm<Value>) throws -> Value {
        let text: JSONReading
        do throws(LocatedJSONFault) {
            text = try StrictJSON.reading(
                body, limitBytes: FormLimits.bodyBytes, depthMaximum: FormLimits.depthMaximum)
        } catch {
            throw ProblemDetails(
                .badRequest, code: "malformed_json", title: "The body is not JSON",
                detail: "The body cannot be read as JSON (RFC 8259) in UTF-8: \(error.fault.rawValue). The reader came "
                    + "to byte \(error.offsetBytes).")
        }
        var reading = BodyReading()
        for pointer in text.repeatedMembers { reading.noteRepeated(pointer) }
        let value = form.take(text.value, &reading)
        guard let value, reading.faults.isEmpty else {
            throw ProblemDetails(
                .badRequest, code: "invalid_body", title: "Members of the body are wrong",
                detail: "The body is JSON, but not of the form that is taken here. errors has every fault with the "
                    + "JSON Pointer of its member.",
                errors: reading.faults)
        }
        return value
    }
}

/// What of a request is read before the work: the body, and the header fields that guard and repeat writes.
enum RequestReading {
    static let idempotencyKeyName = HTTPField.Name("Idempotency-Key")

    /// What an `Idempotency-Key` can be, as the document says it.
    static let idempotencyKeySchema: JSONValue = [
        "type": "string", "minLength": 1, "maxLength": .integer(FormLimits.idempotencyKeyCharacters),
        "pattern": "^[\\u0021-\\u007E]+$",
    ]

    /// The body's bytes, where the operation takes one.
    ///
    /// - Throws: `ProblemDetails` 413 and 415.
    static func body(of request: Request, _ operation: ExternalOperation) async throws -> [UInt8] {
        guard operation.body != nil else { return [] }
        try requireJSON(request.headers)
        do {
            return Array(buffer: try await request.body.collect(upTo: FormLimits.bodyBytes))
        } catch is NIOTooManyBytesError {
            throw FailureForm.problem.error(.bodyTooLarge(limitBytes: FormLimits.bodyBytes))
        }
    }

    private static func requireJSON(_ headers: HTTPFields) throws(ProblemDetails) {
        let parts = (headers[.contentType] ?? "").lowercased().split(separator: ";").map { part in
            part.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
        }
        let parameters = parts.dropFirst().filter { !$0.isEmpty }
        let isJSON = parts.first == "application/json" && parameters.allSatisfy { $0 == "charset=utf-8" }
        let encoding = headers[.contentEncoding]?.lowercased() ?? "identity"
        guard isJSON, encoding == "identity" else {
            throw ProblemDetails(
                .unsupportedMediaType, code: "unsupported_media_type", title: "Unsupported media type",
                detail: "The body is JSON in UTF-8, not compressed. Send `Content-Type: application/json`.",
                headers: [.acceptEncoding: "identity"])
        }
    }

    /// How a write is known when it is repeated; `nil` where it has no key. The key is the client's own, and the body's
    /// digest is made under a key of this installation: a digest alone would let a body be guessed.
    ///
    /// - Throws: `ProblemDetails` 400 for a key that is none.
    static func repeatable(
        _ request: Request, _ operation: ExternalOperation, token: ValidatedToken, body: [UInt8], key: SymmetricKey
    ) throws(ProblemDetails) -> RepeatableWrite? {
        guard operation.traits.contains(.repeatable), let name = idempotencyKeyName,
            let text = request.headers[name]
        else { return nil }
        guard (1...FormLimits.idempotencyKeyCharacters).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw ProblemDetails(
                .badRequest, code: "invalid_idempotency_key", title: "Invalid Idempotency-Key",
                detail: "An Idempotency-Key is 1 to \(FormLimits.idempotencyKeyCharacters) printable ASCII characters "
                    + "without spaces. Use a random one, such as a UUID.")
        }
        var digest = HMAC<SHA256>(key: key)
        digest.update(data: Array("\(operation.name)\n\(request.uri.path)\n".utf8))
        digest.update(data: body)
        return RepeatableWrite(key: "\(token.clientID ?? "") \(text)", fingerprint: Array(digest.finalize()))
    }
}
