extension Report.Block {
    /// Said under every secret that is printed.
    static let storeSecretNow = Report.Block.sentence(
        "The client secret is shown this once. Store it now, where only the partner's program can read it.")
}
