package import Cryptography
import ExternalRecords
import FoundationEssentials
import GRDB
import Registry

/// The data keys of realms, under which the most telling members of records are sealed. Each is random, made with the
/// first record that needs it, and stored wrapped by the root key.
package struct RealmDataKeys: Sendable {
    private let rootKey: RootKey
    private let random: RandomSource

    /// Keys under a root key.
    package init(rootKey: RootKey, random: RandomSource) {
        self.rootKey = rootKey
        self.random = random
    }

    /// Seals a patient's social security number. The label ties it to its realm and patient.
    func seal(
        _ ssn: String, of patient: RecordIdentifier, realm: RealmIdentifier, in database: Database
    ) throws -> [UInt8] {
        try key(of: realm, in: database).seal(
            Array(ssn.utf8), label: Self.label(realm, "ssn", patient.text), random: random)
    }

    /// Opens what was sealed.
    ///
    /// - Throws: `RecordStoreError.unreadable` where it was changed, moved from another patient, or the key is lost.
    func open(
        _ sealed: [UInt8], of patient: RecordIdentifier, realm: RealmIdentifier, in database: Database
    ) throws -> String {
        do {
            let opened = try key(of: realm, in: database).open(sealed, label: Self.label(realm, "ssn", patient.text))
            return String(decoding: opened.exposed, as: UTF8.self)
        } catch is RootKeyError {
            throw RecordStoreError.unreadable(patient)
        }
    }

    private func key(of realm: RealmIdentifier, in database: Database) throws -> DataKey {
        // Not kept in memory: within a transaction that is taken back, a new key would be kept that is not stored.
        let label = Self.label(realm, "external-records", "1")
        let wrapped = try Data.fetchOne(
            database, sql: "SELECT wrapped FROM record_key WHERE realm = ?", arguments: [realm.description])
        if let wrapped {
            return try DataKey(bytes: try rootKey.unwrap([UInt8](wrapped), label: label))
        }
        let bytes = Redacted(random.bytes(CryptographyLimits.rootKeyBytes))
        try database.execute(
            sql: "INSERT INTO record_key (realm, wrapped) VALUES (?, ?)",
            arguments: [realm.description, Data(try rootKey.wrap(bytes.exposed, label: label, random: random))])
        return try DataKey(bytes: bytes)
    }

    private static func label(_ realm: RealmIdentifier, _ use: String, _ identifier: String) -> WrapLabel {
        WrapLabel(realm: realm.description, use: use, keyIdentifier: identifier)
    }
}
