package import Journal

extension Refusal {
    /// What is printed of a refusal.
    package var document: JSONDocument {
        [
            "request_id": .text(requestID), "at": .moment(at), "realm": .text(realm), "endpoint": .text(endpoint),
            "status": .integer(Int64(status)), "reason": .text(reason), "detail": .text(detail),
            "client_id": .text(ifPresent: clientID), "remote_address": .text(remoteAddress),
        ]
    }
}
