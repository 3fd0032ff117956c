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

    /// It was done.
    public func ask(_ operation: ChannelOperation) -> Paywright.Outcome { .succeeded }
}

/// A channel that declines whatever it is asked.
public struct DecliningChannel: Channel {
    private let reason: String

    /// Declines for this reason.
    public init(reason: String) {
        self.reason = reason
    }

    /// Declines it.
    public func send(_ operation: ChannelOperation) -> Paywright.Outcome { .declined(reason: reason) }

    /// It was declined.
    public func ask(_ operation: ChannelOperation) -> Paywright.Outcome { .declined(reason: reason) }
}

/// A channel whose answers are lost: it does what it is sent, and only who asks learns of it.
public struct SilentChannel: Channel {
    /// Says nothing.
    public init() {}

    /// Nobody knows what became of it.
    public func send(_ operation: ChannelOperation) -> Paywright.Outcome { .unknown() }

    /// It was done.
    public func ask(_ operation: ChannelOperation) -> Paywright.Outcome { .succeeded }
}
