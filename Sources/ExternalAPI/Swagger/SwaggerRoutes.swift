import HTTPTypes
import Hummingbird
import NIOCore
package import Registry
package import WebFoundation

/// The routes of the Swagger page.
///
/// - Parameters:
///   - assets: Swagger UI's files.
///   - further: what the page offers besides the document of the External API.
///   - tenantName: the name of a realm's tenant for people; by default the name it goes by in host names.
package func swaggerRoutes(
    assets: SwaggerAssets, further: [SwaggerDocument] = [],
    tenantName: @escaping @Sendable (RealmIdentifier) async throws -> String = { $0.tenant.text }
) -> [Route] {
    let files = swaggerFiles(assets)
    let documents = [SwaggerDocument.externalAPI] + further
    return [
        Route(.get, "/swagger", operation: "redirectToSwaggerPage", access: .open) { _, _ in
            Response(status: .permanentRedirect, headers: [.location: "/swagger/"])
        },
        Route(.get, "/swagger/{file}", operation: "getSwaggerFile", access: .open) { request, context in
            guard let file = context.pathParameters["file"].flatMap({ files[$0] }) else {
                throw ProblemDetails(
                    .notFound, code: "not_found", title: "Not found",
                    detail: "The Swagger page has no file of this name. The page itself is at /swagger/.")
            }
            return file.response(to: request)
        },
    ]
        + documents.enumerated().map { index, document in
            Route(
                .get, document.pagePath, operation: index == 0 ? "getSwaggerPage" : "getSwaggerPage\(index + 1)",
                access: .open
            ) { _, context in
                guard let realm = context.realm else { throw FailureForm.problem.error(.internalError) }
                let page = SwaggerPage(
                    realm: realm, tenantName: try await tenantName(realm), documents: documents, shown: document,
                    hasSwaggerUI: assets.areComplete)
                var headers = pageSecurity
                headers[.contentType] = "text/html; charset=utf-8"
                headers[.cacheControl] = "no-cache"
                return Response(
                    status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: page.html)))
            }
        }
}

/// What every file of the page carries. Scripts and styles too, since a browser can be led to open them as pages.
private let pageSecurity: HTTPFields = {
    var fields: HTTPFields = [
        .contentSecurityPolicy: SwaggerPage.contentSecurityPolicy, .xContentTypeOptions: "nosniff",
    ]
    if let referrerPolicy = HTTPField.Name("Referrer-Policy") { fields[referrerPolicy] = "no-referrer" }
    return fields
}()

/// Ours first, so that a file of the directory can never stand in for one of them.
private func swaggerFiles(_ assets: SwaggerAssets) -> [String: StaticAsset] {
    var files: [String: StaticAsset] = [:]
    for (name, bytes) in assets.files {
        guard let type = SwaggerAssets.types[name] else { continue }
        files[name] = StaticAsset(bytes, type: type, caching: .hourly, headers: pageSecurity)
    }
    files["initializer.js"] = StaticAsset(
        Array(SwaggerPageFiles.initializer.utf8), type: "text/javascript; charset=utf-8", caching: .revalidated,
        headers: pageSecurity)
    files["page.css"] = StaticAsset(
        Array(SwaggerPageFiles.styleSheet.utf8), type: "text/css; charset=utf-8", caching: .revalidated,
        headers: pageSecurity)
    return files
}
