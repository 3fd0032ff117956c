import Foundation

/// A value that commands carry.
protocol Carried: Sendable {
    /// Writes it as the journal holds it.
    func write(to writer: inout Writer) throws
}

/// A value that is none that any command takes, and where it stands.
struct Unfit: Error {
    var place = ""
    let code: String
    let reason: String

    init(_ code: String, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The same, as a part of what has this name.
    func inside(_ name: String) -> Unfit {
        var outer = self
        outer.place = place.isEmpty || place.hasPrefix("[") ? name + place : "\(name).\(place)"
        return outer
    }
}

/// Writes CBOR (RFC 8949) into one buffer.
struct Writer {
    private(set) var bytes: [UInt8] = []

    /// More than any request has; what is longer would only fill memory on its way to be refused.
    static let most = 64 << 20

    init() {
        bytes.reserveCapacity(192)
    }

    private mutating func head(_ major: UInt8, _ value: UInt64) {
        let kind = major << 5
        if value < 24 {
            bytes.append(kind | UInt8(truncatingIfNeeded: value))
            return
        }
        let (code, width): (UInt8, Int) =
            value <= 0xFF ? (24, 1) : value <= 0xFFFF ? (25, 2) : value <= 0xFFFF_FFFF ? (26, 4) : (27, 8)
        bytes.append(kind | code)
        for place in (0..<width).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(place * 8)))
        }
    }

    mutating func unsigned(_ number: UInt64) {
        head(0, number)
    }

    mutating func signed(_ number: Int64) {
        // The bits of -1 - n are those of n, each the other way.
        number < 0 ? head(1, UInt64(bitPattern: ~number)) : head(0, UInt64(bitPattern: number))
    }

    mutating func text(_ text: String) throws {
        var text = text
        try text.withUTF8 { utf8 in
            try room(for: utf8.count)
            head(3, UInt64(utf8.count))
            bytes.append(contentsOf: utf8)
        }
    }

    mutating func data(_ data: some Collection<UInt8>) throws {
        try room(for: data.count)
        head(2, UInt64(data.count))
        bytes.append(contentsOf: data)
    }

    mutating func flag(_ flag: Bool) {
        bytes.append(flag ? 0xF5 : 0xF4)
    }

    mutating func null() {
        bytes.append(0xF6)
    }

    mutating func array(_ count: Int) {
        head(4, UInt64(count))
    }

    mutating func map(_ count: Int) {
        head(5, UInt64(count))
    }

    /// What is encoded already.
    mutating func encoded(_ more: [UInt8]) {
        bytes.append(contentsOf: more)
    }

    /// The number of a variant; each of its parts follows.
    mutating func variant(_ number: UInt64, parts: Int) {
        array(2)
        unsigned(number)
        array(parts)
    }

    /// A part in its place.
    mutating func item(_ name: String, _ value: some Carried) throws {
        do {
            try value.write(to: &self)
        } catch let unfit as Unfit {
            throw unfit.inside(name)
        }
    }

    /// A part in its place, or null.
    mutating func item<Value: Carried>(_ name: String, _ value: Value?) throws {
        if let value { try item(name, value) } else { null() }
    }

    /// A field behind its number.
    mutating func field(_ number: UInt64, _ name: String, _ value: some Carried) throws {
        unsigned(number)
        try item(name, value)
    }

    /// A field behind its number; nothing where it is absent.
    mutating func field<Value: Carried>(_ number: UInt64, _ name: String, _ value: Value?) throws {
        if let value { try field(number, name, value) }
    }

    private func room(for more: Int) throws {
        if more > Writer.most || bytes.count > Writer.most - more {
            throw Unfit(
                "too_large", "a request of more than \(Writer.most) bytes is none that the engine takes")
        }
    }
}

/// How many fields a value that may be absent makes.
func one<Value>(_ value: Value?) -> Int {
    value == nil ? 0 : 1
}
