import Journal
import JournalTesting
import Testing
import Timekeeping

private let noon = Timestamp(millisecondsSince1970: 1_795_559_858_120)

/// A store with ten entries, the third and the seventh of them registry changes.
private func filledStore() throws -> MemoryJournalStore {
    let store = MemoryJournalStore()
    var head = ChainHead.genesis
    for number in 1...10 {
        let entry = JournalEntry(
            at: noon.adding(seconds: Int64(number)), kind: .tokenIssued, realm: "demo/sandbox",
            fields: [.integer("n", Int64(number))],
            changeNumber: number == 3 ? 1 : number == 7 ? 2 : nil)
        let chained = ChainedEntry(entry, body: JournalEncoding.body(of: entry), after: head)
        try store.commit(entries: [chained], refusals: [])
        head = chained.head
    }
    return store
}

extension ChainedEntry {
    fileprivate func with(
        sequence: Int64? = nil, at: Timestamp? = nil, kind: JournalKind? = nil, realm: String? = nil,
        changeNumber: Int64? = nil, body: [UInt8]? = nil, hash: [UInt8]? = nil
    ) -> ChainedEntry {
        ChainedEntry(
            sequence: sequence ?? self.sequence, at: at ?? self.at, kind: kind ?? self.kind,
            realm: realm ?? self.realm, changeNumber: changeNumber ?? self.changeNumber, body: body ?? self.body,
            hash: hash ?? self.hash)
    }
}

@Suite struct JournalVerificationTests {
    @Test func `the hashes of the chain are pinned`() {
        let first = JournalEntry(at: noon, kind: .serverStarted, realm: nil)
        let second = JournalEntry(
            at: noon, kind: .tokenIssued, realm: "demo/sandbox", fields: [.text("token_id", "00")])
        let one = ChainedEntry(first, body: JournalEncoding.body(of: first), after: .genesis)
        let two = ChainedEntry(second, body: JournalEncoding.body(of: second), after: one.head)
        #expect(
            two.jsonLine
                == #"{"sequence":2,"hash":"808a3230d7b2e1290ad6f7c4e121b413a7f03825af445981fb192dd56a8fde9a","#
                + #""at":"2026-11-24T22:37:38.120Z","#
                + #""kind":"token.issued","realm":"demo/sandbox","token_id":"00"}"#)
        #expect(
            one.jsonLine
                == #"{"sequence":1,"hash":"22d2029aa6b667edcb2c87defd96b36eed76bd0409d879347448d703e7ac913c","#
                + #""at":"2026-11-24T22:37:38.120Z","#
                + #""kind":"server.started"}"#)
    }

    @Test func `an untouched journal is found good, page by page`() throws {
        let store = try filledStore()
        var told: [Int64] = []
        let verification = try JournalVerification.run(store: store, pageEntries: 3) { done, total in
            told += [done, total]
        }
        #expect(verification.fault == nil && told == [0, 10, 3, 10, 6, 10, 9, 10])
        #expect(verification.entryCount == 10)
        #expect(try verification.head == store.head())
    }

    @Test func `an empty journal is found good`() throws {
        let verification = try JournalVerification.run(store: MemoryJournalStore())
        #expect(verification == JournalVerification(entryCount: 0, head: .genesis, fault: nil))
    }

    @Test func `any single changed byte of a body or a hash is found`() throws {
        let original = try filledStore().allEntries[4]
        for index in original.body.indices {
            var body = original.body
            body[index] ^= 0x01
            #expect(try fault { $0[4] = original.with(body: body) } == JournalFault(sequence: 5, kind: .hashMismatch))
        }
        for index in original.hash.indices {
            var hash = original.hash
            hash[index] ^= 0x80
            #expect(try fault { $0[4] = original.with(hash: hash) } == JournalFault(sequence: 5, kind: .hashMismatch))
        }
    }

    @Test func `an entry that is missing is found, wherever it was`() throws {
        #expect(try fault { $0.remove(at: 0) } == JournalFault(sequence: 1, kind: .missing))
        #expect(try fault { $0.remove(at: 5) } == JournalFault(sequence: 6, kind: .missing))
        #expect(try fault { $0.removeLast() } == JournalFault(sequence: 10, kind: .missing))
        #expect(try fault { $0.removeAll() } == JournalFault(sequence: 1, kind: .missing))
    }

    @Test func `entries that were swapped are found`() throws {
        let found = try fault { entries in
            let (fifth, sixth) = (entries[4], entries[5])
            entries[4] = sixth.with(sequence: 5)
            entries[5] = fifth.with(sequence: 6)
        }
        #expect(found == JournalFault(sequence: 5, kind: .hashMismatch))
    }

    @Test func `a column that differs from the body is found`() throws {
        let entry = try filledStore().allEntries[2]
        #expect(
            try fault { $0[2] = entry.with(at: noon) } == JournalFault(sequence: 3, kind: .columnDiffers("at")))
        #expect(
            try fault { $0[2] = entry.with(kind: .tokenRefused) }
                == JournalFault(sequence: 3, kind: .columnDiffers("kind")))
        #expect(
            try fault { $0[2] = entry.with(realm: "other/sandbox") }
                == JournalFault(sequence: 3, kind: .columnDiffers("realm")))
        #expect(
            try fault { $0[2] = entry.with(changeNumber: 9) }
                == JournalFault(sequence: 3, kind: .columnDiffers("change_number")))
    }

    @Test func `an entry put in behind the head is found`() throws {
        let found = try fault { entries in
            let last = entries[9]
            entries.append(ChainedEntry(try #require(try? last.entry()), body: last.body, after: last.head))
        }
        #expect(found == JournalFault(sequence: 11, kind: .headDiffers))
    }

    @Test func `a body that no journal writes is found even when its hash is right`() throws {
        let store = MemoryJournalStore()
        let entry = JournalEntry(at: noon, kind: .serverStarted, realm: nil)
        try store.commit(entries: [ChainedEntry(entry, body: Array("{}".utf8), after: .genesis)], refusals: [])
        #expect(
            try JournalVerification.run(store: store).fault == JournalFault(sequence: 1, kind: .unreadableBody))
    }

    @Test func `a chain that does not pass through a checkpoint is found`() throws {
        let store = try filledStore()
        let noted = store.allEntries[5].head
        #expect(try JournalVerification.run(store: store, checkpoint: noted).fault == nil)
        let other = ChainHead(sequence: 6, hash: store.allEntries[4].hash)
        #expect(
            try JournalVerification.run(store: store, checkpoint: other).fault
                == JournalFault(sequence: 6, kind: .headDiffers))
        let later = ChainHead(sequence: 11, hash: noted.hash)
        #expect(
            try JournalVerification.run(store: store, checkpoint: later).fault
                == JournalFault(sequence: 11, kind: .headDiffers))
    }

    private func fault(_ tamper: (inout [ChainedEntry]) throws -> Void) throws -> JournalFault? {
        let store = try filledStore()
        var entries = store.allEntries
        try tamper(&entries)
        store.tamper { $0 = entries }
        return try JournalVerification.run(store: store).fault
    }
}
