import ExternalAPI
import ExternalRecords
import Journal
import Registry
import ResourceServer
import WebFoundation

/// Writes down who has seen or changed whose data, before the answer leaves: in a journal of its own, with the hash
/// chain and the group commit of the other.
struct AccessRecorder: Sendable {
    let journal: JournalWriter
    let registry: RegistryCache

    /// Writes an access down; it is on disk on return.
    ///
    /// - Throws: 503 where it cannot be written; the call is not answered then.
    func record(_ access: PatientAccess, _ call: ExternalCall) async throws {
        do {
            let client = call.token.clientID.flatMap { ClientIdentifier($0) }
            let subscription: String?
            if let client {
                subscription = try await registry.client(client)?.subscription.id.text
            } else {
                subscription = nil
            }
            try await journal.append(
                JournalEntry(
                    at: call.now, kind: JournalKind(rawValue: "access.\(access.action.rawValue)"),
                    realm: call.realm.description,
                    fields: [
                        .text("client_id", ifPresent: call.token.clientID),
                        .text("subscription", ifPresent: subscription),
                        .text("record", access.kind),
                        .texts("patients", access.patients.map(\.text)),
                        .texts("records", access.records.map(\.text)),
                        .text("request_id", call.context.requestID),
                        .text("remote_address", call.context.remoteAddress),
                    ]))
        } catch is RegistryError {
            throw GeneralFailure.unavailable
        } catch is JournalError {
            throw GeneralFailure.unavailable
        }
    }
}
