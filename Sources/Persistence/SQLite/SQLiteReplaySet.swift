import Dispatch
import FoundationEssentials
package import GRDB
package import Registry
import Synchronization
package import Timekeeping

/// A replay set in the registry's database, which several processes may share and which outlives them. Insertions that
/// wait at the same moment share one transaction and one flush to disk.
package final class SQLiteReplaySet: ReplaySet {
    private struct Request: Sendable {
        let used: UsedIdentifier
        let now: Timestamp
        let completion: CheckedContinuation<Result<ReplayVerdict, RegistryError>, Never>
    }

    private struct Waiting {
        var requests: [Request] = []
        var isDraining = false
    }

    private enum Admission {
        case waits
        case startsDrain
        case full
    }

    private let database: any DatabaseWriter
    private let capacityPerOwner: Int
    private let waiting = Mutex(Waiting())
    private let queue = DispatchQueue(label: "replay.writer", qos: .userInitiated)

    /// More waiting insertions than this would be answered too late to be of use.
    private static let waitingMaximumCount = 10_000
    /// Expired rows that are deleted in one transaction: while it runs, nobody else writes.
    private static let deletedRowsPerTransaction = 10_000

    /// The set in a database that has the registry's schema.
    package init(
        database: any DatabaseWriter, capacityPerOwner: Int = RegistryLimits.usedIdentifiersPerOwner
    ) {
        self.database = database
        self.capacityPerOwner = capacityPerOwner
    }

    /// Puts an identifier in, if it is not there. It is on disk when this returns.
    package func insert(_ used: UsedIdentifier, at now: Timestamp) async throws(RegistryError) -> ReplayVerdict {
        let result = await withCheckedContinuation { completion in
            let request = Request(used: used, now: now, completion: completion)
            let admission = waiting.withLock { waiting -> Admission in
                guard waiting.requests.count < Self.waitingMaximumCount else { return .full }
                waiting.requests.append(request)
                guard !waiting.isDraining else { return .waits }
                waiting.isDraining = true
                return .startsDrain
            }
            switch admission {
            case .waits: break
            case .startsDrain: queue.async { self.drain() }
            case .full:
                completion.resume(
                    returning: .failure(.storage("Too many used identifiers wait to be written down. Try again.")))
            }
        }
        return try result.get()
    }

    /// Forgets the identifiers whose time is over.
    package func removeExpired(at now: Timestamp) async throws(RegistryError) {
        do {
            var deleted = Self.deletedRowsPerTransaction
            while deleted == Self.deletedRowsPerTransaction {
                deleted = try await database.write { database in
                    try database.execute(
                        sql: """
                            DELETE FROM used_identifier WHERE (realm, use, owner, digest) IN (
                                SELECT realm, use, owner, digest FROM used_identifier WHERE until < ? LIMIT ?
                            )
                            """, arguments: [now.column, Self.deletedRowsPerTransaction])
                    return database.changesCount
                }
            }
        } catch {
            throw SQLiteRegistryStore.registryError(error)
        }
    }

    /// Runs on the queue until nothing waits.
    private func drain() {
        while true {
            let requests = waiting.withLock { waiting in
                let taken = waiting.requests
                waiting.requests = []
                waiting.isDraining = !taken.isEmpty
                return taken
            }
            guard !requests.isEmpty else { return }
            do {
                let verdicts = try database.write { database in
                    try requests.map { try insert($0.used, at: $0.now, into: database) }
                }
                for (request, verdict) in zip(requests, verdicts) {
                    request.completion.resume(returning: .success(verdict))
                }
            } catch {
                let error = SQLiteRegistryStore.registryError(error)
                for request in requests { request.completion.resume(returning: .failure(error)) }
            }
        }
    }

    private func insert(
        _ used: UsedIdentifier, at now: Timestamp, into database: Database
    ) throws -> ReplayVerdict {
        let owner: StatementArguments = [used.realm.description, used.use.rawValue, used.owner]
        let held = try Int.fetchOne(
            database.cachedStatement(
                sql: "SELECT held FROM used_identifier_count WHERE realm = ? AND use = ? AND owner = ?"),
            arguments: owner)
        guard held ?? 0 < capacityPerOwner else { return .full }
        // One whose time is over may still be there, and is as good as new.
        try database.cachedStatement(
            sql: """
                INSERT INTO used_identifier (realm, use, owner, digest, until) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (realm, use, owner, digest) DO UPDATE SET until = excluded.until WHERE until < ?
                """
        ).execute(arguments: owner + [Data(used.digest), used.until.column, now.column])
        return database.changesCount == 1 ? .fresh : .replayed
    }
}
