import Administration
import AuthorizationServer
import Cryptography
import ExternalAPI
import Persistence
import WebFoundation

/// The OpenAPI documents that a server of this release serves, without the server.
package enum OpenAPIDocuments: String, CaseIterable, Sendable {
    case external = "external"
    case tokenEndpoint = "token-endpoint"
    case admin = "admin"

    /// The document as UTF-8.
    ///
    /// - Throws: `PersistenceError` where not even a database in memory can be opened.
    package func bytes() throws -> [UInt8] {
        switch self {
        case .external: try Self.externalAPI().document.encoded
        case .tokenEndpoint: OAuthRoutes.document
        case .admin: Array(AdminDocument(of: AdminAPI.allOperations).json.jsonText.utf8)
        }
    }

    /// The API over stores that hold nothing and are never asked.
    private static func externalAPI() throws -> ExternalAPI {
        let database = try SQLiteOpening.inMemory()
        let keys = RealmDataKeys(rootKey: .random(from: .system), random: .system)
        return ExternalAPI(
            stores: ExternalStores(
                patients: SQLitePatientStore(database: database, keys: keys),
                records: SQLiteRecordStore(database: database)),
            surroundings: ExternalAPI.Surroundings(
                recording: { _, _ in throw GeneralFailure.unavailable },
                repetitionKey: Redacted(RandomSource.system.bytes(32)),
                validator: { _ in throw GeneralFailure.unavailable }))
    }
}
