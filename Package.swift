// swift-tools-version: 6.2
import PackageDescription

/// Every target is held to the same settings: explicit and internal imports, `any` spelled out, and no warnings.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

extension Target.Dependency {
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let hummingbirdTLS = product(name: "HummingbirdTLS", package: "hummingbird")
    static let mustache = product(name: "Mustache", package: "swift-mustache")
    static let hummingbirdTesting = product(name: "HummingbirdTesting", package: "hummingbird")
    static let logging = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "Metrics", package: "swift-metrics")
    static let coreMetrics = product(name: "CoreMetrics", package: "swift-metrics")
    static let serviceLifecycleTestKit = product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let systemPackage = product(name: "SystemPackage", package: "swift-system")
    static let yams = product(name: "Yams", package: "Yams")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let swiftASN1 = product(name: "SwiftASN1", package: "swift-asn1")
    static let x509 = product(name: "X509", package: "swift-certificates")
}

let package = Package(
    name: "counterfoil",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "counterfoil", targets: ["counterfoil"]),
        .library(name: "ResourceServer", targets: ["ResourceServer"]),
        .library(name: "ResourceServerHummingbird", targets: ["ResourceServerHummingbird"]),
        // For the package of benchmarks; no promise to anybody else.
        .library(name: "Cryptography", targets: ["Cryptography"]),
        .library(name: "JOSE", targets: ["JOSE"]),
        .library(name: "Timekeeping", targets: ["Timekeeping"]),
        .library(name: "Tokens", targets: ["Tokens"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        .target(name: "Timekeeping", swiftSettings: settings),
        .target(name: "Cryptography", dependencies: [.crypto, .cryptoExtras], swiftSettings: settings),
        .target(
            name: "JOSE", dependencies: ["Cryptography", "Timekeeping", .crypto, .cryptoExtras],
            swiftSettings: settings),
        .target(
            name: "OutboundHTTP",
            dependencies: [.asyncHTTPClient, .nioCore, .nioHTTP1, .nioPosix, .nioSSL],
            swiftSettings: settings),
        .target(
            name: "ResourceServer",
            dependencies: ["Cryptography", "JOSE", "OutboundHTTP", "Timekeeping", .crypto],
            swiftSettings: settings),
        .target(
            name: "ResourceServerHummingbird", dependencies: ["JOSE", "ResourceServer", .httpTypes, .hummingbird],
            swiftSettings: settings),
        .target(
            name: "Registry",
            dependencies: ["Cryptography", "JOSE", "Timekeeping", .crypto, .swiftASN1, .x509],
            swiftSettings: settings),
        .target(
            name: "Tokens",
            dependencies: ["Cryptography", "JOSE", "Registry", "ResourceServer", "Timekeeping", .crypto],
            swiftSettings: settings),
        .target(
            name: "Journal", dependencies: ["Timekeeping", .crypto, .logging, .serviceLifecycle],
            swiftSettings: settings),
        .target(name: "ExternalRecords", dependencies: ["Registry", "Timekeeping"], swiftSettings: settings),
        .target(
            name: "Persistence",
            dependencies: ["Cryptography", "ExternalRecords", "Journal", "Registry", "Timekeeping", .grdb],
            resources: [
                .embedInCode("SQLite/Migrations/access/0001_subject.sql"),
                .embedInCode("SQLite/Migrations/journal/0001_journal.sql"),
                .embedInCode("SQLite/Migrations/journal/0002_search.sql"),
                .embedInCode("SQLite/Migrations/registry/0001_registry.sql"),
                .embedInCode("SQLite/Migrations/registry/0002_patients.sql"),
                .embedInCode("SQLite/Migrations/registry/0003_revocation.sql"),
                .embedInCode("SQLite/Migrations/registry/0004_introspection.sql"),
                .embedInCode("SQLite/Migrations/registry/0005_client_settings.sql"),
                .embedInCode("SQLite/Migrations/registry/0006_replay.sql"),
                .embedInCode("SQLite/Migrations/registry/0007_administration.sql"),
                .embedInCode("SQLite/Migrations/registry/0008_deleted_resource.sql"),
                .embedInCode("SQLite/Migrations/registry/0009_limits.sql"),
                .embedInCode("SQLite/Migrations/registry/0010_operators.sql"),
                .embedInCode("SQLite/Migrations/registry/0011_usage.sql"),
                .embedInCode("SQLite/Migrations/registry/0012_tenant_life.sql"),
                .embedInCode("SQLite/Migrations/registry/0013_secret_expiry.sql"),
                .embedInCode("SQLite/Migrations/registry/0014_external_api.sql"),
                .embedInCode("SQLite/Migrations/registry/0015_large_lists.sql"),
            ],
            swiftSettings: settings),
        .target(
            name: "WebFoundation",
            dependencies: [
                "Registry", "ResourceServer", "ResourceServerHummingbird", "Timekeeping", .crypto, .httpTypes,
                .hummingbird, .logging, .nioCore,
            ],
            swiftSettings: settings),
        .target(
            name: "AuthorizationServer",
            dependencies: [
                "Cryptography", "JOSE", "Journal", "OutboundHTTP", "Registry", "ResourceServer", "Timekeeping",
                "Tokens", "WebFoundation", .crypto, .httpTypes, .hummingbird, .logging, .nioCore, .swiftASN1, .x509,
            ],
            resources: [.embedInCode("Document/openapi.json")],
            swiftSettings: settings),
        .target(
            name: "ExternalAPI",
            dependencies: [
                "Cryptography", "ExternalRecords", "JOSE", "Registry", "ResourceServer", "ResourceServerHummingbird",
                "Timekeeping", "WebFoundation", .crypto, .httpTypes, .hummingbird, .nioCore,
            ],
            swiftSettings: settings),
        .target(
            name: "Administration",
            dependencies: [
                "Cryptography", "JOSE", "Journal", "Registry", "ResourceServer", "ResourceServerHummingbird",
                "Timekeeping", "Tokens", "WebFoundation", .crypto, .httpTypes, .hummingbird, .nioCore,
            ],
            swiftSettings: settings),
        .target(
            name: "Console",
            dependencies: [
                "Administration", "Cryptography", "Registry", "Timekeeping", "WebFoundation", .crypto, .httpTypes,
                .hummingbird, .mustache, .nioCore,
            ],
            resources: [
                .embedInCode("Assets/console.css"),
                .embedInCode("Assets/console.js"),
                .embedInCode("Assets/mark.svg"),
                .embedInCode("Templates/action.mustache"),
                .embedInCode("Templates/cell.mustache"),
                .embedInCode("Templates/field.mustache"),
                .embedInCode("Templates/form.mustache"),
                .embedInCode("Templates/head.mustache"),
                .embedInCode("Templates/notice.mustache"),
                .embedInCode("Templates/page.mustache"),
                .embedInCode("Templates/section.mustache"),
                .embedInCode("Templates/sign-in.mustache"),
                .embedInCode("Templates/table.mustache"),
            ],
            swiftSettings: settings),
        .target(
            name: "Observability", dependencies: ["Timekeeping", .coreMetrics, .logging, .metrics],
            swiftSettings: settings),
        .target(
            name: "CounterfoilServer",
            dependencies: [
                "Administration", "AuthorizationServer", "Console", "Cryptography", "ExternalAPI", "ExternalRecords",
                "JOSE", "Journal", "Observability", "OutboundHTTP", "Persistence", "Registry", "ResourceServer",
                "Timekeeping", "Tokens", "WebFoundation",
                .configuration, .httpTypes, .hummingbird, .hummingbirdCore, .hummingbirdTLS, .logging, .metrics,
                .nioCore, .nioSSL, .serviceLifecycle, .systemPackage, .unixSignals, .x509, .yams,
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "counterfoil",
            dependencies: [
                "Administration", "CounterfoilServer", "Cryptography", "JOSE", "Journal", "Observability",
                "Persistence", "Registry", "Timekeeping", "Tokens", "WebFoundation", .argumentParser, .asyncHTTPClient,
                .httpTypes, .nioCore, .nioHTTP1, .coreMetrics, .logging, .unixSignals,
            ],
            swiftSettings: settings),
        // Tests
        .testTarget(
            name: "AdministrationTests",
            dependencies: [
                "Administration", "Cryptography", "CryptographyTesting", "Journal", "Persistence", "Registry",
                "Timekeeping", "Tokens", "WebFoundation", .httpTypes,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "AuthorizationServerTests",
            dependencies: [
                "AuthorizationServer", "CertificateTesting", "Cryptography", "JOSE", "Journal", "OutboundHTTP",
                "OutboundHTTPTesting",
                "Persistence", "Registry",
                "ResourceServer", "Timekeeping", "Tokens", "WebFoundation", .crypto, .httpTypes, .hummingbird,
                .nioCore, .swiftASN1, .x509,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ConsoleTests",
            dependencies: [
                "Administration", "Console", "Cryptography", "Journal", "Persistence", "Registry", "Timekeeping",
                "WebFoundation", .httpTypes, .hummingbird, .hummingbirdTesting, .nioCore,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CounterfoilServerTests",
            dependencies: [
                "AuthorizationServer", "CertificateTesting", "CounterfoilServer", "Cryptography", "ExternalAPI",
                "ExternalRecords", "JOSE",
                "Journal", "JournalTesting", "Observability", "OutboundHTTP",
                "OutboundHTTPTesting", "Persistence", "Registry",
                "ResourceServer", "ResourceServerHummingbird", "Timekeeping", "Tokens", "WebFoundation", .crypto,
                .grdb, .httpTypes, .hummingbird,
                .hummingbirdTesting, .logging, .nioCore, .swiftASN1, .x509,
            ],
            swiftSettings: settings),
        .target(
            name: "CertificateTesting", dependencies: ["Timekeeping", .crypto, .swiftASN1, .x509],
            path: "Tests/CertificateTesting", swiftSettings: settings),
        .target(
            name: "CryptographyTesting", dependencies: ["Cryptography"], path: "Tests/CryptographyTesting",
            swiftSettings: settings),
        .testTarget(
            name: "CryptographyTests", dependencies: ["Cryptography", "CryptographyTesting"],
            resources: [.copy("Resources")],
            swiftSettings: settings),
        .testTarget(
            name: "ExternalAPITests",
            dependencies: [
                "Cryptography", "ExternalAPI", "ExternalRecords", "JOSE", "Persistence", "Registry", "ResourceServer",
                "Timekeeping", "WebFoundation", .grdb, .httpTypes, .hummingbird, .hummingbirdTesting, .nioCore,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ExternalRecordsTests", dependencies: ["ExternalRecords", "Timekeeping"],
            swiftSettings: settings),
        .testTarget(
            name: "JOSETests", dependencies: ["Cryptography", "JOSE", "Timekeeping", .crypto, .cryptoExtras],
            swiftSettings: settings),
        .target(
            name: "JournalTesting", dependencies: ["Journal"], path: "Tests/JournalTesting",
            swiftSettings: settings),
        .testTarget(
            name: "JournalTests",
            dependencies: [
                "Journal", "JournalTesting", "Timekeeping", .logging, .serviceLifecycle, .serviceLifecycleTestKit,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ObservabilityTests", dependencies: ["Observability", "Timekeeping", .coreMetrics, .logging],
            swiftSettings: settings),
        .target(
            name: "OutboundHTTPTesting",
            dependencies: [.crypto, .nioCore, .nioHTTP1, .nioPosix, .nioSSL, .swiftASN1, .x509],
            path: "Tests/OutboundHTTPTesting",
            swiftSettings: settings),
        .testTarget(
            name: "OutboundHTTPTests",
            dependencies: ["OutboundHTTP", "OutboundHTTPTesting", .nioCore],
            swiftSettings: settings),
        .testTarget(
            name: "PersistenceTests",
            dependencies: [
                "Cryptography", "ExternalRecords", "Journal", "JournalTesting", "Persistence", "Registry",
                "Timekeeping", .grdb, .logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "RegistryTests",
            dependencies: [
                "Cryptography", "CryptographyTesting", "JOSE", "Persistence", "Registry", "Timekeeping",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ResourceServerHummingbirdTests",
            dependencies: [
                "JOSE", "ResourceServer", "ResourceServerHummingbird", "Timekeeping", .httpTypes, .hummingbird,
                .hummingbirdTesting, .nioCore,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ResourceServerTests",
            dependencies: [
                "Cryptography", "JOSE", "OutboundHTTP", "OutboundHTTPTesting", "ResourceServer", "Timekeeping", .crypto,
                .nioCore, .nioHTTP1,
                .nioPosix,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "TidyTests", dependencies: [],
            swiftSettings: settings),
        .testTarget(
            name: "TimekeepingTests", dependencies: ["Timekeeping"],
            swiftSettings: settings),
        .testTarget(
            name: "TokensTests",
            dependencies: [
                "Cryptography", "CryptographyTesting", "JOSE", "Persistence", "Registry", "ResourceServer",
                "Timekeeping", "Tokens",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "WebFoundationTests",
            dependencies: [
                "Registry", "Timekeeping", "WebFoundation", .httpTypes, .hummingbird, .hummingbirdTesting, .nioCore,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "counterfoilTests",
            dependencies: [
                "Administration", "Cryptography", "ExternalRecords", "Journal", "Persistence", "Registry",
                "Timekeeping", "Tokens", "counterfoil",
                .argumentParser,
            ],
            swiftSettings: settings),
    ]
)
