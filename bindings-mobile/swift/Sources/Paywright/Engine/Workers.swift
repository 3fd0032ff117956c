import Foundation

/// Threads for calls that wait, so that none of Swift's own threads does. As many calls are under way at once
/// as there may be threads; what comes more waits its turn.
///
/// They are no threads of Dispatch: outside of Apple's systems those are Swift's own.
final class Workers: @unchecked Sendable {
    private let lock = NSCondition()
    private let most: Int
    private var threads = 0
    /// Threads that wait for work.
    private var idle = 0
    private var waiting: [@Sendable () -> Void] = []
    /// Those before have had their turn.
    private var begin = 0

    /// How long a thread waits for work before it ends.
    private static let patience: TimeInterval = 2

    init(most: Int) {
        self.most = most
    }

    func submit(_ work: @escaping @Sendable () -> Void) {
        lock.lock()
        waiting.append(work)
        let isOneMore = idle < waiting.count - begin && threads < most
        if isOneMore { threads += 1 } else { lock.signal() }
        lock.unlock()
        if isOneMore {
            Workers.start { [self] in
                while let work = next() { Workers.run(work) }
            }
        }
    }

    /// Runs it at once, beside all others: for what those who have their turn wait for themselves.
    func past(_ work: @escaping @Sendable () -> Void) {
        Workers.start { Workers.run(work) }
    }

    private func next() -> (@Sendable () -> Void)? {
        lock.lock()
        defer { lock.unlock() }
        let until = Date(timeIntervalSinceNow: Workers.patience)
        while begin >= waiting.count {
            idle += 1
            let isInTime = lock.wait(until: until)
            idle -= 1
            if !isInTime && begin >= waiting.count {
                threads -= 1
                return nil
            }
        }
        let work = waiting[begin]
        begin += 1
        if begin >= 64 && begin * 2 > waiting.count || begin == waiting.count {
            waiting.removeFirst(begin)
            begin = 0
        }
        return work
    }

    private static func start(_ work: @escaping @Sendable () -> Void) {
        let thread = Thread(block: work)
        thread.name = "dev.paywright.engine"
        thread.start()
    }

    private static func run(_ work: () -> Void) {
        #if canImport(ObjectiveC)
            autoreleasepool(invoking: work)
        #else
            work()
        #endif
    }
}

/// A call of a task that may be cancelled meanwhile.
final class Call: @unchecked Sendable {
    private let lock = NSLock()
    private var cancelled = false

    var isCancelled: Bool {
        lock.withLock { cancelled }
    }

    func cancel() {
        lock.withLock { cancelled = true }
    }
}
