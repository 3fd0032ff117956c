import Foundation

/// What a channel is asked to do. Foundation has an `Operation` of its own; by this name neither is mistaken
/// for the other.
public typealias ChannelOperation = Operation

/// Whoever moves money outside: sends operations, and says what became of them.
///
/// Both are called with nothing of the engine held, so they may take their time and may call it. What they
/// throw is an unknown outcome, never a decline: the channel is asked again later, and nothing is sent twice.
public protocol Channel: Sendable {
    /// Does it: charges, refunds, reverses. `operation.id.bytes` is the key that repeats are known by.
    func send(_ operation: ChannelOperation) async throws -> Outcome
    /// What became of an operation that was sent.
    func ask(_ operation: ChannelOperation) async throws -> Outcome
}

/// What a channel threw about an operation, or why what it answered was not taken.
public typealias TroubleHandler = @Sendable (_ operation: ChannelOperation, _ error: any Error) -> Void

extension Engine {
    /// Does what is due: claims effects, sends or asks, and brings back what came of each, until nothing is
    /// due. After a restart call ``recover(worker:)`` first. Answers how many effects were done.
    ///
    /// What came of one is brought back before the next is begun. Where the process ends in between, or the
    /// task is cancelled while a channel works, what was claimed counts as sent: it is asked about after
    /// ``recover(worker:)``, or after the lease, which ``tick()`` ends. An outcome that the channel has
    /// answered is brought back even then.
    ///
    /// - Parameters:
    ///   - channels: By the names that operations call them. One that is missing is an unknown outcome.
    ///   - worker: Who does it; the same name after a restart.
    ///   - most: How many are claimed at once.
    ///   - leaseSeconds: How long a claim lasts: longer than the channels take for all that is claimed at
    ///     once. What its turn comes for after the lease is not sent any more, but asked about.
    ///   - onTrouble: Told what channels throw.
    /// - Throws: ``PaywrightError``: an outcome could not be brought back; it is asked for again after the
    ///   lease. `CancellationError`: the task was cancelled.
    public func perform(
        _ channels: [String: any Channel],
        worker: String,
        most: UInt32 = 10,
        leaseSeconds: UInt32 = 60,
        onTrouble: TroubleHandler? = nil
    ) async throws -> Int {
        var done = 0
        while true {
            let work = try await claim(worker: worker, most: most, leaseSeconds: leaseSeconds)
            if work.isEmpty { return done }
            for each in work {
                // Whoever asks after the lease may hear that it never arrived, and take it another way.
                if let until = each.effect.dueAt, try await now() >= until { continue }
                let outcome = try await outcome(channels, each, onTrouble)
                // What is known by now is not lost with the task.
                try await Task { try await self.bringBack(each, worker, outcome, onTrouble) }.value
                done += 1
            }
        }
    }

    private func outcome(
        _ channels: [String: any Channel], _ work: Work, _ onTrouble: TroubleHandler?
    ) async throws -> Outcome {
        try Task.checkCancellation()
        let operation = work.operation
        guard let channel = channels[operation.channel] else {
            onTrouble?(operation, NoChannel(name: operation.channel))
            return .unknown()
        }
        do {
            let sends = work.effect.kind == .sendOperation
            return sends ? try await channel.send(operation) : try await channel.ask(operation)
        } catch {
            try Task.checkCancellation()
            onTrouble?(operation, error)
            return .unknown()
        }
    }

    private func bringBack(
        _ work: Work, _ worker: String, _ outcome: Outcome, _ onTrouble: TroubleHandler?
    ) async throws {
        var complete = CompleteEffect(
            effect: work.effect.id, worker: worker, outcome: outcome, claim: work.effect.claims)
        do {
            _ = try await execute(complete)
        } catch let error as PaywrightError {
            switch error {
            case .invalidValue, .invalidRequest:
                onTrouble?(work.operation, error)
                complete.outcome = .unknown()
                _ = try await execute(complete)
            default:
                throw error
            }
        }
    }
}

/// Nobody is there by the name that an operation calls.
public struct NoChannel: LocalizedError {
    /// The name.
    public let name: String

    /// Which one is missing.
    public var errorDescription: String? {
        "there is no channel \(name)"
    }
}
