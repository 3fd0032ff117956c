import Foundation
import Paywright
import PaywrightTesting

/// A story, or a test of one, is not as it should be.
struct NoStory: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// A value that a story says in JSON.
protocol FromStory {
    init(story: Any) throws
}

/// Fields by the names that stories have for them.
struct Fields {
    private let members: [String: Any]

    init(_ story: Any) throws {
        guard let members = story as? [String: Any] else { throw NoStory("\(story) has no fields") }
        self.members = members.filter { !($0.value is NSNull) }
    }

    func take<Value: FromStory>(_ name: String) throws -> Value? {
        try members[name].map { try Value(story: $0) }
    }

    func take<Value: FromStory>(_ name: String) throws -> Value {
        guard let value = members[name] else { throw NoStory("\(name) is missing in \(members)") }
        return try Value(story: value)
    }
}

/// Who asks, and by which key.
struct Asking {
    let key: String?
    let actor: Actor?
}

/// A variant: the object of its name and its parts.
func variant(_ story: Any) throws -> (String, Fields) {
    guard let members = story as? [String: Any], let (name, parts) = members.first, members.count == 1 else {
        throw NoStory("\(story) is no variant")
    }
    return (name, try Fields(parts))
}

func text(_ story: Any) throws -> String {
    guard let text = story as? String else { throw NoStory("\(story) is no text") }
    return text
}

/// RFC 3339 in UTC. Foundation's own formats know no microseconds.
func moment(_ text: String) throws -> Date {
    let halves = text.dropLast().split(separator: ".")
    guard text.hasSuffix("Z"), let whole = halves.first,
        let date = ISO8601DateFormatter().date(from: "\(whole)Z")
    else { throw NoStory("\(text) is no moment") }
    let fraction = halves.count > 1 ? Double("0.\(halves[1])") ?? 0 : 0
    return date.addingTimeInterval(fraction)
}

/// The same with six digits behind the second.
func said(_ date: Date) -> String {
    let micros = Int64((date.timeIntervalSince1970 * 1_000_000).rounded())
    let (seconds, rest) = micros.quotientAndRemainder(dividingBy: 1_000_000)
    let whole = ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: Double(seconds)))
    return "\(whole.dropLast()).\(String(repeating: "0", count: 6 - String(rest).count))\(rest)Z"
}

extension FromStory where Self: Identifier {
    init(story: Any) throws { self = try Self.parse(try text(story)) }
}

extension FromStory where Self: RawRepresentable, RawValue == String {
    init(story: Any) throws {
        guard let word = Self(rawValue: try text(story)) else { throw NoStory("\(story) is no \(Self.self)") }
        self = word
    }
}

extension FromStory where Self: FixedWidthInteger {
    init(story: Any) throws {
        guard let number = story as? NSNumber, let exact = Self(exactly: number.int64Value) else {
            throw NoStory("\(story) is no \(Self.self)")
        }
        self = exact
    }
}

extension UInt16: FromStory {}
extension UInt32: FromStory {}
extension UInt64: FromStory {}
extension Int64: FromStory {}

extension String: FromStory {
    init(story: Any) throws { self = try text(story) }
}

extension Bool: FromStory {
    init(story: Any) throws {
        guard let flag = story as? Bool else { throw NoStory("\(story) is no flag") }
        self = flag
    }
}

extension Date: FromStory {
    init(story: Any) throws { self = try moment(try text(story)) }
}

extension Money: FromStory {
    init(story: Any) throws { self = try Money(try text(story)) }
}

extension Currency: FromStory {
    init(story: Any) throws { self = try Currency(try text(story)) }
}

extension Rate: FromStory {
    init(story: Any) throws { self = try Rate(try text(story)) }
}

extension Metadata: FromStory {
    init(story: Any) throws {
        let json = try JSONSerialization.data(withJSONObject: story)
        self = try Metadata(json: String(decoding: json, as: UTF8.self))
    }
}

extension Array: FromStory where Element: FromStory {
    init(story: Any) throws {
        guard let items = story as? [Any] else { throw NoStory("\(story) is no list") }
        self = try items.map { try Element(story: $0) }
    }
}

/// What a path of names and places leads to in an answer, as a story says it.
func found(_ answer: Any, _ path: [String]) throws -> Any {
    var value: Any = answer
    for name in path {
        value = try part(of: value, name)
    }
    return told(value)
}

private func part(of value: Any, _ name: String) throws -> Any {
    if let place = Int(name) {
        guard let items = value as? [Any], items.indices.contains(place) else {
            throw NoStory("there is no place \(place) in \(value)")
        }
        return items[place]
    }
    if let figures = value as? Figures {
        if name == "balance" { return figures.balance }
        if name == "available" { return figures.available }
    }
    let words = name.split(separator: "_")
    let label = words.dropFirst().reduce(String(words[0])) { $0 + $1.capitalized }
    let children = Mirror(reflecting: value).children
    // What is one of several things that may each be refused is behind how it ended.
    if let ended = children.first, ended.label == "success" || ended.label == "failure" {
        return try part(of: ended.value, name)
    }
    guard let child = children.first(where: { $0.label == label }) else {
        throw NoStory("there is no \(name) in \(value)")
    }
    return child.value
}

private func told(_ value: Any) -> Any {
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional {
        return mirror.children.first.map { told($0.value) } ?? NSNull()
    }
    switch value {
    case let date as Date: return said(date)
    case let decimal as Decimal: return NSDecimalNumber(decimal: decimal)
    case let flag as Bool: return NSNumber(value: flag)
    case let number as any FixedWidthInteger: return NSNumber(value: Int64(number))
    case let word as any RawRepresentable<String>: return word.rawValue
    case let text as any CustomStringConvertible: return text.description
    default: return value
    }
}
