import Logging
import Registry
import ServiceLifecycle
import Tokens

/// Rotates keys while the server runs.
struct KeyRotation: Service {
    let rotator: KeyRotator
    let logger: Logger

    private static let intervalSeconds = 60

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await rotate()
                try? await Task.sleep(for: .seconds(Self.intervalSeconds))
            }
        }
    }

    private func rotate() async {
        do throws(RegistryError) {
            for failure in try await rotator.rotate().failures where !Task.isCancelled {
                logger.error(
                    "The keys of \(failure.realm) cannot be rotated; trying again in a minute. \(failure.error.message)"
                )
            }
        } catch {
            guard !Task.isCancelled else { return }
            logger.error("Keys cannot be rotated; trying again in a minute. \(error.message)")
        }
    }
}
