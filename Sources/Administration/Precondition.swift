import Registry

/// Lost updates are found by `If-Match` (RFC 9110 section 13.1.1): the entity tag of a record is a digest of all that
/// the API says of it.
package enum Precondition {
    /// The strong entity tag of a record.
    package static func entityTag(of document: JSONDocument) -> String {
        "\"\(EntityTag.digest(of: document.withoutUse.sorted.jsonText))\""
    }

    /// Refuses a change of a record that is not the one that the caller has read. Without `If-Match` there is nothing
    /// to refuse.
    ///
    /// - Throws: ``RegistryError/changed(current:)``.
    static func require(_ ifMatch: String?, of document: JSONDocument) throws(RegistryError) {
        guard let ifMatch else { return }
        let current = entityTag(of: document)
        let tags = ifMatch.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
        guard !tags.contains("*"), !tags.contains(current) else { return }
        throw .changed(current: current)
    }
}
