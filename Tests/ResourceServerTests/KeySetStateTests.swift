import JOSE
import Testing
import Timekeeping

@testable import ResourceServer

@Suite struct KeySetStateTests {
    private let first: JSONWebKeySet
    private let second: JSONWebKeySet
    private let firstID: String
    private let secondID: String
    private let start = Timestamp(secondsSince1970: 1_700_000_000)
    private let failure = KeySetError.status(500)

    init() throws {
        let keys = [try SigningKey.generate(.es256).publicKey, try SigningKey.generate(.edDSA).publicKey]
        first = JSONWebKeySet(keys: [keys[0]])
        second = JSONWebKeySet(keys: [keys[1]])
        firstID = keys[0].thumbprint
        secondID = keys[1].thumbprint
    }

    private func state(freshSeconds: Int64? = nil) -> KeySetState {
        var state = KeySetState(retention: .ofClient)
        state.take(KeySetAnswer(keys: first, freshSeconds: freshSeconds, bytes: 1), at: start)
        return state
    }

    @Test func `what was never fetched is fetched`() {
        #expect(KeySetState(retention: .ofClient).step(knowing: nil, at: start) == .fetch)
    }

    @Test(
        arguments: [
            (nil, 600), (300, 300), (0, 60), (10, 60), (86_400, 600),
        ] as [(Int64?, Int64)])
    func `a set is fresh for as long as its server says, within bounds`(_ said: Int64?, _ seconds: Int64) {
        let state = state(freshSeconds: said)
        #expect(state.step(knowing: firstID, at: start.adding(seconds: seconds - 1)) == .use(first))
        #expect(state.step(knowing: firstID, at: start.adding(seconds: seconds)) == .fetch)
    }

    @Test func `a key without a name is looked for in a fresh set`() {
        #expect(state().step(knowing: nil, at: start.adding(seconds: 599)) == .use(first))
    }

    @Test func `an unknown kid fetches the set anew, at most once a minute`() {
        var state = state()
        #expect(state.step(knowing: secondID, at: start.adding(seconds: 59)) == .use(first))
        #expect(state.step(knowing: secondID, at: start.adding(seconds: 60)) == .fetch)
        state.take(KeySetAnswer(keys: first, freshSeconds: nil, bytes: 1), at: start.adding(seconds: 60))
        #expect(state.step(knowing: secondID, at: start.adding(seconds: 119)) == .use(first))
        state.note(failure, at: start.adding(seconds: 120))
        #expect(state.step(knowing: secondID, at: start.adding(seconds: 179)) == .use(first))
        #expect(state.step(knowing: secondID, at: start.adding(seconds: 180)) == .fetch)
    }

    @Test func `a set that was fetched anew takes the place of the one before, and merges with nothing`() throws {
        var state = state()
        let later = start.adding(seconds: 60)
        state.take(KeySetAnswer(keys: second, freshSeconds: nil, bytes: 1), at: later)
        #expect(try state.outcome(at: later).get() == second)
        #expect(state.step(knowing: secondID, at: later) == .use(second))
        #expect(state.step(knowing: firstID, at: later) == .use(second))
    }

    @Test func `the set before is used on while fetching fails, but not beyond its age`() throws {
        var state = state()
        state.note(failure, at: start.adding(seconds: 600))
        #expect(try state.outcome(at: start.adding(seconds: 600)).get() == first)
        #expect(state.step(knowing: firstID, at: start.adding(seconds: 659)) == .use(first))
        #expect(state.step(knowing: firstID, at: start.adding(seconds: 660)) == .fetch)
        state.note(failure, at: start.adding(seconds: 3_599))
        #expect(try state.outcome(at: start.adding(seconds: 3_599)).get() == first)
        #expect(state.outcome(at: start.adding(seconds: 3_600)) == .failure(failure))
        #expect(state.step(knowing: firstID, at: start.adding(seconds: 3_600)) == .fail(failure))
        #expect(state.step(knowing: firstID, at: start.adding(seconds: 3_614)) == .fetch)
    }

    @Test func `a first failure is remembered for a short while`() {
        var state = KeySetState(retention: .ofClient)
        state.note(failure, at: start)
        #expect(state.step(knowing: nil, at: start.adding(seconds: 14)) == .fail(failure))
        #expect(state.step(knowing: nil, at: start.adding(seconds: 15)) == .fetch)
        #expect(state.outcome(at: start) == .failure(failure))
    }

    @Test func `a clock that was set back does not stop fetching`() {
        var state = state()
        let before = start.adding(seconds: -3_600)
        #expect(state.step(knowing: firstID, at: before) == .fetch)
        state.note(failure, at: start)
        #expect(state.step(knowing: firstID, at: before) == .fetch)
    }
}
