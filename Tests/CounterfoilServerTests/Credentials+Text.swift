import Cryptography
import Foundation
import Tokens

/// The part after `Basic`.
func basicText(_ credentials: ServerFixture.Credentials) -> String {
    Data("\(credentials.id):\(credentials.secret)".utf8).base64EncodedString()
}

/// The identifier of a token's 32 bytes, as the journal writes it.
func tokenIdentifier(_ bytes: [UInt8]) -> String {
    SealedToken(text: Hexadecimal.encodeUppercase(bytes))?.identifier.text ?? ""
}
