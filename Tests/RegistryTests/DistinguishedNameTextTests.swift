import Registry
import Testing

struct DistinguishedNameTextTests {
    private typealias Attribute = DistinguishedNameText.Attribute

    private static func text(_ type: String, _ value: String) -> Set<DistinguishedNameText.Attribute> {
        [DistinguishedNameText.Attribute(type: type, value: .text(value))]
    }

    @Test func `a name is read from its end, which is where a certificate begins`() {
        let name = DistinguishedNameText("CN=client,O=Partner,C=US")
        #expect(
            name?.relativeNames
                == [Self.text("2.5.4.6", "US"), Self.text("2.5.4.10", "Partner"), Self.text("2.5.4.3", "client")])
    }

    @Test(
        arguments: [
            (#"CN=a\,b"#, "a,b"), (#"CN=a\2Cb"#, "a,b"), (#"CN=a\+b"#, "a+b"), (##"CN=\#1"##, "#1"),
            (#"CN=a=b"#, "a=b"),
            (#"CN=\ a\ "#, " a "), ("CN=  a  ", "a"), ("  cn = a b ", "a b"), (#"CN=\"a\""#, #""a""#),
            (#"CN=a\\"#, #"a\"#),
            (#"CN=Lu\C4\8Di\C4\87"#, "Lučić"), ("CN=Lučić", "Lučić"), ("CN=", ""), ("2.5.4.3=a", "a"),
            ("OID.2.5.4.3=a", "a"),
        ])
    func `escapes and spaces are undone`(_ text: String, _ value: String) {
        #expect(DistinguishedNameText(text)?.relativeNames == [Self.text("2.5.4.3", value)])
    }

    @Test func `attributes of one relative name are a set, and values may be encoded`() {
        let name = DistinguishedNameText("OU=Sales+CN=J. Smith,DC=#13034E6574 , DC=net")
        #expect(
            name?.relativeNames == [
                Self.text("0.9.2342.19200300.100.1.25", "net"),
                [Attribute(type: "0.9.2342.19200300.100.1.25", value: .encoded([0x13, 3, 0x4E, 0x65, 0x74]))],
                Self.text("2.5.4.11", "Sales").union(Self.text("2.5.4.3", "J. Smith")),
            ])
    }

    @Test(
        arguments: [
            "", "CN", "client", "=a", "CN=a,", ",CN=a", "CN=a,,O=b", "CN=a+", "XX=a", "C N=a", "2=a", "2.5.x=a",
            "-1.2=a",
            #"CN=a\"#, #"CN=a\4"#, #"CN=a\xy"#, #"CN="a""#, "CN=a;O=b", "CN=a<b", "CN=#", "CN=#1", "CN=#1G", "CN=#13 x",
            "CN=a+CN=a", #"CN=\FF"#, "CN=a\u{0}b", "/CN=client/O=Partner", "CN=a\nO=b=c,",
        ])
    func `what is no name is refused`(_ text: String) {
        #expect(DistinguishedNameText(text) == nil)
    }

    @Test(
        arguments: [
            "subject_dn=CN=client,O=Partner", "san_dns=client.example.com", "san_uri=spiffe://example.com/client",
            "san_uri=urn:example:1", "san_ip=192.0.2.1", "san_ip=2001:db8::1", "san_email=ops@example.com",
        ])
    func `names of every kind are taken`(_ text: String) throws {
        #expect(try CertificateSubject(text: text).text == text)
    }

    @Test(
        arguments: [
            "subject_dn=client", "subject_dn=/CN=client", "san_dns=*.example.com", "san_dns=https://example.com",
            "san_dns=a b", "san_uri=client", "san_ip=client", "san_ip=1", "san_email=ops", "san_email=a@b@c",
        ])
    func `a name that no certificate could have is refused`(_ text: String) {
        let error = #expect(throws: RegistryError.self) { try CertificateSubject(text: text) }
        #expect(error?.message.contains("no certificate could have it") == true)
    }
}
