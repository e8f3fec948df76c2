package import ExternalRecords

extension ExternalResource {
    /// The tags of a realm.
    package static func tags(_ store: any RecordStore) -> ExternalResource {
        let tags = ReadOnlyResource<Tag>(
            noun: "tag", plural: "tags", names: ("Tag", "Tags"), form: form,
            scopes: ResourceScopes("tags", of: "tags"))
        return ExternalResource(
            name: "Tags", summary: "The words that patients are sorted by.", scopes: tags.scopes,
            schemas: [tags.page.component, tags.form.component], operations: [tags.list(store), tags.get(store)])
    }

    private static let form = WireForm<Stored<Tag>>(
        "Tag", "A word that patients are sorted by.",
        [
            .identifier("tag", example: "30000001"),
            .shownText("Name", "The word.", ["examples": ["Resupply"]]) { $0.record.name },
            .modified(),
        ])
}
