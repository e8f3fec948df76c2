import JOSE
import Registry
import Testing

/// The JWK set of a client as it is registered.
@Suite struct ClientKeysTests {
    private static func set(_ keys: String...) -> String { #"{"keys":[\#(keys.joined(separator: ","))]}"# }

    private static let key = #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#

    @Test(arguments: [
        ("{}", "`keys` is missing"), ("[]", "not an object"), (#"{"keys":[]}"#, "no key that verifies signatures"),
        (#"{"keys":[],"keys":[]}"#, "same member twice"), ("nonsense", "grammar"),
        (set(key, #"{"kty":"OKP","crv":"Ed25519","x":"AAAA"}"#), "Key 1 of the set"),
        (
            set(
                #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","#
                    + #""d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}"#),
            "Key 0 of the set (the first is 0): The key has the member `d`"
        ),
        (set(#"{"kty":"oct","k":"AAAA"}"#), "`k`: it is a private or shared key"),
        (set(#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#), "Key 0 of the set"),
        (
            set(
                #"{"kty":"OKP","crv":"Ed25519","use":"enc","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#),
            "no key that verifies signatures"
        ),
    ])
    func `a set that cannot be used is refused with the key and the member at fault`(
        _ text: String, _ says: String
    ) {
        let error = #expect(throws: RegistryError.self) { try ClientKeys.checkedSet(text) }
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("nWGxne") == false)
    }

    @Test func `a good set is kept as it was written, and read once`() throws {
        let keys = try ClientKeys.checkedSet(Self.set(Self.key))
        #expect(keys == .registered(Self.set(Self.key)))
        #expect(keys.registeredSet?.keys.map(\.thumbprint) == ["kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"])
        #expect(ClientKeys.fetched(uri: "https://partner.example/").registeredSet == nil)
    }
}
