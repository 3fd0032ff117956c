import Foundation
import PaywrightNative

/// What the host keeps with a record: a JSON object, in the one text that its content has.
///
/// Its values are texts, whole numbers, booleans, null, lists and objects: at most 4,096 bytes and 4 deep.
public struct Metadata: Sendable, Hashable, CustomStringConvertible {
    /// The object as JSON.
    public let json: String

    /// The object that this JSON says.
    ///
    /// - Throws: ``PaywrightError/invalidValue(_:)`` (`invalid_metadata`).
    public init(json: String) throws {
        self.json = try translated { try canonicalMetadata(json: sendable(json)) }
    }

    /// The object that a value is encoded as, such as a dictionary of texts.
    ///
    /// - Throws: ``PaywrightError/invalidValue(_:)`` (`invalid_metadata`).
    public init(encoding value: some Encodable) throws {
        let encoded: Data
        do {
            encoded = try JSONEncoder().encode(value)
        } catch {
            let reason = "it cannot be encoded: \(sentence(error))"
            throw PaywrightError.invalidValue(Problem(code: "invalid_metadata", reason: reason))
        }
        try self.init(json: String(decoding: encoded, as: UTF8.self))
    }

    /// The object as a value of this type.
    ///
    /// - Throws: Whatever the type says where the object is none of its values.
    public func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(json.utf8))
    }

    /// The object as JSON.
    public var description: String {
        json
    }
}

extension Metadata: Told, Carried {
    init(from reader: inout Reader) throws {
        json = try reader.read()
    }

    func write(to writer: inout Writer) throws {
        try writer.text(json)
    }
}
