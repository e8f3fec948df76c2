import Administration
import AuthorizationServer
import Cryptography
import ExternalAPI
import ExternalRecords
import Journal
import Logging
import Persistence
import Registry
import WebFoundation

/// The External API over a server's stores.
struct ExternalAPIParts: Sendable {
    private let stores: ServerStores
    private let validators: TokenValidators
    private let proofs: ProofVerifiers
    private let admission: CallAdmission
    private let recorder: AccessRecorder
    private let bindsToCertificates: Bool

    init(
        _ parts: AuthorizationParts, validators: TokenValidators, proofs: ProofVerifiers, bindsToCertificates: Bool,
        logger: Logger
    ) {
        stores = parts.stores
        self.validators = validators
        self.proofs = proofs
        admission = CallAdmission(parts, logger: logger)
        var accessLogger = logger
        accessLogger[metadataKey: "journal"] = "accesses"
        recorder = AccessRecorder(
            journal: JournalWriter(store: stores.access, timeSource: parts.timeSource, logger: accessLogger),
            registry: parts.registry)
        self.bindsToCertificates = bindsToCertificates
    }

    /// The routes of the API, its document and its metadata.
    var routes: [Route] {
        externalAPIRoutes(
            stores: ExternalStores(
                patients: SQLitePatientStore(database: stores.registry.database, keys: stores.dataKeys),
                records: SQLiteRecordStore(database: stores.registry.database)),
            issuerPath: Issuer.path, bindsToCertificates: bindsToCertificates,
            surroundings: ExternalAPI.Surroundings(
                proofs: { [proofs] context in
                    guard let realm = context.realm else { throw GeneralFailure.internalError }
                    return try await proofs.verifier(for: realm)
                }, admission: admission.admit, recording: recorder.record,
                repetitionKey: stores.rootKey.derivedKey(for: "counterfoil/external-repetition/v1"),
                validator: { [validators] context in
                    guard let realm = context.realm else { throw GeneralFailure.internalError }
                    return try await validators.validator(
                        for: realm, resource: Resource.externalAPIIdentifier(of: realm))
                }))
    }
}

extension ServerStores {
    /// The keys under which the most telling members of records are sealed.
    var dataKeys: RealmDataKeys { RealmDataKeys(rootKey: rootKey, random: random) }

    /// Seals what an earlier release has stored in the clear.
    func sealEarlierNumbers() async throws(RegistryError) {
        do throws(RecordStoreError) {
            try await SQLitePatientStore(database: registry.database, keys: dataKeys).sealEarlierNumbers()
        } catch {
            throw .storage("The records of an earlier release could not be sealed. \(error)")
        }
    }

    /// The records as far as operators have to do with them.
    var adminRecords: AdminRecords {
        let reset = SandboxReset(registry: registry, rootKey: rootKey, random: random)
        return AdminRecords(
            accesses: { [access] in JournalReader(store: access) },
            resetSandbox: { realm, now in try await reset.run(realm, at: now) })
    }
}
