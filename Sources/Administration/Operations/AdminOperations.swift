/// Every operation of the admin API, in the order of the document. A new kind of record is registered by one line here.
enum AdminOperations {
    static func all(_ services: AdminServices) -> [AdminOperation] {
        TenantOperations.all
    }
}
