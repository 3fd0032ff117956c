import Foundation
import PaywrightNative

/// An amount: minor units and their currency. It is exact, and never made of a floating-point number.
///
/// ```swift
/// let price = try Money("18.50 EUR")
/// let both = try price.plus(Money(minor: 150, price.currency))
/// print(both.amount, both)    // 20 20.00 EUR
/// ```
///
/// A `Decimal` that is written as a literal, `18.51 as Decimal`, has been a `Double` on its way: write the
/// amount as a text. A text of more than 38 digits that `Decimal(string:)` reads is rounded there; read here,
/// it is refused.
public struct Money: Sendable, Hashable, CustomStringConvertible {
    /// How many of the currency's smallest unit: 1850 for 18.50 EUR.
    public let minor: Int64
    /// Of which currency.
    public let currency: Currency

    /// So many minor units of a currency.
    public init(minor: Int64, _ currency: Currency) {
        self.minor = minor
        self.currency = currency
    }

    /// An amount in whole units and a currency, such as `18.50 EUR`.
    ///
    /// - Throws: ``PaywrightError/invalidValue(_:)``: `malformed_amount`, `too_many_decimals`,
    ///   `amount_overflow`, `unknown_currency` and their like.
    public init(_ text: String) throws {
        guard let space = text.lastIndex(of: " ") else {
            throw PaywrightError.invalidValue(
                Problem(
                    code: "malformed_amount",
                    reason: "\(shown(text)): an amount and a currency are wanted, such as 18.50 EUR"))
        }
        try self.init(String(text[..<space]), Currency(String(text[text.index(after: space)...])))
    }

    /// An amount in whole units, such as `18.50`, of a currency.
    ///
    /// - Throws: As ``init(_:)``.
    public init(_ amount: String, _ currency: Currency) throws {
        let code = currency.code
        minor = try translated { try minorUnits(amount: sendable(amount), currency: code) }
        self.currency = currency
    }

    /// An amount in whole units of a currency.
    ///
    /// - Throws: As ``init(_:)``; `malformed_amount` where it is not a number.
    public init(_ amount: Decimal, _ currency: Currency) throws {
        guard amount.isFinite else {
            throw PaywrightError.invalidValue(
                Problem(code: "malformed_amount", reason: "what is not a number is no amount"))
        }
        var amount = amount
        try self.init(NSDecimalString(&amount, Locale.posix), currency)
    }

    /// In whole units. `Decimal` keeps no zeros at the end: 18.50 EUR are 18.5.
    public var amount: Decimal {
        currency.amount(minor: minor)
    }

    /// Both together.
    ///
    /// - Throws: ``PaywrightError/invalidValue(_:)``: `currency_mismatch`, `amount_overflow`.
    public func plus(_ other: Money) throws -> Money {
        try with(other, Int64.addingReportingOverflow)
    }

    /// What is left without the other; less than zero where that is more.
    ///
    /// - Throws: As ``plus(_:)``.
    public func minus(_ other: Money) throws -> Money {
        try with(other, Int64.subtractingReportingOverflow)
    }

    /// The same the other way.
    ///
    /// - Throws: ``PaywrightError/invalidValue(_:)``: `amount_overflow`.
    public func negated() throws -> Money {
        try Money(minor: 0, currency).minus(self)
    }

    /// Which of the two is more.
    ///
    /// - Throws: ``PaywrightError/invalidValue(_:)``: `currency_mismatch`: nothing is more or less than an
    ///   amount of another currency.
    public func compared(to other: Money) throws -> ComparisonResult {
        try same(other)
        return minor < other.minor
            ? .orderedAscending : minor > other.minor ? .orderedDescending : .orderedSame
    }

    /// As people write it: `18.50 EUR`.
    public var description: String {
        let exponent = currency.exponent
        let digits = String(minor.magnitude)
        let padded = String(repeating: "0", count: max(0, exponent + 1 - digits.count)) + digits
        let sign = minor < 0 ? "-" : ""
        let cents = exponent == 0 ? "" : ".\(padded.suffix(exponent))"
        return "\(sign)\(padded.dropLast(exponent))\(cents) \(currency)"
    }

    private func with(
        _ other: Money, _ sum: (Int64) -> (Int64) -> (partialValue: Int64, overflow: Bool)
    ) throws -> Money {
        try same(other)
        let (minor, overflow) = sum(minor)(other.minor)
        if overflow {
            let reason = "\(self) and \(other) come to more than an amount can be"
            throw PaywrightError.invalidValue(Problem(code: "amount_overflow", reason: reason))
        }
        return Money(minor: minor, currency)
    }

    private func same(_ other: Money) throws {
        if currency != other.currency {
            let reason = "\(self) and \(other) are of two currencies"
            throw PaywrightError.invalidValue(Problem(code: "currency_mismatch", reason: reason))
        }
    }
}

extension Money: Told, Carried {
    init(from reader: inout Reader) throws {
        try reader.array(of: 2)
        minor = try reader.read()
        currency = try reader.read()
    }

    func write(to writer: inout Writer) throws {
        writer.array(2)
        writer.signed(minor)
        try currency.write(to: &writer)
    }
}
