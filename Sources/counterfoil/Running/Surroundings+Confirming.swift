import ArgumentParser

extension Surroundings {
    /// Has a person type a name before something is done that cannot be undone.
    ///
    /// - Parameters:
    ///   - name: what is to be typed.
    ///   - warning: what will happen, a sentence.
    /// - Throws: `ValidationError` where nobody is there to type it; `CommandFailure` when something else was typed.
    func requireTyped(_ name: String, warning: String) async throws {
        guard input.isTerminal else {
            throw ValidationError("\(warning) Nobody can be asked here whether that is wanted: add --yes if it is.")
        }
        console.writeError("\(warning)\nType \(name) and press Enter to go on: ")
        let typed = String(decoding: await input.read(CommandLimits.confirmationMaximumBytes), as: UTF8.self)
        guard typed.split(whereSeparator: \.isWhitespace).elementsEqual([Substring(name)]) else {
            throw CommandFailure("What was typed is not \(name). Nothing was changed.")
        }
    }
}
