import Foundation

/// A list that is read while it is gone through, a thousand items at a time.
///
/// ```swift
/// for try await payment in engine.list(Payment.self) { print(payment.id) }
/// let page = try await engine.list(Payment.self).page(limit: 50)
/// ```
///
/// It can be gone through again, and is then read again. What is written meanwhile may show or not; what was
/// there before shows once.
public struct Listing<Item: Sendable>: AsyncSequence, Sendable {
    /// Items read at once by whoever wants them all.
    private static var atOnce: UInt32 { 1_000 }

    private let read: @Sendable (_ after: String?, _ limit: UInt32) async throws -> Page<Item>

    init(_ read: @escaping @Sendable (String?, UInt32) async throws -> Page<Item>) {
        self.read = read
    }

    /// One page, of at most 1,000 items. The next begins where ``Page/next`` of this one says.
    public func page(after: String? = nil, limit: UInt32 = 100) async throws -> Page<Item> {
        try await read(after, limit)
    }

    /// The first item, if there is one.
    public func first() async throws -> Item? {
        try await read(nil, 1).items.first
    }

    /// Every item.
    public func all() async throws -> [Item] {
        var all: [Item] = []
        for try await item in self { all.append(item) }
        return all
    }

    /// Goes through the list from its beginning.
    public func makeAsyncIterator() -> Iterator {
        Iterator(read: read)
    }

    /// Goes through a list.
    public struct Iterator: AsyncIteratorProtocol {
        private let read: @Sendable (String?, UInt32) async throws -> Page<Item>
        private var items: ArraySlice<Item> = []
        private var after: String?
        private var isOver = false

        init(read: @escaping @Sendable (String?, UInt32) async throws -> Page<Item>) {
            self.read = read
        }

        /// The next item; nil behind the last.
        public mutating func next() async throws -> Item? {
            while items.isEmpty && !isOver {
                let page = try await read(after, Listing.atOnce)
                items = page.items[...]
                after = page.next
                isOver = page.next == nil
            }
            return items.popFirst()
        }
    }
}
