package import Cryptography

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Small files that only their owner may read.
package enum PrivateFile {
    private static let largestBytes = 65_536

    /// Writes a new file with mode 0600 that is never seen half written: under another name first, then linked, so that
    /// of two processes that do this at once one wins and the other leaves the winner's file alone.
    package static func create(_ path: String, contents: String) throws(DataDirectoryError) {
        let draft = try writeDraft(path, contents: contents)
        defer { unlink(draft) }
        guard link(draft, path) == 0 || errno == EEXIST else { throw unwritable(path) }
        try syncDirectory(of: path)
    }

    /// Writes a file with mode 0600 in place of an older one, by rename.
    package static func replace(_ path: String, contents: String) throws(DataDirectoryError) {
        let draft = try writeDraft(path, contents: contents)
        guard rename(draft, path) == 0 else {
            let error = unwritable(path)
            unlink(draft)
            throw error
        }
        try syncDirectory(of: path)
    }

    /// Reads a file, refusing one that others than its owner can read.
    package static func read(_ path: String) throws(DataDirectoryError) -> Redacted<String> {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unwritable(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unwritable(path) }
        guard status.st_mode & 0o077 == 0 else {
            throw .rootKeyReadable(path: path, mode: String(status.st_mode & 0o777, radix: 8))
        }
        var bytes = [UInt8](repeating: 0, count: largestBytes)
        let count = bytes.withUnsafeMutableBytes { buffer in
            #if canImport(Glibc)
                Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #else
                read(descriptor, buffer.baseAddress, buffer.count)
            #endif
        }
        guard count >= 0 else { throw unwritable(path) }
        return Redacted(String(decoding: bytes[..<count], as: UTF8.self))
    }

    private static func writeDraft(_ path: String, contents: String) throws(DataDirectoryError) -> String {
        // A name that nobody else has, not even another thread of this process; the mode is 0600.
        var name = Array("\(path).draft.XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw unwritable(path) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let draft = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { close(descriptor) }
        let bytes = Array(contents.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            let error = unwritable(path)
            unlink(draft)
            throw error
        }
        return draft
    }

    /// Without this, a power failure may take the name of a file away again, and with it the only key to the data that
    /// was written after it.
    private static func syncDirectory(of path: String) throws(DataDirectoryError) {
        let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unwritable(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw unwritable(path) }
    }

    private static func unwritable(_ path: String) -> DataDirectoryError {
        .unwritable(path: path, detail: String(cString: strerror(errno)))
    }
}
