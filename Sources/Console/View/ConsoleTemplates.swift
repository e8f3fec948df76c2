import Mustache

/// The templates, read once. They are part of the program, so that one that cannot be read is found by the first test.
struct ConsoleTemplates: Sendable {
    private let library: MustacheLibrary

    /// Reads the templates.
    ///
    /// - Throws: what the engine says of a template that is malformed.
    init() throws {
        let sources = [
            "page": PackageResources.page_mustache, "sign-in": PackageResources.sign_in_mustache,
            "section": PackageResources.section_mustache, "form": PackageResources.form_mustache,
            "field": PackageResources.field_mustache, "table": PackageResources.table_mustache,
            "action": PackageResources.action_mustache, "cell": PackageResources.cell_mustache,
            "notice": PackageResources.notice_mustache, "head": PackageResources.head_mustache,
        ]
        library = MustacheLibrary(
            templates: try sources.mapValues { try MustacheTemplate(string: String(decoding: $0, as: UTF8.self)) })
    }

    /// The HTML of a view.
    func html(_ name: String, _ view: View) -> String? { library.render(view.filling, withTemplate: name) }
}
