import Foundation

/// Threads for calls that wait, so that none of Swift's own threads does. As many calls are under way at once
/// as there may be threads; what comes more waits its turn.
///
/// The first goes by Dispatch, which is quickest. The others do not: outside of Apple's systems its threads
/// are also Swift's own, and there are hardly more of them than processors.
///
/// What work answers tells whoever waits for it, and is called when its place is free: what that one asks
/// next finds it so.
final class Workers: @unchecked Sendable {
    typealias Work = @Sendable () -> @Sendable () -> Void

    private let queue = DispatchQueue(label: "dev.paywright.engine", attributes: .concurrent)
    private let lock = NSCondition()
    /// A call is under way by Dispatch.
    private var isQueueBusy = false
    private let most: Int
    private var threads = 0
    /// Threads that wait for work.
    private var idle = 0
    private var waiting: [Work] = []
    /// Those before have had their turn.
    private var begin = 0

    /// How long a thread waits for work before it ends.
    private static let patience: TimeInterval = 2

    init(most: Int) {
        self.most = most
    }

    func submit(_ work: @escaping Work) {
        lock.lock()
        if !isQueueBusy {
            isQueueBusy = true
            lock.unlock()
            return queue.async { [self] in
                var work = work
                while true {
                    let tell = Workers.run(work)
                    let more = another()
                    tell()
                    guard let more else { return }
                    work = more
                }
            }
        }
        waiting.append(work)
        let isOneMore = idle < waiting.count - begin && threads < most - 1
        if isOneMore { threads += 1 } else { lock.signal() }
        lock.unlock()
        if isOneMore {
            Workers.start { [self] in
                while let work = next() { Workers.run(work)() }
            }
        }
    }

    /// Runs it at once, beside all others: for what those who have their turn wait for themselves.
    func past(_ work: @escaping Work) {
        Workers.start { Workers.run(work)() }
    }

    /// What waits, for the call of Dispatch that has ended.
    private func another() -> Work? {
        lock.lock()
        defer { lock.unlock() }
        if begin < waiting.count { return taken() }
        isQueueBusy = false
        return nil
    }

    private func next() -> Work? {
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
        return taken()
    }

    /// The one that waits longest. Asked only where one does, by whoever has the lock.
    private func taken() -> Work {
        let work = waiting[begin]
        begin += 1
        if begin >= 64 && begin * 2 > waiting.count || begin == waiting.count {
            waiting.removeFirst(begin)
            begin = 0
        }
        return work
    }

    private static func start(_ block: @escaping @Sendable () -> Void) {
        let thread = Thread(block: block)
        thread.name = "dev.paywright.engine"
        thread.start()
    }

    private static func run(_ work: Work) -> @Sendable () -> Void {
        #if canImport(ObjectiveC)
            return autoreleasepool(invoking: work)
        #else
            return work()
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
