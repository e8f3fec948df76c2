// swift-tools-version: 6.2
import PackageDescription

/// Benchmarks are a package of their own, so that the server's build never waits for what only they need.
let package = Package(
    name: "counterfoil-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "counterfoil", path: ".."),
        // Without traits: its allocation hooks would be part of what is measured.
        .package(url: "https://github.com/ordo-one/benchmark.git", from: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "TokenBenchmarks",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "Cryptography", package: "counterfoil"),
                .product(name: "JOSE", package: "counterfoil"),
                .product(name: "Tokens", package: "counterfoil"),
                .product(name: "Timekeeping", package: "counterfoil"),
            ],
            path: "Benchmarks/TokenBenchmarks",
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("ExistentialAny"),
            ],
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        )
    ]
)
