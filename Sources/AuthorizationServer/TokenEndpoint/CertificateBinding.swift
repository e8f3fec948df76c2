import Registry
import ResourceServer
import WebFoundation

/// Binds the tokens of clients that are set so to the certificate of the connection (RFC 8705 section 3).
enum CertificateBinding {
    /// The certificate to bind a token to; `nil` where the client's tokens are not bound to certificates, and where
    /// none came.
    ///
    /// The connection proves the certificate's key, however the client has authenticated: a client with a signed
    /// assertion may have its tokens bound to a certificate that is nowhere registered (RFC 8705 section 3).
    static func confirmation(of client: AuthenticatedClient, _ context: CounterfoilRequestContext) -> TokenConfirmation?
    {
        switch client.tokenBinding {
        case .none, .dpop: return nil
        case .certificate, .either: return context.certificateThumbprint.map { .certificateThumbprint($0) }
        }
    }
}

extension AuthenticatedClient {
    /// Whether its tokens must be bound: as it is set, and by one way or the other wherever FAPI 2.0 rules (section
    /// 5.3.2.1 allows no bearer tokens).
    var tokenBinding: TokenBinding {
        let own = entry.client.settings.tokenBinding
        return own == .none && isHeld(to: .fapi2) ? .either : own
    }
}
