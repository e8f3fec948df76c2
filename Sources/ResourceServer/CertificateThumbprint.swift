import Crypto
import JOSE

/// The name of a certificate in tokens that are bound to it (RFC 8705 section 3.1, `x5t#S256`).
public enum CertificateThumbprint {
    /// The base64url of SHA-256 of a certificate, 43 characters.
    ///
    /// - Parameter certificate: the certificate, DER.
    public static func text(of certificate: [UInt8]) -> String {
        Base64URL.encode(Array(SHA256.hash(data: certificate)))
    }
}
