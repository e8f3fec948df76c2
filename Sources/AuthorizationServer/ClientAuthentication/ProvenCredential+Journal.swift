import Journal
import Registry

extension ProvenCredential {
    /// What the journal says of it.
    var journalField: JournalField {
        switch self {
        case .secret(let id): JournalField(name: "secret_id", value: .text(id.text))
        case .key(let thumbprint): JournalField(name: "key_thumbprint", value: .text(thumbprint))
        case .certificate(let thumbprint): JournalField(name: "certificate_thumbprint", value: .text(thumbprint))
        }
    }
}
