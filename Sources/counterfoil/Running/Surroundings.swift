import Cryptography
import Registry
import Timekeeping

/// What a command is given from outside, so that a test can give it something else.
struct Surroundings: Sendable {
    /// Where results and errors are written to.
    let console: Console
    /// What standard input holds.
    let input: StandardInput
    /// The time.
    let clock: TimeSource
    /// Random bytes.
    let random: RandomSource
    /// Who changes something.
    let actor: Actor

    /// The process's own.
    static var system: Surroundings {
        Surroundings(
            console: .standard, input: .standard, clock: .system, random: .system, actor: .commandLineUser)
    }
}
