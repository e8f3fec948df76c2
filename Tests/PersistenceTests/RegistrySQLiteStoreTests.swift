import FoundationEssentials
import GRDB
import Persistence
import Registry
import Testing
import Timekeeping

/// What is special to the registry in SQLite: its schema, and that several processes share the file.
@Suite struct RegistrySQLiteStoreTests {
    private func withSample(_ body: (SQLiteRegistryStore, RegistrySample, String) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let store = try SQLiteRegistryStore(directory: directory, now: RegistrySample.noon)
            let sample = try RegistrySample()
            try await store.write { registry in try sample.insert(into: registry) }
            try await body(store, sample, directory)
        }
    }

    @Test(arguments: [
        "UPDATE tenant SET status = 'deleted'", "UPDATE tenant SET display_name = ''", "UPDATE tenant SET name = ''",
        "UPDATE tenant SET status = NULL", "UPDATE tenant SET created_at = 'now'", "DELETE FROM tenant",
        "INSERT INTO host_name VALUES ('h', 'nobody', 'nobody/sandbox')",
        "UPDATE subscription SET status = 'deleted'", "UPDATE subscription SET tenant = 'nobody'",
        "UPDATE subscription SET partner = ''", "UPDATE client SET status = 'ended'", "UPDATE client SET number = 0",
        "UPDATE client SET number = 4294967296", "UPDATE client SET token_lifetime = 59",
        "UPDATE client SET token_lifetime = 86401", "UPDATE client SET subscription = 'sub_0'",
        "UPDATE client SET tenant = 'nobody'", "UPDATE client SET name = ''",
        "UPDATE client_number SET last = -1", "UPDATE client_number SET last = 4294967296",
        "INSERT INTO client_number VALUES (2, 5)",
        "INSERT INTO retired_client_number VALUES ('acme/sandbox', 0, 5)",
        "UPDATE pepper SET wrapped = x''", "INSERT INTO pepper VALUES (0, x'00', 5)", "DELETE FROM pepper",
        "UPDATE client_secret SET fingerprint = x'00'", "UPDATE client_secret SET pepper_version = 2",
        "UPDATE client_secret SET client = 'cf_test_00000000000000000000'", "UPDATE client_secret SET hint = ''",
        "UPDATE client_secret SET hint = 'cfs_live_00000'", "UPDATE client_secret SET expires_at = 1",
        "UPDATE scope SET resource = 'urn:example:other'", "UPDATE scope SET realm = 'acme/production'",
        "UPDATE scope SET name = ''", "UPDATE resource SET tenant = 'nobody'", "DELETE FROM resource",
        "UPDATE key SET state = 'lost'", "UPDATE key SET state = 'destroyed'", "UPDATE key SET wrapped = x''",
        "UPDATE key SET destroyed_at = 5", "UPDATE key SET activated_at = NULL", "UPDATE key SET state = 'retired'",
        "UPDATE key SET state = 'destroyed', wrapped = x''", "UPDATE key SET tenant = 'nobody'",
        "INSERT INTO change VALUES (1, 1, '', 'k', 't', NULL, 's', '{}', '{}')",
        "INSERT INTO change VALUES (1, 1, 'a', '', 't', NULL, 's', '{}', '{}')",
        "INSERT INTO change VALUES (1, 1, 'a', 'k', 't', NULL, 's', '{', '{}')",
        """
        INSERT INTO grant_profile SELECT 'acme/sandbox', 0, 's', 'urn:example:acme', 60, id FROM client
        """,
        """
        INSERT INTO grant_profile SELECT 'acme/sandbox', 65536, 's', 'urn:example:acme', 60, id FROM client
        """,
        """
        INSERT INTO grant_profile SELECT 'acme/sandbox', 1, 's', 'urn:example:acme', 59, id FROM client
        """,
        """
        INSERT INTO grant_profile SELECT 'acme/production', 1, 's', 'urn:example:acme', 60, id FROM client
        """,
    ])
    func `the schema refuses a state that must not be`(_ statement: String) async throws {
        try await withSample { store, _, _ in
            let error = await #expect(throws: DatabaseError.self) {
                try await store.database.write { try $0.execute(sql: statement) }
            }
            #expect(error?.resultCode == .SQLITE_CONSTRAINT)
        }
    }

    @Test func `the statements above are refused for their values only`() async throws {
        try await withSample { store, _, _ in
            for statement in [
                "UPDATE tenant SET status = 'suspended'", "UPDATE client SET number = 4294967295",
                "UPDATE client SET token_lifetime = 86400",
                "INSERT INTO host_name VALUES ('h', 'acme', 'acme/sandbox')",
                "UPDATE key SET state = 'retired', retired_at = 5",
                "UPDATE key SET state = 'destroyed', wrapped = x'', destroyed_at = 5",
                "INSERT INTO change VALUES (1, 1, 'a', 'k', 't', NULL, 's', '{}', '{}')",
                "INSERT INTO grant_profile SELECT 'acme/sandbox', 65535, 's', 'urn:example:acme', 60, id FROM client",
            ] {
                try await store.database.write { try $0.execute(sql: statement) }
            }
        }
    }

    @Test func `a realm is found by a further host name`() async throws {
        try await withSample { store, sample, _ in
            try await store.database.write {
                try $0.execute(sql: "INSERT INTO host_name VALUES ('api.acme.example', 'acme', 'acme/sandbox')")
            }
            try await store.read { registry throws in
                #expect(try registry.findRealm(hostName: "api.acme.example") == sample.realm)
                #expect(try registry.findRealm(hostName: "api.acme.exampl") == nil)
            }
        }
    }

    @Test func `a value that this release cannot read is told by its column`() async throws {
        try await withSample { store, sample, _ in
            try await store.database.write { try $0.execute(sql: "UPDATE client SET realm = 'acme/staging'") }
            await #expect(
                throws: RegistryError.storage(
                    "The registry has a value in the column realm that this release cannot read.")
            ) { try await store.read { registry in try registry.findClient(sample.client.id) } }
        }
    }

    @Test func `an error of the database names no value`() async throws {
        try await withSample { store, sample, _ in
            let error = await #expect(throws: RegistryError.self) {
                try await store.write { registry in try registry.insert(sample.secret) }
            }
            #expect(error == .storage("The registry could not be used (UNIQUE constraint failed: client_secret.id)."))
        }
    }

    @Test func `usage from before it was added up is added up`() async throws {
        try await withTemporaryDirectory { directory in
            let pool = try SQLiteOpening.openPool(path: "\(directory)/\(SQLiteRegistryStore.fileName)")
            try SQLiteMigrations.apply(
                Array(SQLiteRegistryStore.migrations.prefix(13)), to: pool, now: RegistrySample.noon)
            try await pool.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO client_usage (day, realm, client, kind, word, count) VALUES
                            (7, 'acme/sandbox', 'a', 'call', '200', 5), (7, 'acme/sandbox', '', 'call', '200', 6)
                        """)
            }
            try pool.close()
            let store = try SQLiteRegistryStore(directory: directory, now: RegistrySample.noon)
            let sample = try RegistrySample()
            let query = UsageQuery(.realms([sample.realm]), from: Day(number: 7), to: Day(number: 7))
            #expect(try await store.read { registry in try registry.sumUsage(query).map(\.count) } == [11])
        }
    }

    @Test func `when there are no client numbers left, no client is made`() async throws {
        try await withSample { store, _, _ in
            try await store.database.write { try $0.execute(sql: "UPDATE client_number SET last = 4294967294") }
            #expect(try await store.write { registry in try registry.allocateClientNumber() } == .max)
            await #expect(throws: RegistryError.self) {
                try await store.write { registry in try registry.allocateClientNumber() }
            }
            try await store.database.write { try $0.execute(sql: "UPDATE client_number SET last = 4294967294") }
            await #expect(throws: RegistryError.self) {
                try await store.write { registry in try registry.allocateClientNumbers(2) }
            }
        }
    }

    @Test func `two stores on one file see what the other writes`() async throws {
        try await withSample { store, sample, directory in
            let other = try SQLiteRegistryStore(directory: directory, now: RegistrySample.noon)
            #expect(try await other.read { registry in try registry.findClient(sample.client.id) } == sample.client)
            var client = sample.client
            for place in 0..<5 {
                client.name = "Name \(place)"
                let renamed = client
                let (writer, reader) = place.isMultiple(of: 2) ? (store, other) : (other, store)
                try await writer.write { registry in try registry.update(renamed) }
                #expect(try await reader.read { registry in try registry.findClient(renamed.id) } == renamed)
            }
        }
    }

    @Test func `two stores on one file that write at once lose nothing`() async throws {
        try await withSample { store, _, directory in
            let stores = [store, try SQLiteRegistryStore(directory: directory, now: RegistrySample.noon)]
            let numbers = try await withThrowingTaskGroup(of: UInt32.self) { group in
                for place in 0..<60 {
                    group.addTask {
                        try await stores[place % 2].write { registry in try registry.allocateClientNumber() }
                    }
                }
                return try await group.reduce(into: Set<UInt32>()) { $0.insert($1) }
            }
            #expect(numbers == Set(1...60))
        }
    }

    @Test func `a store that is opened again has what it had`() async throws {
        try await withTemporaryDirectory { directory in
            let sample = try RegistrySample()
            do {
                let store = try SQLiteRegistryStore(directory: directory, now: RegistrySample.noon)
                try await store.write { registry in try sample.insert(into: registry) }
                try store.database.close()
            }
            let store = try SQLiteRegistryStore(directory: directory, now: RegistrySample.noon)
            #expect(try await store.read { registry in try registry.findClient(sample.client.id) } == sample.client)
            let files = try FileManager.default.contentsOfDirectory(atPath: directory)
            for file in files {
                let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/" + file)
                #expect(attributes[.posixPermissions] as? UInt16 == 0o600, "\(file)")
            }
        }
    }

    @Test(arguments: [
        ("SELECT * FROM client WHERE id = ?", ""), ("SELECT * FROM client WHERE number = ? AND realm = ?", ""),
        ("SELECT * FROM client WHERE id > ? AND subscription = ? ORDER BY id LIMIT 9", "client_by_subscription"),
        ("SELECT * FROM client WHERE id > ? AND realm = ? ORDER BY id LIMIT 9", "client_by_realm"),
        ("SELECT * FROM client_secret WHERE client = ? ORDER BY created_at, id", "client_secret_by_client"),
        ("SELECT * FROM key WHERE realm = ? ORDER BY created_at, identifier", "key_by_realm"),
        ("SELECT * FROM change WHERE number > ? ORDER BY number LIMIT 9", ""),
        ("SELECT count(*) FROM grant_profile WHERE created_for = ?", "grant_profile_by_client"),
    ])
    func `what the token path asks is answered through an index`(_ query: String, _ index: String) async throws {
        try await withSample { store, _, _ in
            let plan = try await store.database.read { database in
                try String.fetchAll(
                    database, sql: "EXPLAIN QUERY PLAN " + query.replacing("?", with: "'1'"),
                    adapter: SuffixRowAdapter(fromIndex: 3))
            }
            #expect(plan.count == 1 && plan.allSatisfy { $0.hasPrefix("SEARCH ") && $0.contains(index) }, "\(plan)")
        }
    }
}
