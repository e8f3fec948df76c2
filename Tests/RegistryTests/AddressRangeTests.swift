import Registry
import Testing

struct AddressRangeTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.1.2"), ("10.0.0.0/8", "10.0.0.0"), ("192.168.1.4", "192.168.1.4"),
        ("0.0.0.0/0", "8.8.8.8"),
        ("192.168.0.0/23", "192.168.1.255"), ("192.168.1.128/25", "192.168.1.200"), ("10.9.9.9/8", "10.1.1.1"),
        ("::1", "::1"), ("2001:db8::/32", "2001:DB8:1::5"), ("fe80::/10", "febf::1"), ("::/0", "2001:db8::1"),
        ("10.0.0.0/8", "::ffff:10.1.2.3"), ("::ffff:10.1.2.3", "10.1.2.3"), ("127.0.0.1/32", "127.0.0.1"),
    ])
    func `an address in the range is in it`(range: String, address: String) throws {
        #expect(try #require(AddressRange(range)).contains(address))
    }

    @Test(arguments: [
        ("10.0.0.0/8", "11.0.0.0"), ("192.168.0.0/23", "192.168.2.0"), ("192.168.1.128/25", "192.168.1.127"),
        ("192.168.1.4", "192.168.1.5"), ("0.0.0.0/0", "::1"), ("::/0", "8.8.8.8"), ("2001:db8::/32", "2001:db9::1"),
        ("fe80::/10", "fec0::1"), ("10.0.0.0/8", ""), ("10.0.0.0/8", "10.0.0.1:80"), ("10.0.0.0/8", "10.0.0"),
        ("10.0.0.0/8", "unknown"), ("10.0.0.0/8", "10.0.0.1\u{0}x"),
    ])
    func `an address outside the range is not in it`(range: String, address: String) throws {
        #expect(try !#require(AddressRange(range)).contains(address))
    }

    @Test(arguments: [
        "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0/8",
        "10.0.0.256",
        "::1/129", "example.com", "10.0.0.0/8 ", " 10.0.0.0/8", "10.0.0.0/a", "[::1]",
    ])
    func `what is no range is refused`(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", false), ("10.0.0.1/8", true), ("192.168.1.128/25", false), ("192.168.1.192/25", true),
        ("10.0.0.1", false), ("0.0.0.0/0", false), ("2001:db8::/32", false), ("2001:db8::1/64", true), ("::1", false),
    ])
    func `an address inside a range is told from its beginning`(text: String, isInexact: Bool) throws {
        #expect(try #require(AddressRange(text)).isInexact == isInexact)
    }

    @Test func `a range prints as it was written`() {
        #expect(AddressRange("10.0.0.0/8")?.description == "10.0.0.0/8")
    }
}
