import HTTPTypes
import Hummingbird
import WebFoundation

/// The cookie that holds a session. Scripts cannot read it, and it is sent with no request that another site began.
struct SessionCookie: Sendable {
    private let isSecure: Bool

    /// The cookie for requests of a host. A name with the prefix `__Host-` cannot be set by a neighbouring host (RFC
    /// 6265bis section 4.1.3.2), but browsers take it over TLS only.
    init(_ context: CounterfoilRequestContext) { isSecure = context.host?.isSecure == true }

    private var name: String { isSecure ? "__Host-counterfoil" : "counterfoil_console" }
    private var attributes: String {
        "; Path=\(isSecure ? "/" : "/console"); HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
    }

    /// What a request's cookie holds.
    func value(in request: Request) -> String? {
        for field in request.headers[values: .cookie] {
            for pair in field.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2, parts[0].filter({ $0 != " " }) == name else { continue }
                return String(parts[1])
            }
        }
        return nil
    }

    /// The value of `Set-Cookie` that begins a session. It has no end of its own: the browser forgets it when it is
    /// closed, and the server before.
    func setting(_ token: String) -> String { "\(name)=\(token)\(attributes)" }

    /// The value of `Set-Cookie` that takes the cookie away.
    var clearing: String { "\(name)=\(attributes); Max-Age=0" }
}
