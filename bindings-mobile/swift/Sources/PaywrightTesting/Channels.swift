import Foundation
import Paywright

/// A channel that does whatever it is asked, at once, and remembers it.
public final class ApprovingChannel: Channel, @unchecked Sendable {
    private let lock = NSLock()
    private var operations: [ChannelOperation] = []

    /// Has done nothing yet.
    public init() {}

    /// What it was sent, in order.
    public var sent: [ChannelOperation] {
        lock.withLock { operations }
    }

    /// Does it.
    public func send(_ operation: ChannelOperation) -> Paywright.Outcome {
        lock.withLock { operations.append(operation) }
        return .succeeded
    }

    /// It was done, if it was sent.
    public func ask(_ operation: ChannelOperation) -> Paywright.Outcome {
        let wasSent = lock.withLock { operations.contains { $0.id == operation.id } }
        return wasSent ? .succeeded : .neverArrived
    }
}
