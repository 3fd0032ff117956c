import Foundation
import Paywright

/// A clock that stands until it is set: for `Engine.inMemory(clock:)`.
///
/// ```swift
/// let clock = ManualClock(Date(timeIntervalSince1970: 1_795_424_400))
/// let engine = try await Engine.inMemory(clock: clock, entropy: .seed(1))
/// clock.advance(by: 3600)
/// ```
public final class ManualClock: Paywright.Clock, @unchecked Sendable {
    private let lock = NSLock()
    private var time: Date

    /// Stands at this moment.
    public init(_ time: Date) {
        self.time = time
    }

    /// Where it stands.
    public func now() -> Date {
        lock.withLock { time }
    }

    /// Stands at this moment from now on. An engine refuses to write once its clock is more than a day behind
    /// its last entry.
    public func set(to time: Date) {
        lock.withLock { self.time = time }
    }

    /// Stands so many seconds later from now on; earlier, if negative.
    public func advance(by seconds: TimeInterval) {
        lock.withLock { time += seconds }
    }
}
