import HTTPTypes
import JOSE
import Registry
import Timekeeping
import WebFoundation

/// A request with an `Idempotency-Key`: what it did is done once, and a repeat gets the same answer, without the secret
/// that the first one showed.
struct IdempotentRequest: Sendable {
    private let key: String
    private let digest: String

    /// `nil` where the request has no key.
    ///
    /// - Throws: `ProblemDetails` 400 for a key that is too long or has other than printable ASCII characters.
    init?(_ input: AdminAPI.Input, operation: AdminOperation) throws(ProblemDetails) {
        guard let key = input.idempotencyKey else { return nil }
        guard (1...AdminLimits.idempotencyKeyCharacters).contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw ProblemDetails(
                .badRequest, code: "invalid_idempotency_key", title: "Invalid Idempotency-Key",
                detail: "An Idempotency-Key is 1 to \(AdminLimits.idempotencyKeyCharacters) printable ASCII characters "
                    + "without spaces. Use a random one, such as a UUID.")
        }
        self.key = "\(input.actor.name) \(EntityTag.digest(of: key))"
        let path = input.path.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
        digest = EntityTag.digest(
            of: "\(operation.name)\n\(path)\n\(input.query ?? "")\n" + String(decoding: input.body, as: UTF8.self))
    }

    /// What the first request with the key was answered; `nil` where this is the first.
    ///
    /// - Throws: ``RegistryError/idempotencyKeyReused`` where it asked for something else.
    func answer(in registry: any RegistryReading, at now: Timestamp) throws -> AdminAnswer? {
        guard let known = try registry.findIdempotentAnswer(key, at: now) else { return nil }
        guard known.digest == digest else { throw RegistryError.idempotencyKeyReused }
        guard let document = JSONDocument(json: known.document) else {
            throw RegistryError.storage("The answer to the earlier request cannot be read.")
        }
        return AdminAnswer(document)
    }

    /// Remembers an answer without its secrets.
    func remember(_ answer: AdminAnswer, in registry: any RegistryWriting, at now: Timestamp) throws {
        try registry.insert(
            IdempotentAnswer(
                key: key, digest: digest, document: answer.document.withoutSecrets.jsonText,
                until: now.adding(seconds: AdminLimits.idempotencyKeptSeconds)))
    }
}
