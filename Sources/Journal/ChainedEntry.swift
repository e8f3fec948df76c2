import Crypto
package import Timekeeping

/// Where the hash chain ends: the number and the hash of the last entry.
package struct ChainHead: Hashable, Sendable {
    /// The number of the last entry; 0 when there is none yet.
    package let sequence: Int64
    /// The hash of the last entry, 32 bytes; all zero when there is none yet.
    package let hash: [UInt8]

    /// Makes a head from what a store kept.
    package init(sequence: Int64, hash: [UInt8]) {
        self.sequence = sequence
        self.hash = hash
    }

    /// The head of a chain without entries.
    package static let genesis = ChainHead(sequence: 0, hash: [UInt8](repeating: 0, count: SHA256.byteCount))
}

/// An entry in its place in the hash chain, as a store keeps it.
package struct ChainedEntry: Hashable, Sendable {
    /// Its place, counted from 1 without gaps.
    package let sequence: Int64
    /// When it happened; a copy of what the body says, for searching.
    package let at: Timestamp
    /// What happened; a copy of what the body says, for searching.
    package let kind: JournalKind
    /// The realm; a copy of what the body says, for searching.
    package let realm: String?
    /// The number of the registry change; a copy of what the body says, for taking each in once.
    package let changeNumber: Int64?
    /// The written form of the entry.
    package let body: [UInt8]
    /// SHA-256 over the hash before, the sequence (8 bytes, big-endian) and the body.
    package let hash: [UInt8]

    /// Makes an entry from what a store kept; whether it is right is for `JournalVerification` to say.
    package init(
        sequence: Int64, at: Timestamp, kind: JournalKind, realm: String?, changeNumber: Int64?, body: [UInt8],
        hash: [UInt8]
    ) {
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.realm = realm
        self.changeNumber = changeNumber
        self.body = body
        self.hash = hash
    }

    /// Puts an entry behind `head`. `body` is its written form, handed in because the caller has made it already.
    package init(_ entry: JournalEntry, body: [UInt8], after head: ChainHead) {
        self.init(
            sequence: head.sequence + 1, at: entry.at, kind: entry.kind, realm: entry.realm,
            changeNumber: entry.changeNumber, body: body,
            hash: Self.hash(previous: head.hash, sequence: head.sequence + 1, body: body))
    }

    /// The head of the chain that ends with this entry.
    package var head: ChainHead {
        ChainHead(sequence: sequence, hash: hash)
    }

    /// The entry that the body tells of.
    /// - Throws: `JournalDecodingError` when the body was not written by a journal.
    package func entry() throws(JournalDecodingError) -> JournalEntry {
        try JournalDecoding.entry(of: body)
    }

    /// One line of JSON: `sequence` and `hash` (lower-case hex), then the members of the body.
    package var jsonLine: String {
        var line = #"{"sequence":\#(sequence),"hash":""#
        for byte in hash {
            line.unicodeScalars.append(Unicode.Scalar(JournalEncoding.hexadecimalDigit(byte >> 4)))
            line.unicodeScalars.append(Unicode.Scalar(JournalEncoding.hexadecimalDigit(byte & 0x0F)))
        }
        return line + #"","# + String(decoding: body.dropFirst(), as: UTF8.self)
    }

    static func hash(previous: [UInt8], sequence: Int64, body: [UInt8]) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(data: previous)
        withUnsafeBytes(of: sequence.bigEndian) { hasher.update(bufferPointer: $0) }
        hasher.update(data: body)
        return Array(hasher.finalize())
    }
}
