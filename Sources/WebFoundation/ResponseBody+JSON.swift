package import Hummingbird
import NIOCore

extension ResponseBody {
    /// A body of JSON: UTF-8, members in a fixed order, slashes as they are.
    package init(json value: some Encodable) {
        self.init(byteBuffer: ByteBuffer(bytes: JSONText.bytes(of: value)))
    }
}
