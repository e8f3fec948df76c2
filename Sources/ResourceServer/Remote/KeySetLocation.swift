import JOSE
import OutboundHTTP

/// Where an issuer's key set is.
enum KeySetLocation: Sendable {
    /// At this URL.
    case url(OutboundURL)
    /// Where the issuer's metadata say; they are looked for at each URL in turn.
    case metadata(issuer: String, urls: [OutboundURL])

    /// The metadata of an issuer: at the path of RFC 8414 section 3.1, else at the one of OpenID Connect discovery.
    static func metadata(
        of issuer: String, connection: IssuerConnection
    ) throws(ResourceServerError) -> KeySetLocation {
        let url = try connection.url(issuer, of: "The issuer")
        guard !url.target.contains("?") else { throw .setting("The issuer has a query, which no issuer has.") }
        let path = url.target == "/" ? "" : url.target
        let base = path.hasSuffix("/") ? String(path.dropLast()) : path
        return .metadata(
            issuer: issuer,
            urls: [
                try connection.url("\(url.origin)/.well-known/oauth-authorization-server\(path)", of: "The issuer"),
                try connection.url("\(url.origin)\(base)/.well-known/openid-configuration", of: "The issuer"),
            ])
    }

    /// Fetches the key set.
    func fetch(over connection: IssuerConnection) async throws(KeySetError) -> KeySetAnswer {
        switch self {
        case .url(let url):
            return try await Self.keySet(at: url, over: connection)
        case .metadata(let issuer, let urls):
            var failure = KeySetError.metadata("they are nowhere")
            for url in urls {
                let response = try await Self.get(url, accept: "application/json", over: connection)
                guard response.status == 200 else {
                    failure = .status(response.status)
                    continue
                }
                return try await Self.keySet(
                    at: try Self.keySetURL(in: response.body, issuer: issuer, connection: connection),
                    over: connection)
            }
            throw failure
        }
    }

    /// RFC 8414 section 3.3: metadata that name another issuer are not this one's.
    private static func keySetURL(
        in metadata: [UInt8], issuer: String, connection: IssuerConnection
    ) throws(KeySetError) -> OutboundURL {
        let text: String?
        do throws(JOSEError) {
            let object = try StrictJSON.object(metadata, limitBytes: ResourceServerLimits.metadataBytes)
            guard try object.string("issuer") == issuer else { throw .memberForm("issuer", wanted: "the issuer asked") }
            text = try object.string("jwks_uri")
        } catch {
            throw .content(error)
        }
        guard let text else { throw .metadata("they name no jwks_uri, so this issuer signs nothing") }
        do throws(ResourceServerError) {
            return try connection.url(text, of: "The jwks_uri")
        } catch {
            throw .metadata(error.description)
        }
    }

    private static func keySet(
        at url: OutboundURL, over connection: IssuerConnection
    ) async throws(KeySetError) -> KeySetAnswer {
        try KeySetAnswer(
            try await get(url, accept: "application/jwk-set+json, application/json", over: connection))
    }

    private static func get(
        _ url: OutboundURL, accept: String, over connection: IssuerConnection
    ) async throws(KeySetError) -> OutboundResponse {
        do throws(OutboundError) {
            return try await connection.get(url, accept: accept, maximumBytes: OutboundLimits.keySetBytes)
        } catch {
            throw .fetching(error)
        }
    }
}
