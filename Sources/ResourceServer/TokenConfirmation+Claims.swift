public import JOSE

extension TokenConfirmation {
    /// Reads `cnf` of a token's claims or of an introspection answer; `nil` when there is none.
    ///
    /// - Throws: ``JOSEError`` for a confirmation that is not known here or is not alone: a token whose binding cannot
    ///   be checked must not be used as if it had none.
    public init?(claims: JSONObject) throws(JOSEError) {
        guard let object = try claims.object("cnf") else { return nil }
        guard object.names.count == 1 else { throw .memberForm("cnf", wanted: "one jkt or one x5t#S256") }
        if let thumbprint = try object.string("jkt") {
            self = .keyThumbprint(thumbprint)
        } else if let thumbprint = try object.string("x5t#S256") {
            self = .certificateThumbprint(thumbprint)
        } else {
            throw .memberForm("cnf", wanted: "one jkt or one x5t#S256")
        }
    }
}

extension TokenActor {
    /// Reads `act` of a token's claims or of an introspection answer (RFC 8693 section 4.1); `nil` when there is none.
    ///
    /// - Throws: ``JOSEError`` when it is not an object with `sub`.
    public init?(claims: JSONObject) throws(JOSEError) {
        guard let object = try claims.object("act") else { return nil }
        self.init(try object.requiredString("sub"), before: try TokenActor(claims: object))
    }
}
