extension SigningKey {
    /// The payload, signed, in compact form. Where many payloads of one type are signed, keep a ``JWSSigner``.
    ///
    /// - Throws: ``JOSEError/signingFailed``.
    public func sign(_ payload: [UInt8], type: String) throws(JOSEError) -> String {
        try JWSSigner(key: self, type: type).sign(payload)
    }
}
