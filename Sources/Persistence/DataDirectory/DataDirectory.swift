package import Cryptography

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The directory that holds a server's data: the two databases, the root key and the lock.
package struct DataDirectory: Sendable, Hashable {
    /// The path, as it was given.
    package let path: String

    /// The name of the root key's file.
    package static let rootKeyName = "root.key"
    private static let lockName = "lock"

    private init(path: String) {
        self.path = path
    }

    /// Opens a directory.
    ///
    /// - Parameter creating: whether to make it, with mode 0700 and its parents, where it does not exist.
    package static func open(path: String, creating: Bool) throws(DataDirectoryError) -> DataDirectory {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else { throw .notADirectory(path: path) }
        } else if creating {
            try make(path)
        } else {
            throw .missing(path: path)
        }
        guard access(path, R_OK | W_OK | X_OK) == 0 else {
            throw .unwritable(path: path, detail: String(cString: strerror(errno)))
        }
        return DataDirectory(path: path)
    }

    /// Whether a registry was ever made here.
    package var isInitialized: Bool {
        access("\(path)/\(SQLiteRegistryStore.fileName)", F_OK) == 0
    }

    /// Reads the root key, or makes it with mode 0600 when there is none and no data that would need an older one.
    package func rootKey(random: RandomSource) throws(DataDirectoryError) -> RootKey {
        let file = "\(path)/\(Self.rootKeyName)"
        if access(file, F_OK) != 0 {
            guard !isInitialized else { throw .rootKeyMissing(path: file) }
            let key = RootKey.random(from: random)
            try PrivateFile.create(file, contents: key.fileContents.exposed)
        }
        let contents = try PrivateFile.read(file)
        do {
            return try RootKey(fileContents: contents.exposed)
        } catch {
            throw .rootKeyMalformed(path: file)
        }
    }

    /// Takes the lock that only one server can hold; it goes with the process, however that ends.
    ///
    /// - Returns: `nil` when another process holds it.
    package func lock() throws(DataDirectoryError) -> DataDirectoryLock? {
        let file = "\(path)/\(Self.lockName)"
        let descriptor = lockFileDescriptor(file)
        guard descriptor >= 0 else { throw .unwritable(path: file, detail: String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return DataDirectoryLock(descriptor: descriptor)
    }

    private static func make(_ path: String) throws(DataDirectoryError) {
        let parent = path.split(separator: "/").dropLast().joined(separator: "/")
        let root = path.hasPrefix("/") ? "/" : ""
        if !parent.isEmpty, access(root + parent, F_OK) != 0 { try make(root + parent) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw .unwritable(path: path, detail: String(cString: strerror(errno)))
        }
    }
}

/// The held lock of a data directory. It is given back when the value is no longer referred to.
package final class DataDirectoryLock: Sendable {
    private let descriptor: Int32

    fileprivate init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}

/// Outside the type, whose own `open` would hide the system's.
private func lockFileDescriptor(_ file: String) -> Int32 {
    open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
}
