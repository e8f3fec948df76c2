import Registry
import ResourceServer
import WebFoundation

/// Binds tokens to the certificate of the connection (RFC 8705 section 3): those of clients that are set so, and those
/// that are exchanged for bound ones.
enum CertificateBinding {
    /// The certificate to bind a token to; `nil` where the token is not to be bound to one, and where none came.
    ///
    /// The connection proves the certificate's key, however the client has authenticated: a client with a signed
    /// assertion may have its tokens bound to a certificate that is nowhere registered (RFC 8705 section 3).
    static func confirmation(
        of grant: TokenGrant, for client: AuthenticatedClient, _ context: CounterfoilRequestContext
    ) -> TokenConfirmation? {
        switch client.tokenBinding {
        case .dpop: return nil
        // A client that may have bearer tokens still has to hold a key for what it exchanges a bound token for.
        case .none where grant.exchange?.isOfBoundToken != true: return nil
        case .none, .certificate, .either:
            return context.certificateThumbprint.map { .certificateThumbprint($0) }
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
