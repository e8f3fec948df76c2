import FoundationEssentials
import GRDB
import Registry
import Timekeeping

/// Reads values back from columns. What the schema's checks allow is all that can be met; anything else means that the
/// file was changed by other means, and is an error that names the column.
extension Row {
    func tenantName(_ column: String) throws -> TenantName {
        try TenantName(stored: self[column])
    }

    func realm(_ column: String) throws -> RealmIdentifier {
        guard let realm = RealmIdentifier(stored: self[column]) else { throw unreadable(column) }
        return realm
    }

    func scopes(_ column: String) throws -> [ScopeName] {
        let text: String = self[column]
        return try text.split(separator: " ").map { try ScopeName(String($0)) }
    }

    func time(_ column: String) -> Timestamp {
        Timestamp(millisecondsSince1970: self[column])
    }

    func optionalTime(_ column: String) -> Timestamp? {
        let milliseconds: Int64? = self[column]
        return milliseconds.map { Timestamp(millisecondsSince1970: $0) }
    }

    func choice<Choice: RawRepresentable<String>>(_ column: String) throws -> Choice {
        guard let choice = Choice(rawValue: self[column]) else { throw unreadable(column) }
        return choice
    }

    func optionalChoice<Choice: RawRepresentable<String>>(_ column: String) throws -> Choice? {
        self[column] == nil ? nil : try choice(column)
    }

    func choices<Choice: RawRepresentable<String>>(_ column: String) throws -> [Choice] {
        try words(column).map { word in
            guard let choice = Choice(rawValue: word) else { throw unreadable(column) }
            return choice
        }
    }

    func words(_ column: String) -> [String] {
        (self[column] as String).split(separator: " ").map(String.init)
    }

    func networks(_ column: String) throws -> [AddressRange] {
        try words(column).map { word in
            guard let range = AddressRange(word) else { throw unreadable(column) }
            return range
        }
    }

    func clientIdentifier(_ column: String) throws -> ClientIdentifier {
        guard let id = ClientIdentifier(self[column]) else { throw unreadable(column) }
        return id
    }

    func bytes(_ column: String) -> [UInt8] {
        [UInt8](self[column] as Data)
    }

    func facts(_ column: String) throws -> [String: String] {
        let text: String = self[column]
        return try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    }

    private func unreadable(_ column: String) -> RegistryError {
        .storage("The registry has a value in the column \(column) that this release cannot read.")
    }
}

extension Timestamp {
    var column: Int64 { millisecondsSince1970 }
}

extension [ScopeName] {
    var column: String { map(\.text).joined(separator: " ") }
}
