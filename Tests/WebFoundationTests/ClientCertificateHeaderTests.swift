import HTTPTypes
import Testing
import WebFoundation

struct ClientCertificateHeaderTests {
    private func read(_ leaves: [String], chain: [String] = []) throws -> ClientCertificates {
        let header = try #require(ClientCertificateHeader("Client-Cert"))
        var fields = HTTPFields()
        for value in leaves { fields.append(HTTPField(name: header.leafName, value: value)) }
        for value in chain { fields.append(HTTPField(name: header.chainName, value: value)) }
        return header.certificates(in: fields)
    }

    private func presented(_ leaf: [UInt8], _ intermediates: [[UInt8]] = []) throws -> ClientCertificates {
        .presented(try #require(ClientCertificateChain(leaf: leaf, intermediates: intermediates)))
    }

    @Test(arguments: ["Client-Cert", "X-SSL-Client-Cert", "ssl-client-cert"])
    func `the name of a header field is taken, and the chain's follows from it`(_ name: String) throws {
        let header = try #require(ClientCertificateHeader(name))
        #expect(header.leafName.canonicalName == name.lowercased())
        #expect(header.chainName.canonicalName == name.lowercased() + "-chain")
    }

    @Test(arguments: ["", "Client Cert", ":path", "Cliënt", "Authorization", "cookie", "Content-Type", "a:b"])
    func `what is no name, or one with a meaning of its own, is refused`(_ name: String) {
        #expect(ClientCertificateHeader(name) == nil)
    }

    @Test(arguments: [":AQID:", "  :AQID:  ", "\t:AQID:"])
    func `a byte sequence is read`(_ value: String) throws {
        #expect(try read([value]) == presented([1, 2, 3]))
    }

    @Test(
        arguments: [
            "-----BEGIN%20CERTIFICATE-----%0AAQID%0A-----END%20CERTIFICATE-----%0A",
            "-----BEGIN%20CERTIFICATE-----%0D%0AAQ%0D%0AID%0D%0A-----END%20CERTIFICATE-----",
            "-----BEGIN CERTIFICATE----- AQ ID -----END CERTIFICATE----- ",
        ])
    func `PEM is read as nginx and Apache write it into a header field`(_ value: String) throws {
        #expect(try read([value]) == presented([1, 2, 3]))
    }

    @Test func `a plus sign of base64 is not a space`() throws {
        #expect(
            try read(["-----BEGIN%20CERTIFICATE-----%0A%2B%2B%2B%2B%0A-----END%20CERTIFICATE-----"])
                == presented([0xFB, 0xEF, 0xBE]))
        #expect(
            try read(["-----BEGIN CERTIFICATE----- ++++ -----END CERTIFICATE-----"]) == presented([0xFB, 0xEF, 0xBE]))
    }

    @Test(arguments: [[], [""], ["  "]])
    func `none is none`(_ values: [String]) throws {
        #expect(try read(values) == .absent)
        #expect(try read(values, chain: [":AQID:"]) == .absent)
    }

    @Test(arguments: [[":AQID:", ":AQID:"], [":AQID:", ""], ["", ":AQID:"], ["x", "y"]])
    func `a field that stands there twice counts as none`(_ values: [String]) throws {
        #expect(try read(values) == .unusable(.repeated))
    }

    @Test(
        arguments: [
            "AQID", ":AQID", "AQID:", ":", "::", ":AQI:", ":A Q I D:", ":AQID:;a=1", ":AQID:, :AQID:", ":A%51ID:",
            "\":AQID:\"", ":*:", "Subject=\"CN=x\"", "Hash=ab;Cert=\"AQID\"",
            "-----BEGIN CERTIFICATE-----AQID", "-----BEGIN CERTIFICATE----------END CERTIFICATE-----",
            "-----END CERTIFICATE-----AQID-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----A*ID-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----AQID-----END CERTIFICATE-----x",
            "-----BEGIN%20CERTIFICATE-----%0AAQ%ZZ%0A-----END%20CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----AQID-----END CERTIFICATE----------BEGIN CERTIFICATE-----AQID"
                + "-----END CERTIFICATE-----",
            "-----BEGIN PRIVATE KEY-----AQID-----END PRIVATE KEY-----", "%00", "(null)",
        ])
    func `what has none of the forms counts as none`(_ value: String) throws {
        #expect(try read([value]) == .unusable(.malformed))
    }

    @Test func `the rest of the chain is a list, in one field or several`() throws {
        let both = try presented([1, 2, 3], [[4, 5, 6], [7, 8, 9]])
        #expect(try read([":AQID:"], chain: [":BAUG:, :BwgJ:"]) == both)
        #expect(try read([":AQID:"], chain: [":BAUG:", ":BwgJ:"]) == both)
        #expect(try read([":AQID:"], chain: [""]) == presented([1, 2, 3]))
    }

    @Test(arguments: [[":BAUG:,"], [":BAUG:", ""], ["x"], [":BAUG: :BwgJ:"], [",:BAUG:"]])
    func `a chain that is no list spoils the whole`(_ chain: [String]) throws {
        #expect(try read([":AQID:"], chain: chain) == .unusable(.malformed))
    }

    @Test func `more certificates, or longer ones, than the limits allow count as none`() throws {
        let count = Limits.clientCertificateCount
        let allowed = [String](repeating: ":BAUG:", count: count - 1)
        #expect(try read([":AQID:"], chain: allowed).chain?.intermediates.count == count - 1)
        #expect(try read([":AQID:"], chain: allowed + [":BAUG:"]) == .unusable(.tooLarge))
        let long = String(repeating: "A", count: Limits.clientCertificateHeaderBytes / 4 * 4)
        #expect(try read([":\(long):"]) == .unusable(.tooLarge))
        let most = Limits.clientCertificateBytes
        let half = [UInt8](repeating: 1, count: most / 2)
        #expect(ClientCertificateChain(leaf: half, intermediates: [half]) != nil)
        #expect(ClientCertificateChain(leaf: half + [1], intermediates: [half]) == nil)
        #expect(ClientCertificateChain(leaf: [], intermediates: []) == nil)
        #expect(ClientCertificateChain(leaf: [1], intermediates: [[]]) == nil)
    }

    @Test func `the fields are taken out and all others stay`() throws {
        let header = try #require(ClientCertificateHeader("Client-Cert"))
        let other = try #require(HTTPField.Name("Client-Certificate"))
        var fields: HTTPFields = [header.leafName: ":AQID:", other: "stays", .accept: "*/*"]
        fields.append(HTTPField(name: header.leafName, value: ":AQID:"))
        fields.append(HTTPField(name: header.chainName, value: ":BAUG:"))
        header.strip(from: &fields)
        #expect(fields == [other: "stays", .accept: "*/*"])
    }
}
