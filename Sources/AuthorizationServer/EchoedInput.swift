import Registry
import Tokens

/// What a caller sent, in the form in which an error may repeat it.
enum EchoedInput {
    /// The text, cut to a length; a secret or a token that stands in the wrong place is not repeated, since answers are
    /// logged by callers.
    static func safe(_ text: some StringProtocol) -> String {
        let text = String(text)
        // Every JWT begins with the base64url of `{"`.
        guard ClientSecret.form(of: text) == .foreign, SealedToken(text: text) == nil, !text.hasPrefix("eyJ") else {
            return "(a secret)"
        }
        return text.forMessage
    }
}
