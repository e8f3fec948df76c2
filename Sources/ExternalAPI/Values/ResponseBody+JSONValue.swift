import Hummingbird
import NIOCore

extension ResponseBody {
    /// A body of JSON in UTF-8, members in the order of the value.
    init(_ value: JSONValue) {
        self.init(byteBuffer: ByteBuffer(bytes: value.encoded))
    }
}
