/// Whose revocation ends a JWT: the clients that had a hand in it, by number, and the tokens that it was exchanged for.
///
/// A JWT carries it sealed. Numbers are for this server alone, and with them the tokens of a client end by number, as
/// sealed tokens do, and not by comparing clocks.
package struct TokenLineage: Hashable, Sendable {
    /// The number of the client that the token was issued to, then those of the clients that the tokens before it were
    /// issued to. Never empty.
    package let clientNumbers: [UInt32]
    /// The tokens before it, the nearest first; empty for a token that was not exchanged.
    package let tokens: [TokenIdentifier]

    /// The lineage of a token that was not exchanged.
    package init(clientNumber: UInt32) {
        clientNumbers = [clientNumber]
        tokens = []
    }

    private init(clientNumbers: [UInt32], tokens: [TokenIdentifier]) {
        self.clientNumbers = clientNumbers
        self.tokens = tokens
    }

    /// The lineage of a token for which a client exchanges the token `identifier` of this lineage.
    ///
    /// - Returns: `nil` when the token was exchanged ``TokenLimits/exchangesMaximum`` times already.
    package func exchanged(_ identifier: TokenIdentifier, by clientNumber: UInt32) -> TokenLineage? {
        guard tokens.count < TokenLimits.exchangesMaximum else { return nil }
        return TokenLineage(clientNumbers: [clientNumber] + clientNumbers, tokens: [identifier] + tokens)
    }

    /// The count of the numbers (1 byte), the numbers (4 bytes each, big-endian), the identifiers (16 bytes each).
    var bytes: [UInt8] {
        var bytes: [UInt8] = [UInt8(truncatingIfNeeded: clientNumbers.count)]
        for number in clientNumbers { withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) } }
        for token in tokens { bytes.append(contentsOf: token.bytes) }
        return bytes
    }

    /// Reads what ``bytes`` gave.
    init?(bytes: [UInt8]) {
        guard let count = bytes.first.map(Int.init), (1...TokenLimits.exchangesMaximum + 1).contains(count) else {
            return nil
        }
        let length = TokenLimits.tokenIdentifierBytes
        guard bytes.count == 1 + count * 4 + (count - 1) * length else { return nil }
        clientNumbers = (0..<count).map { index in
            bytes[(1 + index * 4)..<(5 + index * 4)].reduce(0) { $0 << 8 | UInt32($1) }
        }
        let start = 1 + count * 4
        tokens = (0..<count - 1).compactMap { index in
            TokenIdentifier(bytes: bytes[(start + index * length)..<(start + (index + 1) * length)])
        }
    }
}
