/// Every operation of the admin API, in the order of the document. A new kind of record is registered by one line here.
enum AdminOperations {
    static var all: [AdminOperation] {
        TenantOperations.all + RealmOperations.all + ScopeOperations.all + ResourceOperations.all
            + SubscriptionOperations.all + LimitOperations.all + ClientOperations.all + ClientImportOperations.all
            + ClientExportOperations.all + SecretOperations.all + KeyOperations.all + OperatorOperations.all
            + TokenOperations.all + JournalOperations.all
            + RecordOperations.all + UsageOperations.all + OverviewOperations.all
    }
}
