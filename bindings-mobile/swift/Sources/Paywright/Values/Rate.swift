import Foundation
import PaywrightNative

/// An exact decimal number to multiply amounts by: a share, or the price of a currency in another.
public struct Rate: Sendable, Hashable, CustomStringConvertible {
    private let mantissa: Int64
    private let scale: UInt16

    /// The rate that is written so, such as `0.029`.
    ///
    /// - Throws: ``PaywrightError/invalidValue(_:)`` (`invalid_rate`).
    public init(_ text: String) throws {
        self = try translated { try Reader.whole(rate(factor: sendable(text))) }
    }

    /// The rate of this number. One that is written as a literal has been a `Double` on its way: write a
    /// text.
    ///
    /// - Throws: ``PaywrightError/invalidValue(_:)`` (`invalid_rate`).
    public init(_ number: Decimal) throws {
        var number = number
        try self.init(NSDecimalString(&number, Locale.posix))
    }

    /// As a number.
    public var number: Decimal {
        let sign: FloatingPointSign = mantissa < 0 ? .minus : .plus
        return Decimal(sign: sign, exponent: -Int(scale), significand: Decimal(mantissa.magnitude))
    }

    /// As people write it.
    public var description: String {
        var number = number
        return NSDecimalString(&number, Locale.posix)
    }
}

extension Rate: Told, Carried {
    init(from reader: inout Reader) throws {
        try reader.array(of: 2)
        mantissa = try reader.read()
        scale = try reader.read()
    }

    func write(to writer: inout Writer) {
        writer.array(2)
        writer.signed(mantissa)
        writer.unsigned(UInt64(scale))
    }
}
