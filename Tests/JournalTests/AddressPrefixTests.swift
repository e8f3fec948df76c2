import Journal
import Testing

@Suite struct AddressPrefixTests {
    @Test(arguments: [
        ("203.0.113.7", "203.0.113.7/32"), ("127.0.0.1", "127.0.0.1/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:DB8:0:0:1::1", "2001:db8::/64"), ("::1", "::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7/32"), ("::ffff:cb00:7107", "203.0.113.7/32"),
        ("fe80::1%eth0", "fe80::/64"), ("", "unknown"), ("example.org", "unknown"), ("203.0.113.7:80", "unknown"),
        ("203.0.113.007", "unknown"), ("203.0.113.7\u{0}", "unknown"), ("[::1]", "unknown"),
    ])
    func `an address belongs to its prefix`(address: String, prefix: String) {
        #expect(AddressPrefix.of(address) == prefix)
    }

    @Test func `two addresses of one IPv6 network share a prefix`() {
        #expect(AddressPrefix.of("2001:db8::1") == AddressPrefix.of("2001:db8::ffff:2"))
        #expect(AddressPrefix.of("2001:db8::1") != AddressPrefix.of("2001:db8:0:1::1"))
    }
}
