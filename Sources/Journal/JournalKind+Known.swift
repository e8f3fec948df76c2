/// The kinds that this program writes. A journal may hold others, written by a later release.
extension JournalKind {
    /// A token was handed out.
    package static let tokenIssued = JournalKind(rawValue: "token.issued")
    /// Requests were refused: an aggregate of one minute, reason and address prefix.
    package static let tokenRefused = JournalKind(rawValue: "token.refused")
    /// The journal can be written again after it could not.
    package static let journalRestored = JournalKind(rawValue: "journal.restored")
    /// Requests to other endpoints were refused: an aggregate as of token requests.
    package static let requestRefused = JournalKind(rawValue: "request.refused")
    /// A token was revoked before its expiry.
    package static let tokenRevoked = JournalKind(rawValue: "token.revoked")

    /// A tenant with its two realms was made.
    package static let tenantCreated = JournalKind(rawValue: "tenant.created")
    /// A tenant was suspended.
    package static let tenantSuspended = JournalKind(rawValue: "tenant.suspended")
    /// A suspended tenant may go on.
    package static let tenantResumed = JournalKind(rawValue: "tenant.resumed")

    /// A partner's subscription was made.
    package static let subscriptionCreated = JournalKind(rawValue: "subscription.created")
    /// A partner's subscription was suspended.
    package static let subscriptionSuspended = JournalKind(rawValue: "subscription.suspended")
    /// A partner, contact or the scopes of a subscription were changed.
    package static let subscriptionUpdated = JournalKind(rawValue: "subscription.updated")
    /// A suspended subscription may go on.
    package static let subscriptionResumed = JournalKind(rawValue: "subscription.resumed")
    /// A subscription was ended for good.
    package static let subscriptionEnded = JournalKind(rawValue: "subscription.ended")

    /// A client was made.
    package static let clientCreated = JournalKind(rawValue: "client.created")
    /// A client's settings were changed.
    package static let clientUpdated = JournalKind(rawValue: "client.updated")
    /// A client was suspended.
    package static let clientSuspended = JournalKind(rawValue: "client.suspended")
    /// A suspended client may go on.
    package static let clientResumed = JournalKind(rawValue: "client.resumed")
    /// All tokens of a client were revoked.
    package static let clientTokensRevoked = JournalKind(rawValue: "client.tokens_revoked")
    /// A client was deleted.
    package static let clientDeleted = JournalKind(rawValue: "client.deleted")

    /// A client secret was made.
    package static let secretCreated = JournalKind(rawValue: "secret.created")
    /// A client secret was revoked.
    package static let secretRevoked = JournalKind(rawValue: "secret.revoked")
    /// A client secret was given another expiry.
    package static let secretExpirySet = JournalKind(rawValue: "secret.expiry_set")
    /// A client secret stops soon; once for each expiry.
    package static let secretExpiring = JournalKind(rawValue: "secret.expiring")

    /// A scope was made.
    package static let scopeCreated = JournalKind(rawValue: "scope.created")
    /// What is said of a scope was changed.
    package static let scopeUpdated = JournalKind(rawValue: "scope.updated")
    /// A scope was deleted.
    package static let scopeDeleted = JournalKind(rawValue: "scope.deleted")
    /// A protected resource's name or token format was changed.
    package static let resourceUpdated = JournalKind(rawValue: "resource.updated")
    /// A protected resource was deleted.
    package static let resourceDeleted = JournalKind(rawValue: "resource.deleted")
    /// A protected resource was made.
    package static let resourceCreated = JournalKind(rawValue: "resource.created")

    /// A key was added to a key ring without being used yet.
    package static let keyStaged = JournalKind(rawValue: "key.staged")
    /// A staged key became the active one.
    package static let keyRotated = JournalKind(rawValue: "key.rotated")
    /// All keys of a use were destroyed and a new one put in their place.
    package static let keyReplaced = JournalKind(rawValue: "key.replaced")
    /// A key was destroyed.
    package static let keyDestroyed = JournalKind(rawValue: "key.destroyed")

    /// A subscription's API calls of a month are above its soft mark; once a month.
    package static let softQuotaMarkPassed = JournalKind(rawValue: "quota.soft_mark_passed")
    /// A subscription's API calls of a month are used up; once a month.
    package static let hardQuotaMarkReached = JournalKind(rawValue: "quota.hard_mark_reached")

    /// An operator was made.
    package static let operatorCreated = JournalKind(rawValue: "operator.created")
    /// An operator's role or display name was changed.
    package static let operatorUpdated = JournalKind(rawValue: "operator.updated")
    /// An operator was suspended, and with that signed out.
    package static let operatorSuspended = JournalKind(rawValue: "operator.suspended")
    /// A suspended operator may sign in again.
    package static let operatorResumed = JournalKind(rawValue: "operator.resumed")
    /// An operator was deleted.
    package static let operatorDeleted = JournalKind(rawValue: "operator.deleted")
    /// A link that signs an operator in was made.
    package static let operatorLinkCreated = JournalKind(rawValue: "operator.link_created")
    /// An operator signed in.
    package static let operatorSignedIn = JournalKind(rawValue: "operator.signed_in")
    /// An operator signed out.
    package static let operatorSignedOut = JournalKind(rawValue: "operator.signed_out")
    /// Sessions of an operator were ended by somebody.
    package static let operatorSessionsEnded = JournalKind(rawValue: "operator.sessions_ended")

    /// The server began to serve.
    package static let serverStarted = JournalKind(rawValue: "server.started")
    /// The server ended in good order.
    package static let serverStopped = JournalKind(rawValue: "server.stopped")
}
