/// The page's own script and style sheet.
enum SwaggerPageFiles {
    /// Starts Swagger UI. Nothing is sent to another host, nothing is kept in the browser, and the page's address
    /// cannot change its settings.
    static let initializer = """
        "use strict";
        window.addEventListener("load", function () {
            window.SwaggerUIBundle({
                url: document.getElementById("swagger-ui").getAttribute("data-document"),
                dom_id: "#swagger-ui",
                presets: [window.SwaggerUIBundle.presets.apis],
                layout: "BaseLayout",
                validatorUrl: null,
                persistAuthorization: false,
                queryConfigEnabled: false,
                deepLinking: false,
                tryItOutEnabled: false,
                withCredentials: false,
                // With them, a 401 for Basic credentials makes the browser ask for a password of its own, and the
                // error never reaches the page.
                requestInterceptor: function (request) {
                    request.credentials = "omit";
                    return request;
                },
                displayRequestDuration: true,
                defaultModelsExpandDepth: 0
            });
        });

        """

    /// Puts the Authorize button at the top right, where the integrator guide says it is, and marks the environment.
    static let styleSheet = """
        body { margin: 0; background: #fafafa; color: #3b4151; font-family: sans-serif; }
        .realm { padding: 12px 24px; border-bottom: 4px solid #49cc90; background: #fff; }
        .realm-name { margin: 0; font-size: 20px; font-weight: 600; }
        .environment { margin-left: 8px; padding: 2px 10px; border-radius: 12px; background: #e8f6f0; font-size: 14px; }
        .notice { margin: 6px 0 0; font-size: 14px; }
        .production .realm { border-bottom-color: #b3261e; background: #fdecea; }
        .production .environment { background: #b3261e; color: #fff; }
        .production .notice { color: #8c1d18; font-size: 16px; }
        .documents { margin: 8px 0 0; font-size: 14px; }
        .documents a { margin-right: 16px; color: #1b5e8a; }
        .documents a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
        .missing { max-width: 720px; margin: 48px auto; padding: 0 24px; line-height: 1.5; }
        .missing code { padding: 1px 5px; background: #eee; }
        .swagger-ui > div { display: flex; flex-direction: column; }
        .swagger-ui .scheme-container { order: -1; margin: 0; padding: 12px 0; }
        .swagger-ui .scheme-container .servers-title, .swagger-ui .scheme-container .servers { display: none; }
        .swagger-ui .scheme-container .schemes { justify-content: flex-end; }

        """
}
