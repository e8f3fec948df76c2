import Crypto

/// A public key that verifies signatures, as a JWK (RFC 7517).
public struct JSONWebKey: Sendable {
    /// The `kid`, at most ``JOSELimits/keyIdentifierBytes`` long; `nil` when the key has none.
    public let keyID: String?

    /// The `alg`; `nil` when the key is not held to one.
    public let algorithm: SigningAlgorithm?

    /// The thumbprint (RFC 7638): base64url of SHA-256, 43 characters. The same for every spelling of one key.
    public let thumbprint: String

    let material: VerificationKey

    /// Takes a key that this part made itself.
    init(material: VerificationKey, algorithm: SigningAlgorithm) {
        self.material = material
        self.algorithm = algorithm
        thumbprint = Self.thumbprint(of: material)
        keyID = thumbprint
    }

    /// Reads a JWK.
    ///
    /// - Throws: ``JOSEError/keyUnsupported(_:)`` for keys that RFC 7517 section 5 says to ignore in a set (unknown
    ///   type or curve, not for verifying signatures); ``JOSEError/keyPrivate(_:)`` when there are private members;
    ///   other cases for a key of a known type that cannot be used.
    public init(_ object: JSONObject) throws(JOSEError) {
        for name in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] where object.has(name) {
            throw .keyPrivate(name)
        }
        try Self.checkPurpose(of: object)
        material = try VerificationKey(reading: object)
        keyID = try object.string("kid")
        if let keyID, !(1...JOSELimits.keyIdentifierBytes).contains(keyID.utf8.count) {
            throw .memberForm("kid", wanted: "1 to \(JOSELimits.keyIdentifierBytes) bytes long")
        }
        if let name = try object.string("alg") {
            guard let algorithm = SigningAlgorithm(rawValue: name) else { throw .keyUnsupported("alg") }
            guard material.algorithms.contains(algorithm) else {
                throw .keyInvalid("its `alg` does not belong to its `kty` and `crv`")
            }
            self.algorithm = algorithm
        } else {
            algorithm = nil
        }
        thumbprint = Self.thumbprint(of: material)
    }

    /// Reads a JWK from its JSON text.
    ///
    /// - Throws: as ``init(_:)``, and ``JOSEError/json(_:)``.
    public init(json: [UInt8]) throws(JOSEError) {
        try self.init(try StrictJSON.object(json))
    }

    /// The algorithms whose signatures this key verifies: its `alg` alone when it has one, otherwise those of its type
    /// and curve. The key decides this, never the header of what it verifies.
    public var algorithms: Set<SigningAlgorithm> {
        algorithm.map { [$0] } ?? material.algorithms
    }

    /// Whether `signature` is this key's over `message` by `algorithm`; `false` for an algorithm it is not meant for.
    public func verifies(_ signature: [UInt8], over message: [UInt8], algorithm: SigningAlgorithm) -> Bool {
        algorithms.contains(algorithm) && material.verifies(signature, over: message, algorithm: algorithm)
    }

    /// The key as a JSON object: the public members, `use` `sig`, and `kid` and `alg` where it has them.
    public var json: JSONObjectWriter {
        var writer = JSONObjectWriter()
        material.writeRequiredMembers(to: &writer)
        if let keyID { writer.add("kid", keyID) }
        writer.add("use", "sig")
        if let algorithm { writer.add("alg", algorithm.rawValue) }
        return writer
    }

    /// RFC 7517 sections 4.2 and 4.3: a key that says it is for something else does not verify signatures.
    private static func checkPurpose(of object: JSONObject) throws(JOSEError) {
        if let use = try object.string("use"), use != "sig" { throw .keyUnsupported("use") }
        guard let items = try object.array("key_ops") else { return }
        let operations = Set(items)
        guard operations.count == items.count else { throw .memberForm("key_ops", wanted: "a list without repetition") }
        guard operations.contains(.string("verify")) else { throw .keyUnsupported("key_ops") }
    }

    private static func thumbprint(of material: VerificationKey) -> String {
        var writer = JSONObjectWriter()
        material.writeRequiredMembers(to: &writer)
        return Base64URL.encode(Array(SHA256.hash(data: writer.bytes)))
    }
}

extension JSONWebKey: Hashable {
    /// Whether both are the same key with the same `kid`, held to the same algorithm.
    public static func == (left: JSONWebKey, right: JSONWebKey) -> Bool {
        left.thumbprint == right.thumbprint && left.keyID == right.keyID && left.algorithm == right.algorithm
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(thumbprint)
        hasher.combine(keyID)
        hasher.combine(algorithm)
    }
}
