package import Timekeeping

/// What an operator may do.
package enum OperatorRole: String, Hashable, Sendable, CaseIterable {
    /// To look at everything; secrets excepted, which nobody can read.
    case viewer
    /// To help partners besides: their secrets, and stopping and starting their clients.
    case support
    /// Everything.
    case administrator
}

/// The name of an operator, which the journal holds beside whatever they did.
package struct OperatorName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name itself, such as `ada`.
    package let text: String

    /// Reads a name: 1 to ``RegistryLimits/operatorNameCharacters`` lower-case letters, digits, dots, hyphens and
    /// underscores, with a letter or digit at both ends.
    ///
    /// - Throws: ``RegistryError`` with a sentence that says so.
    package init(_ text: String) throws(RegistryError) {
        let bytes = text.utf8
        guard (1...RegistryLimits.operatorNameCharacters).contains(bytes.count), bytes.allSatisfy(Self.isInner),
            bytes.first.map(Self.isOuter) == true, bytes.last.map(Self.isOuter) == true
        else {
            throw .invalid(
                field: "operator",
                "“\(text.forMessage)” is not an operator's name. Use 1 to \(RegistryLimits.operatorNameCharacters) "
                    + "lower-case letters, digits, dots, hyphens and underscores, with a letter or digit at both ends.")
        }
        self.text = text
    }

    /// The name as it is.
    package var description: String { text }

    /// Orders by text.
    package static func < (left: OperatorName, right: OperatorName) -> Bool { left.text < right.text }

    private static func isOuter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isInner(_ byte: UInt8) -> Bool {
        isOuter(byte) || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains(byte)
    }
}

/// A person of the operator's staff who administers the server.
package struct Operator: Hashable, Sendable {
    /// Whether the person may sign in.
    package enum Status: String, Sendable {
        /// They may.
        case active
        /// They may not, and their sessions have ended.
        case suspended
    }

    /// The name, which never changes.
    package let name: OperatorName
    /// What people call the person.
    package var displayName: String
    /// What they may do.
    package var role: OperatorRole
    /// Whether they may sign in.
    package var status: Status
    /// When the operator was created.
    package let createdAt: Timestamp
    /// When they last signed in; `nil` for never.
    package var lastSignedInAt: Timestamp?

    /// An operator as stored.
    package init(
        name: OperatorName, displayName: String, role: OperatorRole, status: Status, createdAt: Timestamp,
        lastSignedInAt: Timestamp? = nil
    ) {
        self.name = name
        self.displayName = displayName
        self.role = role
        self.status = status
        self.createdAt = createdAt
        self.lastSignedInAt = lastSignedInAt
    }
}
