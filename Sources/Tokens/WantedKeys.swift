package import Registry

/// The keys that tokens will be signed with, as changes of clients and protected APIs say, and that a realm does not
/// have from its beginning.
package struct WantedKeys: Hashable, Sendable {
    struct Key: Hashable, Sendable {
        let realm: RealmIdentifier
        let use: KeyUse
    }

    let keys: Set<Key>

    /// Whether there are none.
    package var isEmpty: Bool { keys.isEmpty }

    /// Reads changes.
    package init(_ changes: [Change]) {
        keys = Set(
            changes.compactMap { change in
                guard change.kind.hasPrefix("client.") || change.kind.hasPrefix("resource."),
                    let realm = change.realm,
                    let use = change.after["token_format"].flatMap(TokenFormat.init(rawValue:))?.keyUse,
                    !KeyUse.fromTheBeginning.contains(use)
                else { return nil }
                return Key(realm: realm, use: use)
            })
    }
}
