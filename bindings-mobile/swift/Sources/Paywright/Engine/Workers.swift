import Foundation

/// Threads for calls that wait, so that none of Swift's own threads does. As many calls are under way at once
/// as there is room for; what comes more waits its turn.
final class Workers: @unchecked Sendable {
    private let queue = DispatchQueue(label: "dev.paywright.engine", attributes: .concurrent)
    private let lock = NSLock()
    private let most: Int
    private var running = 0
    private var waiting: [@Sendable () -> Void] = []
    /// Those before have had their turn.
    private var begin = 0

    init(most: Int) {
        self.most = most
    }

    func submit(_ work: @escaping @Sendable () -> Void) {
        let isFree = lock.withLock {
            if running < most {
                running += 1
                return true
            }
            waiting.append(work)
            return false
        }
        guard isFree else { return }
        queue.async {
            var next: (@Sendable () -> Void)? = work
            while let turn = next {
                turn()
                next = self.next()
            }
        }
    }

    private func next() -> (@Sendable () -> Void)? {
        lock.withLock {
            guard begin < waiting.count else {
                waiting.removeAll(keepingCapacity: true)
                begin = 0
                running -= 1
                return nil
            }
            begin += 1
            let work = waiting[begin - 1]
            if begin >= 64 && begin * 2 > waiting.count {
                waiting.removeFirst(begin)
                begin = 0
            }
            return work
        }
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
