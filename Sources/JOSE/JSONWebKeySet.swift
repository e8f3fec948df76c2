/// The public keys of somebody who signs (RFC 7517 section 5).
public struct JSONWebKeySet: Sendable, Hashable {
    /// What becomes of a key of a known type that cannot be used. Keys of unknown types, curves and uses are skipped
    /// either way, as RFC 7517 section 5 asks.
    public enum Reading: Sendable {
        /// It is an error that names its position: somebody is registering the set and can mend it.
        case strict
        /// It is skipped like an unknown one: the set was fetched, and its other keys are still good.
        case lenient
    }

    /// The keys that can be used, in the order of the set.
    public let keys: [JSONWebKey]

    /// Takes keys that were read before.
    public init(keys: [JSONWebKey]) {
        self.keys = keys
    }

    /// Reads a JWK set.
    ///
    /// - Throws: ``JOSEError/json(_:)``, ``JOSEError/memberMissing(_:)`` or ``JOSEError/memberForm(_:wanted:)`` for
    ///   `keys`, ``JOSEError/tooManyKeys(maximum:)``; when reading strictly also ``JOSEError/inKeySet(index:_:)`` and
    ///   ``JOSEError/keyIdentifierRepeated``.
    public init(json: [UInt8], reading: Reading) throws(JOSEError) {
        let object = try StrictJSON.object(json, limitBytes: JOSELimits.keySetBytes)
        try self.init(object, reading: reading)
    }

    /// Reads a JWK set that is part of another JSON text.
    ///
    /// - Throws: as ``init(json:reading:)``.
    public init(_ object: JSONObject, reading: Reading) throws(JOSEError) {
        guard let items = try object.array("keys") else { throw .memberMissing("keys") }
        guard items.count <= JOSELimits.keySetKeysMaximum else {
            throw .tooManyKeys(maximum: JOSELimits.keySetKeysMaximum)
        }
        var keys: [JSONWebKey] = []
        for (index, item) in items.enumerated() {
            do throws(JOSEError) {
                guard case .object(let member) = item else { throw .memberForm("keys", wanted: "a list of objects") }
                keys.append(try JSONWebKey(member))
            } catch .keyUnsupported {
                continue
            } catch {
                if case .strict = reading { throw .inKeySet(index: index, error) }
            }
        }
        if case .strict = reading {
            for (index, key) in keys.enumerated() where key.keyID != nil {
                let repeats = keys[..<index].contains {
                    $0.keyID == key.keyID && !$0.algorithms.isDisjoint(with: key.algorithms)
                }
                guard !repeats else { throw .keyIdentifierRepeated }
            }
        }
        self.keys = keys
    }

    /// The keys that a header may mean. With a `kid`: those of that `kid` that verify `algorithm` (more than one only
    /// in a fetched set whose `kid`s repeat). Without: the one key that verifies `algorithm`, and none if several do. A
    /// `kid` that is not in the set is nobody's; there is no default key.
    public func keys(for keyID: String?, algorithm: SigningAlgorithm) -> [JSONWebKey] {
        let fitting = keys.filter { $0.algorithms.contains(algorithm) }
        guard let keyID else { return fitting.count == 1 ? fitting : [] }
        return Array(fitting.filter { $0.keyID == keyID }.prefix(JOSELimits.keysTriedMaximum))
    }

    /// Whether a key of the set has this `kid`.
    public func has(_ keyID: String) -> Bool {
        keys.contains { $0.keyID == keyID }
    }

    /// The set as a JSON object with the one member `keys`.
    public var json: JSONObjectWriter {
        var writer = JSONObjectWriter()
        writer.add("keys", keys.map(\.json))
        return writer
    }
}
