/// Hears how far long work has come. It is called often, from any thread, and must be quick.
package struct WorkProgress: Sendable {
    /// What is being done.
    package enum Stage: Hashable, Sendable, CaseIterable {
        /// The input is sent to a server, in bytes.
        case sending
        /// A server does it, and does not say how far it is.
        case waiting
        /// Lines are read.
        case reading
        /// What was read is held to the rules.
        case checking
        /// What is good is stored.
        case storing
        /// Changes, or entries, are hashed into the journal's chain or found in it.
        case chaining
    }

    /// Takes word of how much is done, of how much in all; 0 in all where that is not known.
    package let report: @Sendable (_ stage: Stage, _ done: Int, _ total: Int) -> Void

    /// Somebody who hears.
    package init(_ report: @escaping @Sendable (_ stage: Stage, _ done: Int, _ total: Int) -> Void) {
        self.report = report
    }

    /// Nobody hears.
    package static let unheard = WorkProgress { _, _, _ in }
}

extension Collection where Self: Sendable {
    /// Does something with each element, and tells every hundred of them how far it is.
    package func forEach(
        _ stage: WorkProgress.Stage, telling progress: WorkProgress, _ body: (Element) throws -> Void
    ) rethrows {
        let total = count
        for (done, element) in enumerated() {
            if done.isMultiple(of: 100) { progress.report(stage, done, total) }
            try body(element)
        }
        progress.report(stage, total, total)
    }
}
