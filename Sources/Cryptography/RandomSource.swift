/// Where a part gets random bytes from: the system's generator in the server, a seeded one in tests.
public struct RandomSource: Sendable {
    private let fill: @Sendable (Int) -> [UInt8]

    /// Makes a source from a function that returns as many bytes as it is asked for.
    public init(_ fill: @escaping @Sendable (Int) -> [UInt8]) {
        self.fill = fill
    }

    /// `count` random bytes; `count` is 0 or more.
    public func bytes(_ count: Int) -> [UInt8] {
        let bytes = fill(count)
        precondition(bytes.count == count, "a source of randomness must give exactly the bytes it is asked for")
        return bytes
    }

    /// The operating system's cryptographically secure generator.
    public static let system = RandomSource { count in
        var generator = SystemRandomNumberGenerator()
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            var word: UInt64 = 0
            for position in 0..<count {
                // One call to the generator per eight bytes: each is a system call.
                if position % 8 == 0 { word = generator.next() }
                buffer[position] = UInt8(truncatingIfNeeded: word)
                word >>= 8
            }
            written = count
        }
    }
}
