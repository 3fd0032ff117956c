import Foundation

/// What is kept, and read by ``Engine/get(_:_:)`` and ``Engine/list(_:newestFirst:)-(R.Type,_)``.
public protocol Record: Sendable, Hashable {
    /// The type of its id.
    associatedtype ID: Identifier
    /// Which one it is.
    static var kind: RecordKind<Self> { get }
}

/// Which record a type is, and how it is read.
public struct RecordKind<Of: Record>: Sendable {
    /// Its name.
    public let name: String
    let get: @Sendable (Data) throws -> Of?
    let page: @Sendable (Data) throws -> Page<Of>

    init(_ name: String) where Of: Told {
        self.name = name
        get = { @Sendable told in try Reader.whole(told) }
        page = { @Sendable told in try Reader.whole(told) }
    }
}

/// An index of records, and the values of its leading fields that are asked for: `Payment.byOrder(order.id)`.
public struct Index<Of: Record>: Sendable {
    /// Its name.
    public let name: String
    let cells: Result<[Data], PaywrightError>

    init(_ name: String, _ cells: [Cell]) {
        self.name = name
        let given = cells.prefix { $0.value != nil }
        do {
            if let late = cells.dropFirst(given.count).first(where: { $0.value != nil }) {
                let reason =
                    "\(late.name) is given, and \(cells[given.count].name), which comes before it, is not"
                throw PaywrightError.misuse(Problem(code: "invalid_cursor", reason: reason))
            }
            self.cells = .success(
                try given.map { cell in try written { try $0.item(cell.name, cell.value) } })
        } catch let error as PaywrightError {
            self.cells = .failure(error)
        } catch {
            self.cells = .failure(.bug(Problem(code: "bug", reason: sentence(error))))
        }
    }
}

/// The value that a field of an index must have.
struct Cell: Sendable {
    let name: String
    let value: AnyCarried?

    init<Value: Carried>(_ name: String, _ value: Value?) {
        self.name = name
        self.value = value.map { value in AnyCarried(write: { try value.write(to: &$0) }) }
    }
}

/// Any value that commands carry.
struct AnyCarried: Carried {
    let write: @Sendable (inout Writer) throws -> Void

    func write(to writer: inout Writer) throws {
        try write(&writer)
    }
}

/// Some items, and where the next page begins.
public struct Page<Item: Sendable>: Sendable {
    /// The items.
    public let items: [Item]
    /// Where the next page begins; nil where this one is the last.
    public let next: String?
}

extension Page: Told where Item: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 2)
        items = try reader.read()
        next = try reader.read()
    }
}
