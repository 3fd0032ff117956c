import Foundation

// The forms of values that Swift has types for.

extension Bool: Told, Carried {
    init(from reader: inout Reader) throws {
        self = try reader.flag()
    }

    func write(to writer: inout Writer) {
        writer.flag(self)
    }
}

extension String: Told, Carried {
    init(from reader: inout Reader) throws {
        self = try reader.text()
    }

    func write(to writer: inout Writer) throws {
        try writer.text(self)
    }
}

extension Int64: Told, Carried {
    init(from reader: inout Reader) throws {
        self = try reader.signed()
    }

    func write(to writer: inout Writer) {
        writer.signed(self)
    }
}

extension Told where Self: FixedWidthInteger & UnsignedInteger {
    init(from reader: inout Reader) throws {
        // Beyond 63 bits the engine writes a text.
        let number = try reader.isText() ? Self(try reader.text()) : Self(exactly: try reader.unsigned())
        guard let number else { throw Unread(reason: "a number is beyond its bounds") }
        self = number
    }
}

extension Carried where Self: FixedWidthInteger & UnsignedInteger {
    func write(to writer: inout Writer) {
        writer.unsigned(UInt64(self))
    }
}

extension UInt16: Told, Carried {}
extension UInt32: Told, Carried {}
extension UInt64: Told, Carried {}

extension Decimal: Told {
    init(from reader: inout Reader) throws {
        guard try reader.isText() else {
            self.init(try reader.signed())
            return
        }
        try self.init(whole: try reader.text())
    }

    /// A whole number of the engine's.
    init(whole text: String) throws {
        guard let number = Decimal(string: text, locale: .posix), number.description == text else {
            throw Unread(reason: "\(text) is beyond what a Decimal holds")
        }
        self = number
    }
}

extension Locale {
    /// The one whose decimals have a point.
    static let posix = Locale(identifier: "en_US_POSIX")
}

extension Data: Told, Carried {
    init(from reader: inout Reader) throws {
        self.init(try reader.data())
    }

    func write(to writer: inout Writer) throws {
        try writer.data(self)
    }
}

extension Date: Told, Carried {
    /// Microseconds from 1970 to where Foundation counts from.
    private static let reference: Int64 = 978_307_200_000_000

    init(from reader: inout Reader) throws {
        self.init(micros: try reader.signed())
    }

    init(micros: Int64) {
        // Beyond 64 bits from there no date of the engine lies.
        let (since, isBeyond) = micros.subtractingReportingOverflow(Date.reference)
        self.init(timeIntervalSinceReferenceDate: Double(isBeyond ? micros : since) / 1_000_000)
    }

    func write(to writer: inout Writer) throws {
        writer.signed(try micros())
    }

    /// Microseconds since 1970, to the nearest.
    func micros() throws -> Int64 {
        let since = (timeIntervalSinceReferenceDate * 1_000_000).rounded()
        guard let since = Int64(exactly: since),
            case let (micros, false) = since.addingReportingOverflow(Date.reference)
        else {
            throw Unfit("invalid_time", "\(timeIntervalSinceReferenceDate) seconds from 2001 are no time")
        }
        return micros
    }
}

extension Optional: Told where Wrapped: Told {
    init(from reader: inout Reader) throws {
        self = try reader.null() ? nil : try Wrapped(from: &reader)
    }
}

extension Array: Told where Element: Told {
    init(from reader: inout Reader) throws {
        let count = try reader.array()
        self.init()
        reserveCapacity(count)
        for _ in 0..<count {
            append(try reader.read())
        }
    }
}

extension Array: Carried where Element: Carried {
    func write(to writer: inout Writer) throws {
        writer.array(count)
        for (place, element) in enumerated() {
            try writer.item("[\(place)]", element)
        }
    }
}

extension Result: Told where Success: Told, Failure == Refusal {
    init(from reader: inout Reader) throws {
        guard try reader.refusal() else {
            self = .success(try reader.read())
            return
        }
        try reader.array(of: 2)
        let text: String = try reader.read()
        guard let code = Code(rawValue: text) else { throw Unread(reason: "there is no code \(text)") }
        self = .failure(Refusal(code: code, explanation: try reader.read()))
    }
}

/// One of a closed set of words.
protocol Word: Told, Carried {
    var number: UInt32 { get }
    init?(number: UInt32)
}

extension Word {
    init(from reader: inout Reader) throws {
        let number: UInt32 = try reader.read()
        guard let word = Self(number: number) else { throw Unread.unknown(number, of: "\(Self.self)") }
        self = word
    }

    func write(to writer: inout Writer) {
        writer.unsigned(UInt64(number))
    }
}
