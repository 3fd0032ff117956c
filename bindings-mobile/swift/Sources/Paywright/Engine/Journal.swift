import Foundation

/// What a backup holds.
public struct Backup: Sendable, Hashable {
    /// Size of the file.
    public let bytes: UInt64
    /// Journal entries in it, each of them verified.
    public let entries: UInt64
    /// Transfers in it, each of them verified.
    public let transfers: UInt64
    /// How far each lane had come. Kept elsewhere, it tells whether the backup was rewritten.
    public let cut: String
}

extension Backup: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 4)
        bytes = try reader.read()
        entries = try reader.read()
        transfers = try reader.read()
        cut = try reader.read()
    }
}

/// A subscriber threw, so that nothing more was delivered to it.
public struct Undelivered: Error {
    /// Behind the last event that was delivered: go on from it. Nil before the first.
    public let cut: String?
    /// The event that was not delivered, or only in part.
    public let event: Event
    /// What the subscriber threw.
    public let cause: any Error
}

extension Engine {
    /// How far each lane has come, as a text to keep: a feed goes on from it, balances are asked at it.
    public func cut() async throws -> String {
        try await asked(Question.cut)
    }

    /// How far these books have come beyond a cut: how stale a copy is that stands there.
    ///
    /// - Throws: ``PaywrightError`` `journal_forked`: the cut is of other books, or ahead of these.
    public func behind(_ cut: String) async throws -> Behind {
        try await asked(Question.behind, parts: 1) { try $0.item("cut", cut) }
    }

    /// What happened after a cut, as events; the next page begins where it ends.
    public func feed(after cut: String? = nil, limit: UInt32 = 100) async throws -> FeedPage {
        try await asked(Question.feed, parts: 2) { writer in
            try writer.item("after", cut)
            try writer.item("limit", limit)
        }
    }

    /// Hands each event after a cut to a subscriber, one by one, until there are no more.
    ///
    /// Answers the cut behind the last: keep it, and go on from it. Every event comes at least once: one that
    /// was handled comes again where the process ended before its cut was kept. Lane and sequence tell an
    /// event from every other. The subscriber may call the engine and take its time.
    ///
    /// - Parameters:
    ///   - cut: The cut that was kept; from the beginning where it is left out.
    ///   - limit: How many events are read at once.
    ///   - subscriber: Called with each event.
    /// - Throws: ``Undelivered``: the subscriber threw. ``PaywrightError``: the first event cannot be read;
    ///   where a later one cannot, the cut before it is answered, and the next call throws.
    public func deliver(
        after cut: String? = nil,
        limit: UInt32 = 100,
        to subscriber: @Sendable (Event) async throws -> Void
    ) async throws -> String {
        var reached = cut
        while true {
            let page: FeedPage
            do {
                page = try await feed(after: reached, limit: limit)
            } catch let error as PaywrightError {
                guard let reached, reached != cut else { throw error }
                return reached
            }
            for event in page.events {
                do {
                    try await subscriber(event)
                } catch {
                    throw Undelivered(cut: reached, event: event, cause: error)
                }
                reached = try await self.reached(reached, event)
            }
            if page.events.isEmpty { return page.next }
        }
    }

    private func reached(_ cut: String?, _ event: Event) async throws -> String {
        try await asked(Question.reached, parts: 4) { writer in
            try writer.item("cut", cut)
            try writer.item("lane", event.lane)
            try writer.item("sequence", event.sequence)
            try writer.item("hash", event.hash)
        }
    }

    /// Checks everything stored against the journal.
    ///
    /// - Parameters:
    ///   - cut: One that was kept elsewhere: only with it is a journal found that was rewritten whole.
    ///   - progress: Told how many steps of how many are done.
    /// - Throws: `stopped`, where the progress stops it; the storage cannot be read.
    public func verify(
        cut: String? = nil, progress: ProgressHandler? = nil
    ) async throws -> Verification {
        try await long(progress) { native, progress in
            try Reader.whole(native.verify(cut: cut.map(sendable), progress: progress))
        }
    }

    /// What SQLite itself finds wrong with the file: one sentence each.
    ///
    /// - Throws: ``PaywrightError/misuse(_:)`` (`in_memory`): there is no file.
    public func check() async throws -> [String] {
        try await commanded { try $0.check() }
    }

    /// Writes the whole journal into a new file as lines of JSON, from which ``importFrom(_:progress:)``
    /// makes the same books. Answers how many entries there were.
    ///
    /// A file that is there already is not overwritten, and of an export that does not come to its end, or
    /// whose task is cancelled, no file is left.
    public func export(to path: String, progress: ProgressHandler? = nil) async throws -> UInt64 {
        try await long(progress) { native, progress in
            try native.exportTo(path: sendable(path), progress: progress)
        }
    }

    /// Makes the books of an export anew, on an empty database: each command is decided again. It has the
    /// engine to itself: other commands wait, and one that the progress makes is refused as `reentrant_call`.
    /// What was imported stays where it is stopped; the same file, asked for again, goes on from there.
    public func importFrom(_ path: String, progress: ProgressHandler? = nil) async throws -> Imported {
        try await long(progress, importing: true) { native, progress in
            try Reader.whole(native.importFrom(path: sendable(path), progress: progress))
        }
    }

    /// Copies one moment into a new file while payments go on, and verifies it before it has its name.
    public func backup(to path: String, progress: ProgressHandler? = nil) async throws -> Backup {
        try await long(progress) { native, progress in
            try Reader.whole(native.backupTo(path: sendable(path), progress: progress))
        }
    }

    /// Forgets idempotency keys that were used before a moment at least 30 days back. Answers how many. Where
    /// it is stopped, those that it came to are forgotten.
    public func forgetKeys(before moment: Date, progress: ProgressHandler? = nil) async throws -> UInt64 {
        try await long(progress) { native, progress in
            try native.forgetKeys(beforeMicros: moment.micros(), progress: progress)
        }
    }
}
