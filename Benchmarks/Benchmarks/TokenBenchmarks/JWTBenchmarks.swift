import Benchmark
import JOSE

/// What the algorithms of JWT access tokens cost.
func registerJWTs() {
    for algorithm in [SigningAlgorithm.es256, .edDSA, .rs256] {
        let key: SigningKey
        let text: String
        do throws(JOSEError) {
            key = try SigningKey.generate(algorithm)
            text = try key.sign(claims, type: "at+jwt")
        } catch {
            print("No key for \(algorithm.rawValue) could be made: \(error)")
            continue
        }
        Benchmark("sign an access token, \(algorithm.rawValue)") { benchmark in
            for _ in benchmark.scaledIterations { blackHole(try key.sign(claims, type: "at+jwt")) }
        }
        Benchmark("read an access token and verify it, \(algorithm.rawValue)") { benchmark in
            for _ in benchmark.scaledIterations {
                blackHole(try CompactJWS(parsing: text).verify(with: key.publicKey))
            }
        }
    }
}

/// As long as those of a usual access token.
private let claims =
    Array(
        #"{"iss":"https://acme.example.com/api/identity","exp":1800001200,"aud":"urn:counterfoil:acme","#
            .utf8)
    + Array(
        #""sub":"cf_live_00000000000000000000","client_id":"cf_live_00000000000000000000","iat":1800000000,"#.utf8)
    + Array(#""jti":"00000000000000000000000000000000","scope":"external"}"#.utf8)
