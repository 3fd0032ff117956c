import Foundation

/// A value that the engine tells.
protocol Told: Sendable {
    /// Reads it.
    init(from reader: inout Reader) throws
}

/// What the engine answered is not what was expected of it.
struct Unread: Error {
    let reason: String

    static func unknown(_ number: UInt32, of name: String) -> Unread {
        Unread(reason: "there is no \(name) \(number)")
    }
}

/// A variant that was told: its number, and how many parts follow.
struct ToldVariant {
    let number: UInt32
    let parts: Int

    /// It has so many parts.
    func has(_ parts: Int) throws {
        if self.parts != parts {
            throw Unread(reason: "variant \(number) has \(self.parts) parts, not \(parts)")
        }
    }
}

/// Reads CBOR (RFC 8949) as the engine writes it: definite lengths, no floats.
struct Reader {
    private let bytes: [UInt8]
    private var at = 0

    private static let refused: UInt8 = 0xC9

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// One value that is all there is.
    static func whole<Value: Told>(_ data: Data) throws -> Value {
        var reader = Reader([UInt8](data))
        let value: Value = try reader.read()
        try reader.ends()
        return value
    }

    /// Nothing is left.
    func ends() throws {
        if at != bytes.count { throw Unread(reason: "\(bytes.count - at) bytes are left") }
    }

    mutating func read<Value: Told>() throws -> Value {
        try Value(from: &self)
    }

    private func peek() throws -> UInt8 {
        guard at < bytes.count else { throw Unread(reason: "it ends early") }
        return bytes[at]
    }

    private mutating func head() throws -> (major: UInt8, value: UInt64) {
        let first = try peek()
        at += 1
        let short = first & 31
        if short < 24 { return (first >> 5, UInt64(short)) }
        guard short <= 27 else { throw Unread(reason: "byte \(first) begins nothing") }
        let width = 1 << Int(short - 24)
        guard bytes.count - at >= width else { throw Unread(reason: "it ends early") }
        var value: UInt64 = 0
        for place in at..<(at + width) {
            value = value << 8 | UInt64(bytes[place])
        }
        at += width
        return (first >> 5, value)
    }

    private mutating func head(_ major: UInt8) throws -> UInt64 {
        let (found, value) = try head()
        guard found == major else { throw Unread(reason: "kind \(found) stands where \(major) is expected") }
        return value
    }

    mutating func unsigned() throws -> UInt64 {
        try head(0)
    }

    mutating func signed() throws -> Int64 {
        let (major, value) = try head()
        guard major <= 1, let number = Int64(exactly: value) else { throw Unread(reason: "no whole number") }
        return major == 0 ? number : ~number
    }

    mutating func text() throws -> String {
        let range = try span(head(3))
        guard let text = String(validating: bytes[range]) else { throw Unread(reason: "a text is no UTF-8") }
        return text
    }

    mutating func data() throws -> ArraySlice<UInt8> {
        bytes[try span(head(2))]
    }

    private mutating func span(_ count: UInt64) throws -> Range<Int> {
        guard count <= UInt64(bytes.count - at) else { throw Unread(reason: "it ends early") }
        let begin = at
        at += Int(count)
        return begin..<at
    }

    mutating func flag() throws -> Bool {
        let byte = try peek()
        guard byte == 0xF4 || byte == 0xF5 else { throw Unread(reason: "no flag") }
        at += 1
        return byte == 0xF5
    }

    /// Whether there is nothing in this place.
    mutating func null() throws -> Bool {
        guard try peek() == 0xF6 else { return false }
        at += 1
        return true
    }

    /// Whether why there is no value stands in its place.
    mutating func refusal() throws -> Bool {
        guard try peek() == Reader.refused else { return false }
        at += 1
        return true
    }

    /// The head of an array: how many values follow. Each has a byte at least.
    mutating func array() throws -> Int {
        let count = try head(4)
        guard count <= UInt64(bytes.count - at) else { throw Unread(reason: "it ends early") }
        return Int(count)
    }

    mutating func array(of expected: Int) throws {
        let count = try array()
        if count != expected { throw Unread(reason: "there are \(count) values, not \(expected)") }
    }

    mutating func variant() throws -> ToldVariant {
        let count = try array()
        guard count > 0 else { throw Unread(reason: "a variant has no number") }
        return ToldVariant(number: try read(), parts: count - 1)
    }

    /// Whether the next value is a text.
    func isText() throws -> Bool {
        try peek() >> 5 == 3
    }
}

extension String {
    /// A text, if these bytes are one.
    fileprivate init?(validating utf8: ArraySlice<UInt8>) {
        let text = String(decoding: utf8, as: UTF8.self)
        // What was no UTF-8 became another character, and the length another.
        guard text.utf8.elementsEqual(utf8) else { return nil }
        self = text
    }
}
