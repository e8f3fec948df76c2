import Cryptography
import Registry
import Synchronization
import Testing
import Timekeeping

@testable import counterfoil

struct ProgressBarTests {
    /// A terminal of a number of columns, and a clock moved by hand.
    private final class Terminal: Sendable {
        private let written = Mutex("")
        private let now = Mutex(Timestamp(secondsSince1970: 1_795_521_600))
        let width: Int?

        init(width: Int? = 80) { self.width = width }

        var text: String { written.withLock { $0 } }

        func advance(milliseconds: Int64) {
            now.withLock { $0 = Timestamp(millisecondsSince1970: $0.millisecondsSince1970 + milliseconds) }
        }

        func bar(isSilent: Bool = false) -> ProgressBar {
            ProgressBar(
                Surroundings(
                    console: Console(
                        write: { _ in }, writeError: { [self] text in written.withLock { $0 += text } }, width: nil,
                        errorWidth: width),
                    input: StandardInput(read: { _ in [] }, isTerminal: false),
                    clock: TimeSource { [self] in now.withLock { $0 } }, random: .system, actor: Actor("cli:tester")),
                isSilent: isSilent)
        }
    }

    @Test func `long work is drawn as a bar with the time that is left, and taken away at the end`() {
        let terminal = Terminal()
        let bar = terminal.bar()
        bar.report(.storing, 0, of: 200)
        terminal.advance(milliseconds: 3_000)
        bar.report(.storing, 50, of: 200)
        let line = "\rStoring [######------------------] 25 %, 9 s left\u{1B}[K"
        #expect(terminal.text == line)
        bar.end()
        #expect(terminal.text == line + "\r\u{1B}[K")
        bar.report(.storing, 200, of: 200)
        bar.end()
        #expect(terminal.text == line + "\r\u{1B}[K")
    }

    @Test func `work that is over at once is not drawn`() async throws {
        let terminal = Terminal()
        let value = try await terminal.bar().during { progress in
            progress.report(.reading, 0, 10)
            terminal.advance(milliseconds: 200)
            progress.report(.reading, 10, 10)
            return 7
        }
        #expect(value == 7 && terminal.text.isEmpty)
    }

    @Test func `words that follow each other quickly are passed over, save the last of a stage`() {
        let terminal = Terminal()
        let bar = terminal.bar()
        bar.report(.reading, 0, of: 100)
        terminal.advance(milliseconds: 300)
        bar.report(.reading, 1, of: 100)
        let first = terminal.text
        terminal.advance(milliseconds: 99)
        bar.report(.reading, 2, of: 100)
        #expect(terminal.text == first && !first.isEmpty)
        bar.report(.reading, 100, of: 100)
        #expect(terminal.text.hasSuffix("\rReading lines [########################] 100 %\u{1B}[K"))
    }

    @Test func `the line is taken away when the work fails`() async {
        struct Failure: Error {}
        let terminal = Terminal()
        await #expect(throws: Failure.self) {
            try await terminal.bar().during { progress in
                progress.report(.checking, 0, 10)
                terminal.advance(milliseconds: 400)
                progress.report(.checking, 1, 10)
                throw Failure()
            }
        }
        #expect(terminal.text.hasSuffix("\r\u{1B}[K"))
    }

    @Test func `nothing is drawn for programs, into a file, or once it is silent`() {
        for (terminal, isSilent) in [(Terminal(width: nil), false), (Terminal(), true)] {
            let bar = terminal.bar(isSilent: isSilent)
            bar.report(.storing, 0, of: 10)
            terminal.advance(milliseconds: 5_000)
            bar.report(.storing, 5, of: 10)
            bar.end()
            #expect(terminal.text.isEmpty)
        }
    }

    @Test func `work of unknown length says how long it takes, in a narrow terminal too`() {
        let terminal = Terminal(width: 18)
        let bar = terminal.bar()
        bar.report(.waiting, 0, of: 0)
        terminal.advance(milliseconds: 61_000)
        bar.report(.waiting, 0, of: 0)
        #expect(terminal.text == "\rThe server works \u{1B}[K")
        #expect(ProgressBar.line(.waiting, 0, of: 0, spentMilliseconds: 61_000) == "The server works … 61 s")
    }

    @Test(arguments: WorkProgress.Stage.allCases)
    func `a stage that is over, or told too much of, is full`(_ stage: WorkProgress.Stage) {
        let line = ProgressBar.line(stage, 12, of: 10, spentMilliseconds: 5)
        #expect(line.hasSuffix("[########################] 100 %"))
    }
}
