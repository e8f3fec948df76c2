package import Cryptography

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Files that only their owner may read.
package enum PrivateFile {
    private static let largestBytes = 65_536

    /// Writes a new file with mode 0600 that is never seen half written: under another name first, then linked, so that
    /// of two processes that do this at once one wins and the other leaves the winner's file alone.
    package static func create(_ path: String, contents: String) throws(DataDirectoryError) {
        try place(try writeDraft(path, contents: contents), at: path)
    }

    /// The same with contents that are written part by part.
    ///
    /// - Parameter write: is given what appends a text.
    /// - Throws: ``DataDirectoryError``, or what `write` throws.
    package static func create(_ path: String, write: ((String) throws -> Void) throws -> Void) throws {
        let draft = try Draft(of: path)
        do {
            defer { close(draft.descriptor) }
            try write { text throws in try draft.append(text) }
            try draft.sync()
        } catch {
            unlink(draft.name)
            throw error
        }
        try place(draft.name, at: path)
    }

    private static func place(_ draft: String, at path: String) throws(DataDirectoryError) {
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
        let draft = try Draft(of: path)
        defer { close(draft.descriptor) }
        do throws(DataDirectoryError) {
            try draft.append(contents)
            try draft.sync()
        } catch {
            unlink(draft.name)
            throw error
        }
        return draft.name
    }

    /// A file that is being written under a name that nobody else has, not even another thread of this process.
    private struct Draft {
        let path: String
        let name: String
        let descriptor: Int32

        init(of path: String) throws(DataDirectoryError) {
            // The mode is 0600.
            var template = Array("\(path).draft.XXXXXX".utf8CString)
            descriptor = mkstemp(&template)
            guard descriptor >= 0 else { throw unwritable(path) }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            name = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
            self.path = path
        }

        func append(_ text: String) throws(DataDirectoryError) {
            let bytes = Array(text.utf8)
            var written = 0
            while written < bytes.count {
                let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                guard count > 0 || errno == EINTR else { throw unwritable(path) }
                written += max(0, count)
            }
        }

        func sync() throws(DataDirectoryError) {
            guard fsync(descriptor) == 0 else { throw unwritable(path) }
        }
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
