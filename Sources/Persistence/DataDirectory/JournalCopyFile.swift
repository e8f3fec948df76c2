import Crypto
import Cryptography
import FoundationEssentials
package import Journal
package import Registry
package import Timekeeping

/// Copies of the journal's entries about one tenant, in files of the data directory that only its owner can read.
package enum JournalCopyFile {
    /// The folder within the data directory.
    package static let folder = "journal-copies"
    private static let pageEntries = 1_000

    /// Writes a copy: one JSON document a line, with sequence and hash, so that the chain can vouch for each.
    ///
    /// - Throws: `JournalStoreError` where the journal cannot be read or the file cannot be written.
    package static func write(
        of tenant: TenantName, from journal: JournalReader, directory: String, now: Timestamp
    ) async throws(JournalStoreError) -> JournalCopy {
        try await journal.reading { store throws(JournalStoreError) in
            let folder = "\(directory)/\(Self.folder)"
            let path = "\(folder)/\(tenant)-\(now.millisecondsSince1970).jsonl"
            var (digest, entries) = (SHA256(), 0)
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                try PrivateFile.create(path) { append in
                    try eachPage(of: tenant, in: store) { page in
                        let text = page.map { $0.jsonLine + "\n" }.joined()
                        try append(text)
                        digest.update(data: Data(text.utf8))
                        entries += page.count
                    }
                }
            } catch let error as JournalStoreError {
                throw error
            } catch {
                throw .unavailable("The copy \(path) could not be written. Check the disk and try again.")
            }
            return JournalCopy(
                path: path, entries: entries, digest: Hexadecimal.encodeLowercase(Array(digest.finalize())))
        }
    }

    /// Hands out what the journal has of a tenant, page after page, so that a long one needs no more memory.
    private static func eachPage(
        of tenant: TenantName, in store: any JournalStore, _ use: ([ChainedEntry]) throws -> Void
    ) throws {
        let realms = Set(RealmEnvironment.allCases.map { RealmIdentifier(tenant: tenant, environment: $0).description })
        var query = JournalQuery(limit: pageEntries, newestFirst: false)
        query.text = tenant.text
        while true {
            let page = try store.entries(matching: query)
            try use(page.filter { concerns($0, tenant, realms) })
            guard page.count == pageEntries, let last = page.last else { return }
            query.afterSequence = last.sequence
        }
    }

    private static func concerns(_ entry: ChainedEntry, _ tenant: TenantName, _ realms: Set<String>) -> Bool {
        if let realm = entry.realm { return realms.contains(realm) }
        guard case .text(tenant.text) = (try? entry.entry())?["tenant"] else { return false }
        return true
    }
}
