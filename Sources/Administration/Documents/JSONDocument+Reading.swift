import JOSE

extension JSONDocument {
    /// The members that hold a secret, which is shown once and never again.
    package static let secretMembers: Set<String> = ["client_secret", "sign_in_link"]

    /// The same document with every secret taken out.
    package var withoutSecrets: JSONDocument {
        switch self {
        case .object(let members):
            .object(
                members.map { member in
                    Member(
                        member.name,
                        Self.secretMembers.contains(member.name) ? .null : member.value.withoutSecrets)
                })
        case .list(let values): .list(values.map(\.withoutSecrets))
        default: self
        }
    }

    /// The same document without what use alone changes, so that use makes no update stale.
    var withoutUse: JSONDocument {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { !Self.useMembers.contains($0.name) })
    }

    /// Whether use alone changes it.
    var tellsOfUse: Bool { members.contains { Self.useMembers.contains($0.name) } }

    private static let useMembers: Set<String> = ["last_used_at", "last_used_from", "superseded_by", "succession"]

    /// The same document with the members of every object in order of their names.
    var sorted: JSONDocument {
        switch self {
        case .object(let members):
            .object(members.sorted { $0.name < $1.name }.map { Member($0.name, $0.value.sorted) })
        case .list(let values): .list(values.map(\.sorted))
        default: self
        }
    }

    /// Reads a document that this program wrote. The order of members is that of their names; `nil` for what is no
    /// JSON or has a number that is not whole.
    package init?(json text: String) {
        guard let value = try? StrictJSON.value(Array(text.utf8), limitBytes: text.utf8.count, depthMaximum: 16),
            let document = JSONDocument(value)
        else { return nil }
        self = document
    }

    /// The document of a JSON value; `nil` where it has a number that is not whole.
    init?(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .boolean(flag)
        case .integer(let number): self = .integer(number)
        case .decimal: return nil
        case .string(let text): self = .text(text)
        case .array(let values):
            let read = values.compactMap { JSONDocument($0) }
            guard read.count == values.count else { return nil }
            self = .list(read)
        case .object(let object):
            var members: [Member] = []
            for name in object.names.sorted() {
                guard let value = object[name].flatMap({ JSONDocument($0) }) else { return nil }
                members.append(Member(name, value))
            }
            self = .object(members)
        }
    }
}
