import Foundation
import PaywrightNative

/// The sixteen bytes of an id.
public struct RawIdentifier: Sendable, Hashable {
    let high: UInt64
    let low: UInt64

    /// Of sixteen bytes; none of another number, nor of zeros, which stand for nothing.
    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
        if high == 0 && low == 0 { return nil }
    }

    var bytes: [UInt8] {
        [high, low].flatMap { half in
            (0..<8).reversed().map { UInt8(truncatingIfNeeded: half >> UInt64($0 * 8)) }
        }
    }
}

/// An id: sixteen bytes, and of what. Its text is a prefix that says of what, an underscore, and 26 letters
/// and digits.
///
/// Any sixteen bytes but zeros are one, so a UUID of your own can be an id. An id that is derived from your
/// own key is the same for ever:
///
/// ```swift
/// let order = try OrderId.derived("basket-8812")
/// let again = try OrderId.parse(order.description)
/// ```
public protocol Identifier: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    /// What its texts begin with, before the underscore.
    static var prefix: String { get }
    /// Its sixteen bytes.
    var raw: RawIdentifier { get }
    /// The id with these bytes.
    init(raw: RawIdentifier)
}

extension Identifier {
    /// The id with this text.
    ///
    /// - Throws: ``PaywrightError/invalidValue(_:)`` (`invalid_id`): the text is no id, or one of another
    ///   type.
    public static func parse(_ text: String) throws -> Self {
        try of(bytes: translated { try idBytes(prefix: prefix, text: sendable(text)) })
    }

    /// The id with these sixteen bytes, such as those of a UUID.
    ///
    /// - Throws: ``PaywrightError/invalidValue(_:)`` (`invalid_id`): they are not sixteen, or zero.
    public static func of(bytes: Data) throws -> Self {
        guard let raw = RawIdentifier(bytes) else {
            let reason = "an id has sixteen bytes that are not all zero; these are \(bytes.count)"
            throw PaywrightError.invalidValue(Problem(code: "invalid_id", reason: reason))
        }
        return Self(raw: raw)
    }

    /// The id for a key of your own: the first half of its SHA-256 with the type, the same for ever.
    ///
    /// - Throws: ``PaywrightError/invalidValue(_:)``: the key is longer than any request.
    public static func derived(_ naturalKey: String) throws -> Self {
        try of(bytes: translated { try derivedId(prefix: prefix, naturalKey: sendable(naturalKey)) })
    }

    /// Its sixteen bytes, as a channel is given them.
    public var bytes: Data {
        Data(raw.bytes)
    }

    /// Its text.
    public var description: String {
        // No id that there is has no text.
        (try? idText(prefix: Self.prefix, bytes: bytes)) ?? "\(Self.prefix)_?"
    }

    /// By their bytes; those that the engine makes are then in the order of time.
    public static func < (one: Self, other: Self) -> Bool {
        (one.raw.high, one.raw.low) < (other.raw.high, other.raw.low)
    }

    /// From its text.
    public init(from decoder: any Decoder) throws {
        self = try Self.parse(try decoder.singleValueContainer().decode(String.self))
    }

    /// As its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Told where Self: Identifier {
    init(from reader: inout Reader) throws {
        let bytes = try reader.data()
        guard let raw = RawIdentifier(bytes) else { throw Unread(reason: "\(bytes.count) bytes are no id") }
        self.init(raw: raw)
    }
}

extension Carried where Self: Identifier {
    func write(to writer: inout Writer) throws {
        try writer.data(raw.bytes)
    }
}
