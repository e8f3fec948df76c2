import Foundation
import HTTPTypes
import JOSE
import Timekeeping

/// Makes DPoP proofs as a client would, or with something wrong in them.
struct ProofMaker: Sendable {
    let key: SigningKey

    init(_ algorithm: SigningAlgorithm = .es256) throws {
        key = try SigningKey.generate(algorithm)
    }

    /// Makes proofs with a key of which there may be others like it, by another algorithm.
    init(key: SigningKey) {
        self.key = key
    }

    var thumbprint: String { key.publicKey.thumbprint }

    /// A proof.
    ///
    /// - Parameters:
    ///   - token: the access token that the proof is to go with.
    ///   - changes: claims as JSON text to put in place of the right ones; `nil` leaves one out.
    func proof(
        _ method: String, _ url: String, at now: Timestamp, jti: String = UUID().uuidString, token: String? = nil,
        nonce: String? = nil, type: String = "dpop+jwt", changing changes: [String: String?] = [:]
    ) throws -> String {
        var claims = [
            "jti": "\"\(jti)\"", "htm": "\"\(method)\"", "htu": "\"\(url)\"", "iat": "\(now.secondsSince1970)",
        ]
        if let token { claims["ath"] = "\"\(DPoPProof.hash(ofAccessToken: token))\"" }
        if let nonce { claims["nonce"] = "\"\(nonce)\"" }
        for (name, value) in changes { claims[name] = value }
        var header = JSONObjectWriter()
        header.add("typ", type)
        header.add("alg", key.algorithm.rawValue)
        header.add("jwk", key.publicKey.json)
        let payload = "{" + claims.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
        let start = Base64URL.encode(header.bytes) + "." + Base64URL.encode(payload.utf8)
        return start + "." + Base64URL.encode(try key.signature(over: Array(start.utf8)))
    }
}

extension HTTPFields {
    /// One `DPoP` header field for each proof.
    static func dpop(_ proofs: String..., authorization: String? = nil) -> HTTPFields {
        var fields = HTTPFields()
        if let name = HTTPField.Name("DPoP") { fields[values: name] = proofs }
        fields[.authorization] = authorization
        return fields
    }
}
