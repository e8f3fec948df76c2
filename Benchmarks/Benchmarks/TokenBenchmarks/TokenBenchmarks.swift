import Benchmark
import Cryptography
import Timekeeping
import Tokens

/// What a token costs, each step for itself. Each figure is of one operation: the sum over a thousand, divided.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .throughput],
        scalingFactor: .kilo,
        maxDuration: .seconds(2),
        maxIterations: 10_000
    )

    let samples: Samples
    do {
        samples = try Samples()
    } catch {
        print("The benchmarks' sample keys could not be made: \(error)")
        return
    }
    registerSealedTokens(samples)
    registerPrimitives(samples)
    registerRevocation(samples)
    registerJWTs()
}

func registerSealedTokens(_ samples: Samples) {
    Benchmark("seal a token") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(samples.key.seal(samples.payload)) }
    }
    Benchmark("seal a token and write its text") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(samples.key.seal(samples.payload).text) }
    }
    Benchmark("open a token") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(samples.key.open(samples.token)) }
    }
    Benchmark("read a token's text and open it") { benchmark in
        for _ in benchmark.scaledIterations {
            blackHole(SealedToken(text: samples.text).flatMap { samples.key.open($0) })
        }
    }
    Benchmark("identifier of a token") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(samples.token.identifier) }
    }
}

func registerPrimitives(_ samples: Samples) {
    Benchmark("AES-SIV seal 16 bytes, associated data prepared") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(samples.cipher.seal(samples.block)) }
    }
    Benchmark("AES-SIV open 16 bytes, associated data prepared") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(samples.cipher.open(samples.sealedBlock)) }
    }
    Benchmark("fingerprint of a client secret") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(samples.pepper.fingerprint(of: samples.secret)) }
    }
    Benchmark("check sum of a client secret") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(CRC32.checksum(samples.secret.utf8)) }
    }
}

func registerRevocation(_ samples: Samples) {
    for (count, name) in [(0, "0"), (1_000_000, "1,000,000")] {
        Benchmark("look-up among \(name) revocations") { benchmark, set in
            for index in benchmark.scaledIterations {
                let token = samples.identifiers[index % samples.identifiers.count]
                blackHole(set.check(token: token, client: 5, at: samples.now))
            }
        } setup: {
            samples.revocations(count)
        }
    }
}
