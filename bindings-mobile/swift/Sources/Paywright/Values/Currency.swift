import Foundation
import PaywrightNative

/// A currency of ISO 4217 by its code, or an asset of the host by code and exponent: `POINTS/0`.
public struct Currency: Sendable, Hashable, CustomStringConvertible {
    /// Its code.
    public let code: String

    /// The currency with this code.
    ///
    /// - Throws: ``PaywrightError/invalidValue(_:)``: `unknown_currency`, `currency_without_minor_unit`, or
    ///   `invalid_asset`.
    public init(_ code: String) throws {
        _ = try translated { try PaywrightNative.exponent(currency: sendable(code)) }
        self.code = code
    }

    /// Number of decimals between the unit people speak of and the minor unit: 2 for EUR.
    public var exponent: Int {
        // An asset's stands in its code, also where ISO 4217 has taken that code since.
        if let digit = code.split(separator: "/").dropFirst().first.flatMap({ Int($0) }) { return digit }
        // A code that was taken has one.
        return Int((try? PaywrightNative.exponent(currency: code)) ?? 0)
    }

    /// So many minor units in whole units: 1850 of EUR are 18.5.
    public func amount(minor: Int64) -> Decimal {
        Decimal(
            sign: minor < 0 ? .minus : .plus, exponent: -exponent, significand: Decimal(minor.magnitude))
    }

    /// So many minor units as an amount: what balances are told in, which may be sums beyond any amount.
    ///
    /// - Throws: ``PaywrightError/invalidValue(_:)`` (`amount_overflow`): it is no whole number of 64 bits.
    public func money(minor: Decimal) throws -> Money {
        guard let exact = Int64(minor.description) else {
            let reason = "\(minor) minor units of \(code) are no amount"
            throw PaywrightError.invalidValue(Problem(code: "amount_overflow", reason: reason))
        }
        return Money(minor: exact, self)
    }

    /// Its code.
    public var description: String {
        code
    }
}

extension Currency: Told, Carried {
    init(from reader: inout Reader) throws {
        code = try reader.read()
    }

    func write(to writer: inout Writer) throws {
        try writer.text(code)
    }
}
