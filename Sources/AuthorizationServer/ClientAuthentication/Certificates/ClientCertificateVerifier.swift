import JOSE
import Registry
import ResourceServer
import SwiftASN1
import Timekeeping
import WebFoundation
import X509

/// Verifies that a caller's certificate is a client's (RFC 8705 section 2). That the caller holds its key, the TLS
/// handshake has proven; who the client is follows from that one certificate alone, never from those beside it.
struct ClientCertificateVerifier: Sendable {
    let registry: RegistryCache
    let keySets: ClientKeySets

    /// Says whether a certificate is the client's, by any of the methods that the client may use.
    ///
    /// - Parameter deadline: until when the client's keys are waited for.
    func verify(
        _ presented: ClientCertificates, of entry: ClientEntry?, at now: Timestamp,
        until deadline: ContinuousClock.Instant
    ) async throws(RegistryError) -> CredentialVerdict {
        let chain: ClientCertificateChain
        switch presented {
        case .absent: return .refused(.neutral("client_certificate_missing", "No client certificate came."))
        case .unusable(let fault): return .refused(.told(fault.rawValue, fault.description))
        case .presented(let certificates): chain = certificates
        }
        guard let leaf = try? Certificate(derEncoded: chain.leaf) else {
            return .refused(
                .told("client_certificate_unreadable", "The client certificate cannot be read as an X.509 certificate.")
            )
        }
        guard let entry else {
            return .refused(.neutral("client_unknown", "No such client exists."))
        }
        let client = entry.client
        var refusal = AuthenticationRefusal.neutral(
            "client_certificate_unexpected", "The client \(client.id) does not authenticate by a certificate.")
        let methods = client.settings.authenticationMethods
        if methods.contains(.selfSignedTLSClientAuth) {
            switch await selfSignedRefusal(leaf, of: entry, at: now, until: deadline) {
            case nil: return .proven(.selfSignedTLSClientAuth, .certificate(thumbprint: Self.thumbprint(of: chain)))
            case let found?: refusal = found
            }
        }
        if methods.contains(.tlsClientAuth) {
            switch try await issuedRefusal(leaf, chain, of: client, at: now) {
            case nil: return .proven(.tlsClientAuth, .certificate(thumbprint: Self.thumbprint(of: chain)))
            case let found?: refusal = found
            }
        }
        return .refused(refusal)
    }

    private static func thumbprint(of chain: ClientCertificateChain) -> String {
        CertificateThumbprint.text(of: chain.leaf)
    }

    /// `tls_client_auth` (RFC 8705 section 2.1): a path to the realm's roots, and the one name that the client has.
    private func issuedRefusal(
        _ leaf: Certificate, _ chain: ClientCertificateChain, of client: Client, at now: Timestamp
    ) async throws(RegistryError) -> AuthenticationRefusal? {
        if let fault = CertificatePath.validityFault(of: leaf, at: now) {
            return .neutral("client_certificate_not_valid_now", "The certificate \(fault).")
        }
        guard let roots = try await registry.certificateRoots(of: client.realm) else {
            return .neutral(
                "certificate_roots_missing",
                "The realm \(client.realm) has no certificate roots. Give it some: counterfoil realm update "
                    + "--certificate-roots FILE.")
        }
        let path = CertificatePath(leaf: leaf, intermediates: chain.intermediates)
        if let fault = await path.fault(roots: CertificateStore(roots.certificates), at: now) {
            return .neutral("client_certificate_untrusted", "The certificate is not accepted: \(fault).")
        }
        guard let subject = client.settings.certificateSubject, subject.matches(leaf) else {
            let wanted = client.settings.certificateSubject?.text ?? "none"
            return .neutral(
                "certificate_subject_mismatch",
                "The certificate is good, but not this client's: it is that of “\(leaf.names)”, and the client is "
                    + "registered with \(wanted).")
        }
        return nil
    }

    /// `self_signed_tls_client_auth` (RFC 8705 section 2.2): the certificate's key is one of those registered. Who
    /// signed the certificate does not matter.
    private func selfSignedRefusal(
        _ leaf: Certificate, of entry: ClientEntry, at now: Timestamp, until deadline: ContinuousClock.Instant
    ) async -> AuthenticationRefusal? {
        var serializer = DER.Serializer()
        guard (try? serializer.serialize(leaf.publicKey)) != nil,
            let thumbprint = JSONWebKey.thumbprint(ofSubjectPublicKeyInfo: serializer.serializedBytes)
        else {
            return .neutral(
                "client_certificate_key_unsupported",
                "The certificate's key is of a type or size that is not used here.")
        }
        let keys: JSONWebKeySet
        do throws(AuthenticationRefusal) {
            // A key that is new at the client's URL is noticed by its `kid`, which is its thumbprint where it has none.
            keys = try await keySets.keys(of: entry, knowing: thumbprint, until: deadline)
        } catch {
            return error
        }
        guard keys.keys.contains(where: { $0.thumbprint == thumbprint }) else {
            return .neutral(
                "client_certificate_key_unknown",
                "The certificate's key is none of the client's keys; its thumbprint is \(thumbprint).")
        }
        if let fault = CertificatePath.validityFault(of: leaf, at: now) {
            return .told("client_certificate_not_valid_now", "The client certificate \(fault). Use a newer one.")
        }
        return nil
    }
}

extension Certificate {
    /// The subject and the alternative names, for the operator.
    fileprivate var names: String {
        let alternatives = (try? extensions.subjectAlternativeNames)?.map { "\($0)" } ?? []
        return ([subject.description] + alternatives).map(\.forMessage).prefix(5).joined(separator: "; ")
    }
}

extension ClientCertificates.Fault {
    /// What is wrong, and what to do.
    fileprivate var description: String {
        switch self {
        case .tooLarge:
            "The client certificate chain is longer than \(Limits.clientCertificateCount) certificates or "
                + "\(Limits.clientCertificateBytes) bytes. Send the certificate and those between it and "
                + "the root only."
        case .repeated:
            "The proxy handed on more than one client certificate header field. Its operator must set exactly one."
        case .malformed:
            "The proxy handed on a client certificate in a form that cannot be read (RFC 9440 is the form to send)."
        }
    }
}
