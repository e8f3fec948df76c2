/// Rules for free text that people type: names of partners, clients and contacts.
package enum Label {
    /// Trims the text and checks it: 1 to `longest` characters (0 where `mayBeEmpty`), no control characters.
    ///
    /// - Parameter field: the name of the input for the error.
    package static func checked(
        _ text: String, field: String, mayBeEmpty: Bool = false, longest: Int = RegistryLimits.labelCharacters
    ) throws(RegistryError) -> String {
        let trimmed = text.trimmed
        guard mayBeEmpty || !trimmed.isEmpty else {
            throw .invalid(field: field, "The \(field) is empty. Give a name.")
        }
        // Not `count`: any number of combining marks is one character there.
        guard trimmed.unicodeScalars.count <= longest else {
            throw .invalid(
                field: field, "The \(field) is longer than \(longest) characters. Shorten it.")
        }
        let breaking: Set<Unicode.GeneralCategory> = [.control, .lineSeparator, .paragraphSeparator]
        guard trimmed.unicodeScalars.allSatisfy({ !breaking.contains($0.properties.generalCategory) }) else {
            throw .invalid(field: field, "The \(field) has a control character, such as a line break. Remove it.")
        }
        return trimmed
    }
}

extension String {
    /// The text without white space at its ends.
    package var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
