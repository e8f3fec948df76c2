import ExternalRecords
import HTTPTypes
import WebFoundation

/// `If-Match` and `If-None-Match` of a request (RFC 9110 sections 13.1.1 and 13.1.2).
struct Preconditions: Sendable {
    private let match: [String]?
    private let noneMatch: [String]?

    /// What an `If-Match` or `If-None-Match` can be, as the document says it.
    static let schema: JSONValue = [
        "type": "string", "minLength": 1, "maxLength": .integer(FormLimits.entityTagsCharacters),
        "pattern": "^[\\u0020-\\u007E]+$",
    ]

    /// Reads the header fields.
    ///
    /// - Throws: `ProblemDetails` 400 where one has other than printable ASCII characters.
    init(_ headers: HTTPFields) throws(ProblemDetails) {
        for name in [HTTPField.Name.ifMatch, .ifNoneMatch] {
            for value in headers[values: name] where !Self.isWellFormed(value) {
                throw ProblemDetails(
                    .badRequest, code: "invalid_parameter", title: "Invalid parameter",
                    detail: "The header field \(name) is not one. Send the ETag of an earlier answer as it was.",
                    errors: [
                        .parameter(
                            name.rawName,
                            "Expected an ETag, or several with commas between, of at most "
                                + "\(FormLimits.entityTagsCharacters) printable ASCII characters.")
                    ])
            }
        }
        match = Self.tags(headers[values: .ifMatch])
        noneMatch = Self.tags(headers[values: .ifNoneMatch])
    }

    private static func isWellFormed(_ value: String) -> Bool {
        (1...FormLimits.entityTagsCharacters).contains(value.utf8.count)
            && value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    private static func tags(_ values: [String]) -> [String]? {
        guard !values.isEmpty else { return nil }
        return values.flatMap { $0.split(separator: ",") }.map { tag in
            String(tag.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        }
    }

    /// Whether the caller has the state of the tag already. Weak comparison, as is right for `If-None-Match`.
    func spares(_ tag: String) -> Bool {
        guard let noneMatch else { return false }
        return noneMatch.contains { $0 == "*" || $0 == tag || $0 == "W/" + tag }
    }

    /// Refuses a write of a record in this state where the caller has not read it, or has said that there must be none.
    ///
    /// - Returns: the revision that the write must find; `nil` where any is right.
    /// - Throws: ``failed``.
    func revision(of version: RecordVersion) throws(ProblemDetails) -> Int? {
        if spares(version.entityTag) { throw Self.failed }
        guard let match, !match.contains("*") else { return nil }
        guard match.contains(version.entityTag) else { throw Self.failed }
        return version.revision
    }

    /// Whether a write depends on the record's state.
    var isEmpty: Bool { match == nil && noneMatch == nil }

    /// 412.
    static let failed = ProblemDetails(
        .preconditionFailed, code: "precondition_failed", title: "The record was changed in the meantime",
        detail: "The record is not in the state that If-Match or If-None-Match asks for. Read it again, and repeat the "
            + "change on what it is now.")
}
