import Crypto

/// Whether both hold the same bytes, in a time that depends on their lengths only and not on where they differ.
public func constantTimeEquals(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
    // Equality of keys is the comparison in constant time that swift-crypto offers for bytes of any length.
    SymmetricKey(data: Array(left)) == SymmetricKey(data: Array(right))
}
