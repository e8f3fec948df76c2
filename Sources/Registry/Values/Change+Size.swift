extension Change {
    /// Refuses a change of which the journal could not write down what it says: it would take in no further change.
    ///
    /// - Throws: ``RegistryError/conflict(_:)`` beyond ``RegistryLimits/changeBytes``.
    package func requireRecordable() throws(RegistryError) {
        let size = writtenBytes
        guard size <= RegistryLimits.changeBytes else {
            throw .conflict(
                "This change cannot be written down: what was and what is to be have \(size) bytes together, and a "
                    + "record of the journal has room for \(RegistryLimits.changeBytes). Use fewer or shorter scope "
                    + "names, or make the change in several steps.")
        }
    }

    /// Bytes of its texts as JSON.
    private var writtenBytes: Int {
        let texts =
            [subject, actor.name, kind] + [before, after].flatMap { facts in facts.flatMap { [$0.key, $0.value] } }
        return texts.reduce(0) { sum, text in sum + 4 + text.utf8.reduce(0) { $0 + Self.writtenBytes(of: $1) } }
    }

    private static func writtenBytes(of byte: UInt8) -> Int {
        switch byte {
        case 0..<0x20: 6
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): 2
        default: 1
        }
    }
}
