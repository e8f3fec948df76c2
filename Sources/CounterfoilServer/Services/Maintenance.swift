import Cryptography
import Logging
import Registry
import ServiceLifecycle
import Timekeeping
import Tokens

/// What is done now and then: last uses of secrets are written down, what is only kept for a time is forgotten, and the
/// journal is told of secrets that stop soon.
struct Maintenance: Service {
    let store: any RegistryStore
    let tokens: RealmTokensDirectory
    let uses: SecretUseLog
    let usage: UsageLog
    let replays: any ReplaySet
    let timeSource: TimeSource
    let random: RandomSource
    let rootKey: RootKey
    let logger: Logger

    private static let flushSeconds = 5
    private static let flushesPerClearing = 12

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var flushes = 0
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(Self.flushSeconds))
                // What is left is flushed below, by a task that is not cancelled.
                guard !Task.isCancelled else { return }
                await flush()
                flushes += 1
                if flushes.isMultiple(of: Self.flushesPerClearing) {
                    await clear()
                    await warn()
                }
            }
        }
        await flush()
    }

    /// Writes down what was counted and noted in memory.
    func flush() async {
        do throws(RegistryError) {
            try await uses.flush(to: store)
        } catch {
            logger.warning("Last uses of secrets could not be written down; they are kept for later. \(error.message)")
        }
        do throws(RegistryError) {
            try await usage.flush(to: store)
        } catch {
            logger.warning("Usage could not be written down; it is kept for later. \(error.message)")
        }
    }

    /// Forgets what is only kept for a time.
    func clear() async {
        tokens.removeExpired()
        let now = timeSource.now()
        do throws(RegistryError) {
            try await store.write { registry in try registry.deleteExpired(at: now) }
            try await replays.removeExpired(at: now)
        } catch {
            logger.warning(
                "What has expired could not be cleared; trying again in a minute. \(error.message)")
        }
    }

    /// Has the journal tell of secrets that stop soon, each expiry once.
    func warn() async {
        let context = OperationContext(
            actor: Actor("server"), now: timeSource.now(), random: random, rootKey: rootKey)
        do throws(RegistryError) {
            while try await store.run(WarnOfExpiringSecrets(), context) == RegistryLimits.pageRows {}
        } catch {
            logger.warning(
                "The journal could not be told of secrets that stop soon; trying again in a minute. \(error.message)")
        }
    }
}
