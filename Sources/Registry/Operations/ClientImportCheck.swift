import Cryptography
import Timekeeping

/// Holds the lines of an import to the rules of ``CreateClient``, against what the registry has and against each other.
/// It finds all that is wrong, not only the first fault.
struct ClientImportCheck {
    private let registry: any RegistryReading
    private let now: Timestamp
    private let random: RandomSource
    private var draft = ClientImportDraft()
    private var found = Subscriptions()
    /// The lines that name each identifier first.
    private var lineByClient: [ClientIdentifier: Int] = [:]

    init(registry: any RegistryReading, now: Timestamp, random: RandomSource) {
        self.registry = registry
        self.now = now
        self.random = random
    }

    /// What the lines come to.
    static func draft(
        of lines: [ClientImportLine], in registry: any RegistryReading, now: Timestamp, random: RandomSource,
        _ progress: WorkProgress
    ) throws -> ClientImportDraft {
        var check = ClientImportCheck(registry: registry, now: now, random: random)
        check.draft.rows.reserveCapacity(lines.count)
        try lines.forEach(.checking, telling: progress) { line in
            var faults = Faults(line: line.number)
            let client = try check.client(of: line, &faults)
            check.draft.problems += faults.problems
            if let client, faults.problems.isEmpty {
                check.draft.rows.append(ClientImportDraft.Row(line: line.number, client: client))
            }
        }
        return check.draft
    }

    /// The client of a line; what it returns is good only where no fault was noted.
    private mutating func client(of line: ClientImportLine, _ faults: inout Faults) throws -> Client? {
        let id = try identifier(of: line, &faults)
        let name = try line.name.flatMap { name in
            try faults.note { try Label.checked(name, field: "name") }
        }
        let lifetime = line.tokenLifetimeSeconds ?? line.settings.profile.defaultTokenLifetimeSeconds
        _ = try faults.note { try Client.checkedLifetime(seconds: lifetime) }
        guard let subscription = try subscription(of: line, &faults) else { return nil }
        let scopes = try faults.note(in: "scopes") { try Self.scopes(of: line, subscription) }
        var client = Client(
            id: id, number: 0, realm: RealmIdentifier(tenant: subscription.tenant, environment: line.environment),
            subscription: subscription.id, name: name ?? subscription.partner, scopes: scopes ?? [],
            tokenLifetimeSeconds: lifetime, status: line.isSuspended ? .suspended : .active, createdAt: now)
        // Where something is missing, what is said of settings together would be wrong.
        let isWhole = !line.isPartial && scopes != nil
        if let settings = try settings(of: line, client, together: isWhole, &faults) { client.settings = settings }
        _ = try faults.note { try change(of: client).requireRecordable() }
        return client
    }

    /// The settings of a client: together, or each by itself for all that is wrong with them.
    private func settings(
        of line: ClientImportLine, _ client: Client, together: Bool, _ faults: inout Faults
    ) throws -> ClientSettings? {
        var refusal: (any Error)?
        if together {
            do {
                return try line.settings.applied(to: client, in: registry)
            } catch {
                refusal = error
            }
        }
        let before = faults.problems.count
        for part in line.settings.parts {
            _ = try faults.note(in: part.name) { try part.change.changed(client, in: registry) }
        }
        if let refusal, faults.problems.count == before { try faults.add(refusal, in: nil) }
        return nil
    }

    private func change(of client: Client) -> Change {
        // The name of who imports adds a few bytes, which the limit's own margin covers.
        Change(
            at: now, actor: Actor(""), kind: "client.created", tenant: client.realm.tenant, realm: client.realm,
            subject: client.id.text, after: client.facts)
    }

    private static func scopes(of line: ClientImportLine, _ subscription: Subscription) throws -> [ScopeName] {
        guard let names = line.scopes else {
            // As for a single client: a resource server's credentials are not to open the API as well.
            return line.settings.introspects?.isEmpty == false ? [] : subscription.scopes
        }
        return names.isEmpty ? [] : try subscription.checkedScopes(names)
    }

    private mutating func identifier(of line: ClientImportLine, _ faults: inout Faults) throws -> ClientIdentifier {
        guard let text = line.clientID else { return ClientIdentifier(environment: line.environment, random: random) }
        guard let id = ClientIdentifier(text), id.environment == line.environment else {
            faults.add(
                "client_id",
                "“\(text.forMessage)” is no Client ID of \(line.environment.rawValue), which is cf_"
                    + "\(line.environment.credentialWord)_ and \(RegistryLimits.clientIDRandomCharacters) letters and "
                    + "digits. Leave it out for a new one.")
            return ClientIdentifier(environment: line.environment, random: random)
        }
        if let earlier = lineByClient[id] {
            faults.add("client_id", "The line \(earlier) has the Client ID \(id) too. Leave one of them out.")
        } else if let known = try registry.findClient(id) {
            faults.add(
                "client_id",
                known.status == .deleted
                    ? "The Client ID \(id) was that of a client that is deleted, and is not given out again. Leave it "
                        + "out for a new one."
                    : "There is a client \(id) already, and an import changes none. Leave the line out, or leave out "
                        + "its client_id for a further client.")
        }
        lineByClient[id] = lineByClient[id] ?? line.number
        return id
    }

    private mutating func subscription(of line: ClientImportLine, _ faults: inout Faults) throws -> Subscription? {
        guard let tenant = try found.tenant(line.tenant, in: registry, &faults) else { return nil }
        let (matching, ended) = try found.named(line.subscription, of: tenant.name, in: registry)
        switch matching.count {
        case 1: return matching[0]
        case 0 where ended:
            faults.add(
                "subscription",
                "The subscription \(line.subscription.forMessage) has ended; it gets no further clients. Create a "
                    + "subscription.")
        case 0:
            faults.add(
                "subscription",
                "There is no subscription “\(line.subscription.forMessage)” of the tenant \(tenant.name). Give its "
                    + "identifier, or its partner's name. `counterfoil subscription list --tenant \(tenant.name)` "
                    + "shows both.")
        default:
            faults.add(
                "subscription",
                "\(matching.count) subscriptions of the tenant \(tenant.name) have the partner "
                    + "“\(line.subscription.forMessage)”. Give the identifier of one: "
                    + matching.prefix(5).map(\.id.text).joined(separator: ", ") + ".")
        }
        return nil
    }

    /// What is wrong with one line.
    struct Faults {
        let line: Int
        private(set) var problems: [InvalidLine] = []

        init(line: Int) { self.line = line }

        mutating func add(_ field: String?, _ message: String) {
            problems.append(InvalidLine(line: line, field: field, message: message))
        }

        /// Takes down what a rule says. What the store says is no fault of the line.
        mutating func add(_ error: any Error, in field: String?) throws {
            guard let error = error as? RegistryError else { throw error }
            if case .storage = error { throw error }
            problems.append(InvalidLine(line: line, field: field, error))
        }

        /// The value, or `nil` where a rule is broken, which is taken down.
        mutating func note<Value>(in field: String? = nil, _ rule: () throws -> Value) throws -> Value? {
            do {
                return try rule()
            } catch {
                try add(error, in: field)
                return nil
            }
        }
    }
}
