import CertificateTesting
import Testing
import Timekeeping
import X509

@testable import AuthorizationServer

/// Which certificates lead to a realm's roots.
struct CertificatePathTests {
    private static let now = Timestamp(secondsSince1970: 1_800_000_000)
    private let root: TestCertificate

    init() throws {
        root = try .authority("root")
    }

    private func fault(
        _ leaf: TestCertificate, through intermediates: [TestCertificate] = [], to roots: [TestCertificate]? = nil,
        at now: Timestamp = now
    ) async throws -> String? {
        await CertificatePath(leaf: leaf.certificate, intermediates: try intermediates.map { try $0.der })
            .fault(roots: CertificateStore((roots ?? [root]).map(\.certificate)), at: now)
    }

    @Test func `a certificate of a root is good, directly or through others in any order`() async throws {
        #expect(try await fault(TestCertificate("client", issuedBy: root)) == nil)
        let first = try TestCertificate.authority("first", issuedBy: root)
        let second = try TestCertificate.authority("second", issuedBy: first)
        let leaf = try TestCertificate("client", issuedBy: second)
        #expect(try await fault(leaf, through: [second, first]) == nil)
        #expect(try await fault(leaf, through: [first, second]) == nil)
        #expect(try await fault(leaf, through: [second], to: [first]) == nil)
        #expect(try await fault(leaf, through: [second])?.contains("no path leads") == true)
    }

    @Test func `an intermediate that is registered as the root is enough`() async throws {
        let issuing = try TestCertificate.authority("issuing", issuedBy: root)
        #expect(try await fault(TestCertificate("client", issuedBy: issuing), to: [issuing]) == nil)
    }

    @Test func `another root with the same name is another root`() async throws {
        let impostor = try TestCertificate.authority("root")
        let leaf = try TestCertificate("client", issuedBy: impostor)
        #expect(try await fault(leaf)?.contains("no path leads") == true)
        #expect(try await fault(leaf, through: [impostor])?.contains("no path leads") == true)
    }

    @Test func `a certificate that signed itself is not good, nor one of a client that is no authority`() async throws {
        #expect(try await fault(TestCertificate("client"))?.contains("no path leads") == true)
        let client = try TestCertificate("client", issuedBy: root)
        let below = try TestCertificate("below", issuedBy: client)
        #expect(try await fault(below, through: [client])?.contains("rule of RFC 5280") == true)
    }

    @Test(
        arguments: [
            (1_799_999_999, true), (1_800_000_000, false), (1_800_000_100, false), (1_800_000_101, true),
        ] as [(Int64, Bool)])
    func `a certificate is good through its first and last second`(_ second: Int64, _ isFaulty: Bool) async throws {
        let leaf = try TestCertificate("client", issuedBy: root) {
            $0.notBefore = Timestamp(secondsSince1970: 1_800_000_000)
            $0.notAfter = Timestamp(secondsSince1970: 1_800_000_100)
        }
        let now = Timestamp(secondsSince1970: second).adding(milliseconds: 900)
        #expect(try await (fault(leaf, at: now) != nil) == isFaulty)
        #expect((CertificatePath.validityFault(of: leaf.certificate, at: now) != nil) == isFaulty)
    }

    @Test func `an expired root or intermediate spoils the path and is named`() async throws {
        let old = try TestCertificate("old", issuedBy: root) {
            $0.isAuthority = true
            $0.notAfter = Timestamp(secondsSince1970: 1_750_000_000)
        }
        let text = try await fault(TestCertificate("client", issuedBy: old), through: [old])
        #expect(text?.contains("CN=old” expired at 2025-06-15T15:06:40.000Z") == true)
    }

    @Test(
        arguments: [
            ([], true), ([.clientAuth], true), ([.serverAuth, .clientAuth], true), ([.any], true),
            ([.serverAuth], false),
            ([.emailProtection, .codeSigning], false),
        ] as [([ExtendedKeyUsage.Usage], Bool)])
    func `where purposes are named TLS clients must be among them`(
        _ purposes: [ExtendedKeyUsage.Usage], _ isGood: Bool
    ) async throws {
        let leaf = try TestCertificate("client", issuedBy: root) { $0.purposes = purposes }
        #expect(try await (fault(leaf) == nil) == isGood)
        let issuing = try TestCertificate("issuing", issuedBy: root) {
            $0.isAuthority = true
            $0.purposes = purposes
        }
        #expect(try await (fault(TestCertificate("client", issuedBy: issuing), through: [issuing]) == nil) == isGood)
    }

    @Test func `key usage is held to`() async throws {
        for (usage, isGood) in [
            (KeyUsage(digitalSignature: true), true), (KeyUsage(keyEncipherment: true), false),
            (KeyUsage(keyCertSign: true), false),
        ] {
            let leaf = try TestCertificate("client", issuedBy: root) { $0.usage = usage }
            #expect(try await (fault(leaf) == nil) == isGood)
        }
        let issuing = try TestCertificate("issuing", issuedBy: root) {
            $0.isAuthority = true
            $0.usage = KeyUsage(digitalSignature: true)
        }
        let text = try await fault(TestCertificate("client", issuedBy: issuing), through: [issuing])
        #expect(text?.contains("keyCertSign") == true)
    }

    @Test func `a path longer than an authority allows is refused`() async throws {
        let short = try TestCertificate("short") {
            $0.isAuthority = true
            $0.pathLength = 0
        }
        let between = try TestCertificate.authority("between", issuedBy: short)
        #expect(try await fault(TestCertificate("client", issuedBy: short), to: [short]) == nil)
        let text = try await fault(
            TestCertificate("client", issuedBy: between), through: [between], to: [short])
        #expect(text?.contains("its length is limited") == true)
    }

    @Test func `of many certificates with one name only one is looked at`() async throws {
        let issuing = try TestCertificate.authority("issuing", issuedBy: root)
        let others = try (0..<8).map { _ in try TestCertificate.authority("issuing", issuedBy: root) }
        let leaf = try TestCertificate("client", issuedBy: issuing)
        #expect(try await fault(leaf, through: [issuing] + others) == nil)
        #expect(try await fault(leaf, through: others + [issuing]) != nil)
    }

    @Test func `what cannot be read among the intermediates is passed over`() async throws {
        let leaf = try TestCertificate("client", issuedBy: root)
        let text = await CertificatePath(leaf: leaf.certificate, intermediates: [[], [0x30, 0x80], [1, 2, 3]])
            .fault(roots: CertificateStore([root.certificate]), at: Self.now)
        #expect(text == nil)
    }
}
