import Testing
import Timekeeping

@testable import AuthorizationServer

@Suite struct RefusalLimiterTests {
    private let minute = Timestamp(secondsSince1970: 1_795_559_880)

    @Test func `refusals beyond the limit of a client and address are answered 429 until the minute is over`() {
        let limiter = RefusalLimiter(
            limits: RefusalLimits(byClientAndAddressPerMinute: 2, byAddressPerMinute: 100))
        let now = minute.adding(seconds: 20)
        #expect(limiter.count(client: "a", address: "192.0.2.1", at: now) == nil)
        #expect(limiter.count(client: "a", address: "192.0.2.1", at: now) == nil)
        #expect(limiter.count(client: "a", address: "192.0.2.1", at: now) == 40)
        #expect(limiter.count(client: "a", address: "192.0.2.1", at: minute.adding(seconds: 60)) == nil)
    }

    @Test func `what a stranger does elsewhere does not count against a client`() {
        let limiter = RefusalLimiter(
            limits: RefusalLimits(byClientAndAddressPerMinute: 1, byAddressPerMinute: 100))
        for _ in 0..<10 { _ = limiter.count(client: "a", address: "198.51.100.9", at: minute) }
        #expect(limiter.count(client: "a", address: "192.0.2.1", at: minute) == nil)
    }

    @Test func `an address has a limit of its own, over all clients`() {
        let limiter = RefusalLimiter(
            limits: RefusalLimits(byClientAndAddressPerMinute: 100, byAddressPerMinute: 2))
        #expect(limiter.count(client: "a", address: "192.0.2.1", at: minute) == nil)
        #expect(limiter.count(client: nil, address: "192.0.2.1", at: minute) == nil)
        #expect(limiter.count(client: "b", address: "192.0.2.1", at: minute) != nil)
    }

    @Test func `addresses of one IPv6 network of 64 bits count together`() {
        let limiter = RefusalLimiter(
            limits: RefusalLimits(byClientAndAddressPerMinute: 100, byAddressPerMinute: 1))
        #expect(limiter.count(client: nil, address: "2001:db8::1", at: minute) == nil)
        #expect(limiter.count(client: nil, address: "2001:db8::2", at: minute) != nil)
        #expect(limiter.count(client: nil, address: "2001:db8:0:1::1", at: minute) == nil)
    }

    @Test func `the counters kept at once are bounded`() {
        let limiter = RefusalLimiter(
            limits: RefusalLimits(byClientAndAddressPerMinute: 0, byAddressPerMinute: 0, countedKeys: 1))
        #expect(limiter.count(client: nil, address: "192.0.2.1", at: minute) != nil)
        #expect(limiter.count(client: nil, address: "192.0.2.2", at: minute) == nil)
    }
}
