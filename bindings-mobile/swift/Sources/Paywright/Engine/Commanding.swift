import Foundation
import PaywrightNative

extension Engine {
    /// One command, in one commit: what its method answers.
    ///
    /// - Throws: ``PaywrightError``: nothing was changed; only `outcome_unknown` and `deadline_exceeded`
    ///   leave open whether it happened. Ask again with the same key.
    public func execute<C: Command>(
        _ command: C, key: String? = nil, actor: Actor? = nil, deadline: Date? = nil
    ) async throws -> C.Output {
        let kind = C.kind
        let request = try kind.request(command, key, actor, deadline)
        return try await commanded { native in
            var reader = Reader([UInt8](try native.call(request: request)))
            let output = try kind.read(&reader)
            try reader.ends()
            return output
        }
    }

    /// The same, with whether it was new.
    public func answer<C: Command>(
        _ command: C, key: String? = nil, actor: Actor? = nil, deadline: Date? = nil
    ) async throws -> Answer<C.Output> {
        let request = try C.kind.request(command, key, actor, deadline)
        return try await commanded { try Engine.answer(of: C.self, try $0.answer(request: request)) }
    }

    /// What a command would be answered if it were asked for now. Nothing is written, and it needs no key.
    public func preview<C: Command>(
        _ command: C, key: String? = nil, actor: Actor? = nil, deadline: Date? = nil
    ) async throws -> Answer<C.Output> {
        let request = try C.kind.request(command, key, actor, deadline)
        return try await commanded { try Engine.answer(of: C.self, try $0.preview(request: request)) }
    }

    /// Decides the requests in order and commits what was accepted at once.
    ///
    /// One outcome a request, in their order: a refused one does not stop the others.
    ///
    /// - Throws: ``PaywrightError/invalidValue(_:)``: one of them holds what no command takes; nothing was
    ///   done.
    public func batch(_ requests: [Request]) async throws -> [Result<Answer<AnyOutput>, PaywrightError>] {
        let bytes = try Engine.bytes(requests)
        return try await commanded { native in
            let outcomes = try native.batch(requests: bytes)
            let raised = Raised.taken()
            return try zip(requests, outcomes).map { request, outcome in
                switch outcome {
                case let .answered(told): return .success(try request.answer(told))
                case let .failed(parts): return .failure(PaywrightError(parts, cause: raised))
                }
            }
        }
    }

    /// As ``batch(_:)``, but all or nothing.
    ///
    /// - Throws: ``PaywrightError``: that of the first request that was not accepted; nothing was changed.
    public func atomic(_ requests: [Request]) async throws -> [Answer<AnyOutput>] {
        let bytes = try Engine.bytes(requests)
        return try await commanded { native in
            try zip(requests, try native.atomic(requests: bytes)).map { try $0.answer($1) }
        }
    }

    private static func bytes(_ requests: [Request]) throws -> [Data] {
        var room = Writer.most
        return try requests.enumerated().map { place, request in
            let bytes: Data
            do {
                bytes = try request.bytes()
            } catch let PaywrightError.invalidValue(problem) {
                let reason = "requests[\(place)].\(problem.reason)"
                throw PaywrightError.invalidValue(Problem(code: problem.code, reason: reason))
            }
            room -= bytes.count
            if room < 0 {
                throw PaywrightError(
                    Unfit("too_large", "requests of more than \(Writer.most) bytes are too many"))
            }
            return bytes
        }
    }

    private static func answer<C: Command>(of command: C.Type, _ told: Data) throws -> Answer<C.Output> {
        var reader = Reader([UInt8](told))
        try reader.array(of: 2)
        let answer = Answer(output: try C.kind.read(&reader), acceptance: try reader.read())
        try reader.ends()
        return answer
    }

    // Effects and time

    /// Hands effects that are due to a worker, for so many seconds.
    ///
    /// The worker does each, and brings what came of it with `completeEffect`;
    /// ``perform(_:worker:most:leaseSeconds:onTrouble:)`` is that loop.
    public func claim(worker: String, most: UInt32 = 100, leaseSeconds: UInt32 = 60) async throws -> [Work] {
        try await asked(Question.claim, parts: 3) { writer in
            try writer.item("worker", worker)
            try writer.item("most", most)
            try writer.item("leaseSeconds", leaseSeconds)
        }
    }

    /// Ends the claims of a worker that started anew, before it claims again. Answers how many.
    public func recover(worker: String) async throws -> UInt64 {
        try await asked(Question.recover, parts: 1) { try $0.item("worker", worker) }
    }

    /// Does what time has made due: leases end; holds, orders and payments expire; reviews time out.
    ///
    /// Answers how many things were done; call it again while that is not zero.
    public func tick() async throws -> UInt64 {
        try await asked(Question.tick)
    }
}
