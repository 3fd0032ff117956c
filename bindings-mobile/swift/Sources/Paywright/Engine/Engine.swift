import Foundation
import PaywrightNative

/// What may be done to a file.
public enum Access: Sendable {
    /// It is made where it is missing.
    case create
    /// It must be there, so that a mistyped path is no empty shop.
    case existing
    /// It must be there, and nothing is written to it.
    case readOnly
}

/// A payment engine over one file. Tasks may share it; each process opens its own.
///
/// ```swift
/// let engine = try await Engine.open("shop.db")
/// let user = try await engine.registerUser(reference: "customer-1", key: "ann")
/// engine.close()
/// ```
///
/// Every command is a method with its own name. Each call is one commit, durable when it returns. No call
/// blocks a thread of Swift's own: the engine has threads for that.
///
/// A task that is cancelled before its call has begun gets a `CancellationError`, and nothing was done. A
/// call that has begun goes on to its end and answers, because what it changed is changed; only the long ones
/// of the journal (``export(to:progress:)`` and its like) stop in the middle, and leave no half file.
/// Every other error is a ``PaywrightError``; only ``deliver(after:limit:to:)`` throws ``Undelivered`` too.
public final class Engine: Sendable {
    let native: NativeEngine
    private let workers: Workers

    /// Calls that are under way at once. What waits together is committed together.
    private static let atOnce = 16

    private init(_ native: NativeEngine, _ workers: Workers) {
        self.native = native
        self.workers = workers
    }

    /// Opens the file at this path, or makes it where it is missing. Beside it lie `-wal` and `-shm` while it
    /// is open.
    ///
    /// Nothing else in this process should open it meanwhile, such as the system's SQLite, which takes this
    /// one's locks along when it closes the file. If it removed the log, the engine answers `storage_lost`
    /// from then on; what was answered before is kept, and an engine opened anew goes on. Never let it do so
    /// while another task uses the engine: a commit may then be lost although it was answered.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - access: What may be done to it.
    ///   - clock: Tells the time; the machine's where it is left out.
    ///   - entropy: Where what nobody foresees comes from.
    /// - Throws: ``PaywrightError/storage(_:)``: `storage_unavailable`, `storage_corrupt`, or `newer_schema`.
    public static func open(
        _ path: String,
        access: Access = .create,
        clock: (any Clock)? = nil,
        entropy: EntropySource = .system
    ) async throws -> Engine {
        try await opened(path, access, clock, entropy)
    }

    /// Opens the file at this URL, as ``open(_:access:clock:entropy:)-(String,_,_,_)`` does.
    public static func open(
        _ file: URL,
        access: Access = .create,
        clock: (any Clock)? = nil,
        entropy: EntropySource = .system
    ) async throws -> Engine {
        guard file.isFileURL else {
            let reason = "\(shown(file.absoluteString)) is no file"
            throw PaywrightError.invalidValue(Problem(code: "storage_unavailable", reason: reason))
        }
        return try await opened(file.path, access, clock, entropy)
    }

    /// Opens a database that forgets.
    ///
    /// - Parameters:
    ///   - clock: Tells the time; the machine's where it is left out.
    ///   - entropy: Where what nobody foresees comes from.
    public static func inMemory(
        clock: (any Clock)? = nil, entropy: EntropySource = .system
    ) async throws -> Engine {
        try await opened(nil, .create, clock, entropy)
    }

    private static func opened(
        _ path: String?, _ access: Access, _ clock: (any Clock)?, _ entropy: EntropySource
    ) async throws -> Engine {
        let workers = Workers(most: atOnce)
        let native = try await Engine.run(on: workers) { _ in
            var opening = Opening(
                path: try path.map(sendable),
                access: access.native,
                clock: clock.map(ClockAdapter.init),
                entropy: nil,
                seed: nil
            )
            switch entropy {
            case .system: break
            case let .seed(seed): opening.seed = seed
            case let .host(entropy): opening.entropy = EntropyAdapter(entropy)
            }
            return try NativeEngine.open(opening: opening)
        }
        return Engine(native, workers)
    }

    /// Lets go of the file. Calls of other tasks that are under way go on to their end; what comes later is
    /// refused as `closed`. Closing twice does nothing.
    public func close() {
        native.letGo()
    }

    /// Whether it was closed.
    public var isClosed: Bool {
        native.isClosed()
    }

    // How calls are made.

    /// A call that may write.
    func commanded<Value: Sendable>(
        _ work: @escaping @Sendable (NativeEngine) throws -> Value
    ) async throws -> Value {
        try HostCall.allows(ObjectIdentifier(native), writing: true)
        let native = native
        return try await Engine.run(on: workers) { _ in try work(native) }
    }

    /// A question and its answer.
    func asked<Value: Told>(
        _ number: UInt64, parts: Int = 0, _ write: (inout Writer) throws -> Void = { _ in }
    ) async throws -> Value {
        try await question(number, parts: parts, write) { try Reader.whole($0) }
    }

    /// A question, and its answer as it is read.
    func question<Value: Sendable>(
        _ number: UInt64,
        parts: Int,
        _ write: (inout Writer) throws -> Void,
        read: @escaping @Sendable (Data) throws -> Value
    ) async throws -> Value {
        // Those behind the questions change what is stored.
        try HostCall.allows(ObjectIdentifier(native), writing: number >= Question.claim)
        let question = try written { writer in
            writer.variant(number, parts: parts)
            try write(&writer)
        }
        let native = native
        return try await Engine.run(on: workers) { _ in try read(native.question(asked: question)) }
    }

    /// A long call, which tells how far it is, and stops when its task is cancelled.
    func long<Value: Sendable>(
        _ progress: ProgressHandler?,
        importing: Bool = false,
        _ work: @escaping @Sendable (NativeEngine, any HostProgress) throws -> Value
    ) async throws -> Value {
        try HostCall.allows(ObjectIdentifier(native), writing: true)
        let native = native
        let whole = importing ? ObjectIdentifier(native) : nil
        return try await Engine.run(on: workers) { call in
            do {
                return try translated { try work(native, ProgressAdapter(call, progress, importing: whole)) }
            } catch let error as PaywrightError where error.code == "stopped" && call.isCancelled {
                throw CancellationError()
            }
        }
    }

    /// Runs the native half on a thread for it.
    private static func run<Value: Sendable>(
        on workers: Workers, _ work: @escaping @Sendable (Call) throws -> Value
    ) async throws -> Value {
        let call = Call()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let turn: Workers.Work = {
                    guard !call.isCancelled else {
                        return { continuation.resume(throwing: CancellationError()) }
                    }
                    Raised.forget()
                    let result = Result { try ended { try work(call) } }
                    return { continuation.resume(with: result) }
                }
                // A progress waits for it with the turn that it has, and the others may wait for that one.
                if HostCall.isUnderWay { workers.past(turn) } else { workers.submit(turn) }
            }
        } onCancel: {
            call.cancel()
        }
    }

    /// What was thrown as it comes out: cancelled, or a `PaywrightError`.
    private static func ended<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let cancelled as CancellationError {
            throw cancelled
        } catch {
            return try translated { throw error }
        }
    }
}

extension Access {
    fileprivate var native: FileAccess {
        switch self {
        case .create: return .create
        case .existing: return .existing
        case .readOnly: return .readOnly
        }
    }
}
