import Foundation
import PaywrightNative

/// Tells the engine the time.
///
/// It answers at once and calls no engine: what it asks one for is refused as `reentrant_call`. What it
/// throws comes out of the call that asked for the time, as the cause of ``PaywrightError/host(_:)``. What
/// the call asked for may have been done all the same, in part or whole, where the clock failed only when the
/// call waited for its answer: ask again with the same key.
public protocol Clock: Sendable {
    /// Now, to the microsecond.
    func now() throws -> Date
}

/// Bits that nobody foresees, or that a seed makes. The laws of ``Clock`` are its laws.
public protocol Entropy: Sendable {
    /// 64 bits for a place in the journal.
    func bits(lane: UInt16, sequence: UInt64) throws -> UInt64
}

/// Where an engine has its entropy from.
public enum EntropySource: Sendable {
    /// From the operating system.
    case system
    /// From a seed: the same calls at the same times then make the same journal, byte for byte.
    case seed(UInt64)
    /// From the host.
    case host(any Entropy)
}

/// Is told how many steps of a long call are done, of how many, where that is known. The call stops where it
/// answers false, as it does where it throws.
public typealias ProgressHandler = @Sendable (_ done: UInt64, _ total: UInt64?) throws -> Bool

/// What the host's own code threw, on its way through the engine, which knows only a sentence of it. The
/// engine calls the host on the thread on which it was called.
enum Raised {
    private static let name = "dev.paywright.raised"

    /// Runs the host's code, and keeps what it throws. The first that is thrown in a call is its cause.
    static func caught<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch {
            let kept = Thread.current.threadDictionary
            if kept[name] == nil { kept[name] = Kept(error: error) }
            throw HostFault.Raised(reason: sentence(error))
        }
    }

    /// What another caller's call raised on this thread is not the cause of what follows.
    static func forget() {
        Thread.current.threadDictionary.removeObject(forKey: name)
    }

    /// What was kept, which is forgotten.
    static func taken() -> (any Error)? {
        let kept = Thread.current.threadDictionary
        defer { kept.removeObject(forKey: name) }
        return (kept[name] as? Kept)?.error
    }

    private final class Kept {
        let error: any Error

        init(error: any Error) {
            self.error = error
        }
    }
}

/// The host's code runs, asked by an engine, and whatever it starts knows. A call that it makes would wait
/// for the very call that it was asked by, on another thread, for ever.
final class HostCall: @unchecked Sendable {
    @TaskLocal static var current: HostCall?

    /// The engine that has itself to an import, in which it may still be read; nil where no engine may be
    /// asked at all.
    private let importing: ObjectIdentifier?
    /// Nothing is held meanwhile, so every engine may be asked for anything.
    private let isFree: Bool
    private let lock = NSLock()
    private var isOver = false

    init(importing: ObjectIdentifier? = nil, isFree: Bool = false) {
        self.importing = importing
        self.isFree = isFree
    }

    /// Whether a call comes from inside the host's code.
    static var isUnderWay: Bool {
        guard let call = current else { return false }
        return !call.lock.withLock { call.isOver }
    }

    func run<Value>(_ work: () throws -> Value) rethrows -> Value {
        defer { lock.withLock { isOver = true } }
        return try HostCall.$current.withValue(self, operation: work)
    }

    /// Refuses what would wait for itself.
    static func allows(_ engine: ObjectIdentifier, writing: Bool) throws {
        guard let call = current, !call.isFree, !call.lock.withLock({ call.isOver }) else { return }
        if let importing = call.importing, importing != engine || !writing { return }
        let reason =
            "the host's own code called an engine while an engine was asking it; nothing was changed: let it "
            + "answer without any engine"
        throw PaywrightError.misuse(Problem(code: "reentrant_call", reason: reason))
    }
}

final class ClockAdapter: HostClock {
    private let clock: any Clock

    init(_ clock: any Clock) {
        self.clock = clock
    }

    func micros() throws -> Int64 {
        try Raised.caught {
            let now = try HostCall().run { try clock.now() }
            do { return try now.micros() } catch let unfit as Unfit {
                throw PaywrightError(unfit.inside("clock"))
            }
        }
    }
}

final class EntropyAdapter: HostEntropy {
    private let entropy: any Entropy

    init(_ entropy: any Entropy) {
        self.entropy = entropy
    }

    func bits(lane: UInt16, sequence: UInt64) throws -> UInt64 {
        try Raised.caught { try HostCall().run { try entropy.bits(lane: lane, sequence: sequence) } }
    }
}

/// Stops a long call when its task is cancelled, and tells the host how far it is.
final class ProgressAdapter: HostProgress {
    private let call: Call
    private let handler: ProgressHandler?
    private let importing: ObjectIdentifier?

    init(_ call: Call, _ handler: ProgressHandler?, importing: ObjectIdentifier?) {
        self.call = call
        self.handler = handler
        self.importing = importing
    }

    func goesOn(done: UInt64, total: UInt64?) throws -> Bool {
        if call.isCancelled { return false }
        guard let handler else { return true }
        return try Raised.caught {
            try HostCall(importing: importing, isFree: importing == nil).run { try handler(done, total) }
        }
    }
}
