import Foundation

/// The numbers of questions, as the native half knows them.
enum Question {
    static let get: UInt64 = 0
    static let list: UInt64 = 1
    static let balance: UInt64 = 2
    static let statement: UInt64 = 3
    static let accounts: UInt64 = 4
    static let trialBalance: UInt64 = 5
    static let cut: UInt64 = 6
    static let feed: UInt64 = 7
    static let reached: UInt64 = 8
    static let times: UInt64 = 9
    static let claim: UInt64 = 10
    static let recover: UInt64 = 11
    static let tick: UInt64 = 12
    static let behind: UInt64 = 13
}

/// When an account held something.
public enum AsOf: Sendable, Hashable {
    /// At a cut.
    case cut(String)
    /// As recorded until a time.
    case recorded(Date)
    /// As effective from it.
    case effective(Date)
}

extension AsOf: Carried {
    func write(to writer: inout Writer) throws {
        switch self {
        case let .cut(cut):
            writer.variant(0, parts: 1)
            try writer.item("cut", cut)
        case let .recorded(time):
            writer.variant(1, parts: 1)
            try writer.item("recorded", time)
        case let .effective(time):
            writer.variant(2, parts: 1)
            try writer.item("effective", time)
        }
    }
}

/// Which part of a list is read.
private struct Paging: Carried {
    let newestFirst: Bool
    let after: String?
    let limit: UInt32

    func write(to writer: inout Writer) throws {
        writer.array(3)
        writer.flag(newestFirst)
        try writer.item("after", after)
        try writer.item("limit", limit)
    }
}

/// Time of the newest entry, the engine's clock, how many calls wait.
private struct Times: Told {
    let writtenUntil: Date
    let now: Date
    let waiting: UInt64

    init(from reader: inout Reader) throws {
        try reader.array(of: 3)
        writtenUntil = try reader.read()
        now = try reader.read()
        waiting = try reader.read()
    }
}

extension Engine {
    /// The record of this type with this id: `engine.get(Payment.self, id)`.
    public func get<R: Record>(_ record: R.Type, _ id: R.ID) async throws -> R? {
        let kind = R.kind
        let write = { (writer: inout Writer) in
            try writer.text(kind.name)
            try writer.data(id.raw.bytes)
        }
        return try await question(Question.get, parts: 2, write, read: kind.get)
    }

    /// All records of a type, by id.
    public func list<R: Record>(_ record: R.Type, newestFirst: Bool = false) -> Listing<R> {
        listing(R.kind, nil, .success([]), newestFirst)
    }

    /// Records by an index and the values of its leading fields:
    /// `engine.list(Payment.byOrder(order.id), newestFirst: true)`.
    public func list<R: Record>(_ index: Index<R>, newestFirst: Bool = false) -> Listing<R> {
        listing(R.kind, index.name, index.cells, newestFirst)
    }

    private func listing<R: Record>(
        _ kind: RecordKind<R>,
        _ index: String?,
        _ cells: Result<[Data], PaywrightError>,
        _ newestFirst: Bool
    ) -> Listing<R> {
        Listing { after, limit in
            let cells = try cells.get()
            let write = { (writer: inout Writer) in
                try writer.text(kind.name)
                try writer.item("index", index)
                try writer.item("with", cells)
                try writer.item("page", Paging(newestFirst: newestFirst, after: after, limit: limit))
            }
            return try await self.question(Question.list, parts: 4, write, read: kind.page)
        }
    }

    /// The transfer with this id.
    public func transfer(_ id: TransferId) async throws -> Transfer? {
        try await get(Transfer.self, id)
    }

    /// What an account holds, in minor units: balance, available, and the sums they come from. Nil where it
    /// was never opened.
    public func balance(_ account: AccountId) async throws -> Figures? {
        try await balance(account, nil)
    }

    /// What an account held.
    public func balanceAsOf(_ account: AccountId, _ moment: AsOf) async throws -> Figures? {
        try await balance(account, moment)
    }

    private func balance(_ account: AccountId, _ moment: AsOf?) async throws -> Figures? {
        try await asked(Question.balance, parts: 2) { writer in
            try writer.item("account", account)
            try writer.item("moment", moment)
        }
    }

    /// An account's statement: its lines by time, each with the balance after it.
    ///
    /// - Parameters:
    ///   - account: The account.
    ///   - since: Lines recorded at this time or later.
    ///   - before: Lines recorded before this time.
    ///   - kind: Only transfers of this kind.
    ///   - lines: Which lines: those that changed the balance, or also what was held, voided and expired.
    ///   - newestFirst: From the other end.
    /// - Returns: The lines. Reading them throws ``PaywrightError/missing(_:)`` where there is no such
    ///   account.
    public func statement(
        _ account: AccountId,
        since: Date? = nil,
        before: Date? = nil,
        kind: UInt16? = nil,
        lines: StatementLines = .posted,
        newestFirst: Bool = false
    ) -> Listing<StatementLine> {
        Listing { after, limit in
            let found: Page<StatementLine>? = try await self.asked(Question.statement, parts: 6) { writer in
                try writer.item("account", account)
                try writer.item("since", since)
                try writer.item("before", before)
                try writer.item("kind", kind)
                try writer.item("lines", lines)
                try writer.item("page", Paging(newestFirst: newestFirst, after: after, limit: limit))
            }
            if let found { return found }
            let reason = "there is no account \(account): it was never opened"
            throw PaywrightError.missing(Problem(code: Code.notFound.rawValue, reason: reason))
        }
    }

    /// The accounts of an owner, for a purpose, in a state.
    public func accounts(
        owner: Owner? = nil, purpose: Purpose? = nil, state: AccountState? = nil
    ) -> Listing<Account> {
        Listing { after, limit in
            try await self.asked(Question.accounts, parts: 4) { writer in
                try writer.item("owner", owner)
                try writer.item("purpose", purpose)
                try writer.item("state", state)
                try writer.item("page", Paging(newestFirst: false, after: after, limit: limit))
            }
        }
    }

    /// The sums of all accounts, by currency and purpose.
    public func trialBalance() async throws -> [TrialLine] {
        try await trialBalance(nil)
    }

    /// The trial balance at a cut, whatever was booked since.
    public func trialBalanceAt(_ cut: String) async throws -> [TrialLine] {
        try await trialBalance(cut)
    }

    private func trialBalance(_ cut: String?) async throws -> [TrialLine] {
        try await asked(Question.trialBalance, parts: 1) { try $0.item("cut", cut) }
    }

    /// Time of the newest entry; 1970 where there is none.
    public func writtenUntil() async throws -> Date {
        try await times().writtenUntil
    }

    /// The engine's clock.
    public func now() async throws -> Date {
        try await times().now
    }

    /// How many calls wait for this engine just now.
    public func waiting() async throws -> UInt64 {
        try await times().waiting
    }

    private func times() async throws -> Times {
        try await asked(Question.times)
    }
}
