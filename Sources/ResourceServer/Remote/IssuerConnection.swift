import OutboundHTTP

/// How a resource server reaches its issuer. One may serve several validators, and keeps its connections.
public struct IssuerConnection: Sendable {
    /// What to do with a failure to reach the issuer, such as logging it. Called at each one; it must not block.
    public typealias FailureReport = @Sendable (ResourceServerError) -> Void

    let client: EndpointClient
    let report: FailureReport
    private let allowsPlainHTTP: Bool
    private let timeoutMilliseconds: Int64

    /// Prepares connections.
    ///
    /// - Parameters:
    ///   - certificateAuthoritiesFile: a PEM file of certification authorities to trust beside the system's.
    ///   - allowsPlainHTTP: whether the issuer may be asked over plain HTTP beyond this machine, where others may read
    ///     the credentials and change the answers.
    ///   - timeoutMilliseconds: how long one request may take, from the look-up of the name to the last byte: 100 to
    ///     60,000 milliseconds.
    ///   - onFailure: told of each failure to reach the issuer; the request that waited is answered 503.
    /// - Throws: ``ResourceServerError``.
    public init(
        certificateAuthoritiesFile: String? = nil, allowsPlainHTTP: Bool = false, timeoutMilliseconds: Int64 = 5_000,
        onFailure: @escaping FailureReport = { _ in }
    ) throws(ResourceServerError) {
        guard (100...60_000).contains(timeoutMilliseconds) else {
            throw .setting("The time limit of requests to the issuer must be 100 to 60000 milliseconds.")
        }
        do throws(OutboundError) {
            client = try EndpointClient(caFile: certificateAuthoritiesFile)
        } catch {
            throw .setting(
                "The file of certification authorities has no certificates that can be used. Give a PEM file that "
                    + "this program may read.")
        }
        self.allowsPlainHTTP = allowsPlainHTTP
        self.timeoutMilliseconds = timeoutMilliseconds
        report = onFailure
    }

    /// Reads a URL of the issuer.
    func url(_ text: String, of name: String) throws(ResourceServerError) -> OutboundURL {
        let url: OutboundURL
        do throws(OutboundError) {
            url = try OutboundURL(text, allowsHTTP: true)
        } catch {
            throw .setting("\(name) is not a URL such as https://id.example.com/api/identity.")
        }
        guard url.isSecure || allowsPlainHTTP || Self.isThisMachine(url) else {
            throw .setting(
                "\(name) is not https. Others could read the credentials and change the answers on the way; in a "
                    + "closed network, allowsPlainHTTP allows it.")
        }
        return url
    }

    func get(
        _ url: OutboundURL, accept: String, maximumBytes: Int
    ) async throws(OutboundError) -> OutboundResponse {
        try await client.send(
            OutboundRequest(
                url, accept: accept, bodyMaximumBytes: maximumBytes, deadlineMilliseconds: timeoutMilliseconds))
    }

    func post(
        form: String, to url: OutboundURL, authorization: String
    ) async throws(OutboundError) -> OutboundResponse {
        try await client.send(
            OutboundRequest(
                url, method: .post(form: form), accept: "application/json", authorization: authorization,
                bodyMaximumBytes: ResourceServerLimits.introspectionAnswerBytes,
                deadlineMilliseconds: timeoutMilliseconds))
    }

    private static func isThisMachine(_ url: OutboundURL) -> Bool {
        if let address = url.address {
            return address.isIPv6 ? address.description == "::1" : address.bytes.first == 127
        }
        return url.host == "localhost" || url.host.hasSuffix(".localhost")
    }
}
