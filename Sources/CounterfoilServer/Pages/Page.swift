/// The frame of the plain pages.
enum Page {
    static func make(title: String, body: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(title.escapedForHTML)</title>
        <link rel="stylesheet" href="/assets/page.css">
        <link rel="icon" href="/favicon.ico">
        </head>
        <body>
        <main>
        \(body)
        </main>
        </body>
        </html>

        """
    }

    static let stylesheet = """
        :root { font: 16px/1.5 system-ui, sans-serif; color-scheme: light dark; }
        body { margin: 0; }
        main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem; }
        h1 { line-height: 1.2; }
        code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
        .lead { font-size: 1.15rem; }
        .environment { border-left: .3rem solid #2e7d32; padding-left: .8rem; }
        .environment.production { border-color: #c62828; }
        dt { font-weight: 600; margin-top: .8rem; }
        dd { margin: 0; }

        """
}
