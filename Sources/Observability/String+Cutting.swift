extension String {
    /// The longest start of the text that has at most `limitBytes` bytes of UTF-8 and ends between two scalars.
    func cut(toBytes limitBytes: Int) -> String {
        guard utf8.count > limitBytes else { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: limitBytes)
        while end > utf8.startIndex, utf8[end] & 0xC0 == 0x80 { utf8.formIndex(before: &end) }
        return String(self[..<end])
    }
}
