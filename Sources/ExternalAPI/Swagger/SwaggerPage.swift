import Registry

/// A document that the Swagger page shows.
package struct SwaggerDocument: Hashable, Sendable {
    /// What people call it.
    package let name: String
    /// The path of the page that shows it.
    package let pagePath: String
    /// The path of the document.
    package let path: String

    /// Names a document.
    package init(name: String, pagePath: String, path: String) {
        self.name = name
        self.pagePath = pagePath
        self.path = path
    }

    /// The document of the External API, which the page shows first.
    package static let externalAPI = SwaggerDocument(
        name: "External API", pagePath: "/swagger/", path: ExternalAPI.documentPath)
}

/// The page's HTML, which is ours; Swagger UI draws the operations into it.
struct SwaggerPage {
    let realm: RealmIdentifier
    /// The name of the tenant for people.
    let tenantName: String
    /// The documents to choose from.
    let documents: [SwaggerDocument]
    /// The one that is shown.
    let shown: SwaggerDocument
    let hasSwaggerUI: Bool

    /// What the page may load and do: its own files and calls to its own host, no inline script or style.
    static let contentSecurityPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    var html: String {
        let name = Self.escaped(tenantName)
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(name) – \(shown.name) (\(environmentName))</title>
            \(hasSwaggerUI ? Self.links : "")<link rel="stylesheet" href="page.css">
            </head>
            <body class="\(realm.environment.rawValue)">
            <header class="realm">
            <p class="realm-name">\(name) <span class="environment">\(environmentName)</span></p>
            \(environmentNotice)
            <nav class="documents" aria-label="Documents">\(choices)</nav>
            </header>
            <main>
            \(hasSwaggerUI ? container : missingNotice)
            </main>
            \(hasSwaggerUI ? Self.scripts : "")</body>
            </html>

            """
    }

    private var environmentName: String {
        switch realm.environment {
        case .production: "Production"
        case .sandbox: "Sandbox"
        }
    }

    private var environmentNotice: String {
        switch realm.environment {
        case .production:
            "<p class=\"notice\" role=\"alert\"><strong>Calls made from this page are real.</strong> "
                + "They read and change the records of real patients. Use the sandbox to try things.</p>"
        case .sandbox:
            "<p class=\"notice\">The records here are for trying things. Credentials and ids of the sandbox do not "
                + "work in production.</p>"
        }
    }

    private var choices: String {
        documents.map { document in
            document == shown
                ? "<a href=\"\(document.pagePath)\" aria-current=\"page\">\(document.name)</a>"
                : "<a href=\"\(document.pagePath)\">\(document.name)</a>"
        }.joined(separator: " ")
    }

    private static let links = """
        <link rel="stylesheet" href="swagger-ui.css">
        <link rel="icon" type="image/png" sizes="32x32" href="favicon-32x32.png">

        """

    private var container: String {
        """
        <div id="swagger-ui" data-document="\(shown.path)"></div>
        <noscript><p class="missing">This page needs JavaScript. The document it shows is at \
        <a href="\(shown.path)">\(shown.path)</a>.</p></noscript>
        """
    }

    private static let scripts = """
        <script src="swagger-ui-bundle.js"></script>
        <script src="initializer.js"></script>

        """

    private var missingNotice: String {
        """
        <div class="missing">
        <h1>Swagger UI is not installed on this server</h1>
        <p>Run <code>script/bootstrap</code>, which fetches it, or name the directory that holds its files in the \
        setting <code>swagger-assets</code>, and start the server again.</p>
        <p>The API itself works. Its OpenAPI document is at <a href="\(shown.path)">\(shown.path)</a>.</p>
        </div>
        """
    }

    /// Text as HTML shows it literally.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
    }
}
