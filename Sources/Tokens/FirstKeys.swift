package import Cryptography
import Dispatch
package import Registry
import Synchronization
import Timekeeping

/// Keys that are being made because something is to be signed by them: each is made once, however many wait for it.
final class FirstKeys: Sendable {
    private struct Wanted: Hashable, Sendable {
        let realm: RealmIdentifier
        let use: KeyUse
    }

    private let running = Mutex<[Wanted: Task<Result<Void, RegistryError>, Never>]>([:])

    /// Waits until the work for this key is done, which is begun where it is not under way.
    func make(
        _ use: KeyUse, of realm: RealmIdentifier,
        _ work: @escaping @Sendable () async throws(RegistryError) -> Void
    ) async throws(RegistryError) {
        let wanted = Wanted(realm: realm, use: use)
        let task = running.withLock { running in
            if let task = running[wanted] { return task }
            let task = Task<Result<Void, RegistryError>, Never> {
                let result: Result<Void, RegistryError>
                do throws(RegistryError) {
                    result = .success(try await work())
                } catch {
                    result = .failure(error)
                }
                self.running.withLock { $0[wanted] = nil }
                return result
            }
            running[wanted] = task
            return task
        }
        try await task.value.get()
    }
}

extension FreshKey {
    private static let queue = DispatchQueue(label: "counterfoil.keys", attributes: .concurrent)

    /// Makes a key on a thread of its own, and waits for it without blocking.
    ///
    /// - Throws: ``RegistryError/storage(_:)`` when the cryptographic library refuses.
    package static func makeAside(_ use: KeyUse, random: RandomSource) async throws(RegistryError) -> FreshKey {
        try await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<FreshKey, RegistryError>, Never>) in
            queue.async {
                do throws(RegistryError) {
                    continuation.resume(returning: .success(try FreshKey.make(use, random: random)))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }.get()
    }
}

extension RealmTokensDirectory {
    /// The key that signs in a realm now. Where the realm has none of this use, one is made: the data is older than the
    /// use, or it is the one that is made when it is needed.
    ///
    /// - Parameter keys: the keys as they were before the client authenticated. Were they replaced since, because the
    ///   tenant was suspended, nobody accepts what the old one signs.
    /// - Throws: ``RegistryError`` when the store does not answer or the tenant is suspended.
    package func signingKey(
        _ use: KeyUse, of keys: RealmKeys, in tokens: RealmTokens, random: RandomSource
    ) async throws(RegistryError) -> RealmSigningKey {
        if let held = keys.signing.active(use) { return held }
        try await makeFirstKey(use, in: tokens, random: random)
        guard let made = tokens.keys.signing.active(use) else {
            throw .storage("The realm \(tokens.realm) has no key for \(use.rawValue), although one was made.")
        }
        return made
    }

    /// Makes the keys that were configured for clients and APIs, so that they are in the JWK set before anything is
    /// signed by them. Where that fails, the first token that needs one has it made, or says what is wrong.
    package func prepare(_ wanted: WantedKeys, random: RandomSource) async {
        for key in wanted.keys {
            do throws(RegistryError) {
                let tokens = try await tokens(of: key.realm)
                guard tokens.keys.signing.active(key.use) == nil else { continue }
                try await makeFirstKey(key.use, in: tokens, random: random)
            } catch {
                continue
            }
        }
    }

    private func makeFirstKey(
        _ use: KeyUse, in tokens: RealmTokens, random: RandomSource
    ) async throws(RegistryError) {
        let realm = tokens.realm
        try await firstKeys.make(use, of: realm) { [self] () throws(RegistryError) in
            if tokens.keys.signing.active(use) != nil { return }
            let key = try await FreshKey.makeAside(use, random: random)
            let context = OperationContext(
                actor: Actor("server"), now: timeSource.now(), random: random, rootKey: rootKey)
            _ = try await store.run(CreateFirstKey(realm: realm, key: key), context)
            try await refresh(tokens)
        }
    }
}
