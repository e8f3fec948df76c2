/// The check digit of a National Provider Identifier: Luhn's over the digits with the prefix 80840 (45 CFR 162.406).
package enum ProviderIdentifier {
    /// Whether the text is 10 digits of which the last is right.
    package static func isValid(_ text: some StringProtocol) -> Bool {
        let digits = text.utf8.compactMap { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
        }
        guard digits.count == 10, text.utf8.count == 10 else { return false }
        return checkDigit(ofFirst: Array(digits.dropLast())) == digits[9]
    }

    /// The check digit that goes with the first nine digits.
    package static func checkDigit(ofFirst digits: [Int]) -> Int {
        let all = [8, 0, 8, 4, 0] + digits
        let sum = all.reversed().enumerated().reduce(0) { sum, element in
            let (position, digit) = element
            guard position.isMultiple(of: 2) else { return sum + digit }
            return sum + digit * 2 / 10 + digit * 2 % 10
        }
        return (10 - sum % 10) % 10
    }
}
