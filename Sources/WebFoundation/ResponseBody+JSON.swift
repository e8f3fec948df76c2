import FoundationEssentials
package import Hummingbird
import NIOCore

extension ResponseBody {
    /// A body of JSON: UTF-8, members in a fixed order, slashes as they are.
    package init(json value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        guard let data = try? encoder.encode(value) else {
            // Only a floating-point infinity cannot be encoded, and no answer has one.
            self.init(byteBuffer: ByteBuffer(string: "{}"))
            return
        }
        self.init(byteBuffer: ByteBuffer(bytes: data))
    }
}
