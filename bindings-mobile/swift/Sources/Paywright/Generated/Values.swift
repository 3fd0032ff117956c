// What commands carry: values of named fields, and choices of one of some variants.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

import Foundation

/// Whose account it is.
public enum Owner: Sendable, Hashable {
    /// The platform that runs the engine.
    case platform
    /// A user.
    case user(UserId)
    /// A merchant.
    case merchant(MerchantId)
}

extension Owner: Told, Carried {
    func write(to writer: inout Writer) throws {
        switch self {
        case .platform:
            writer.variant(0, parts: 0)
        case let .user(user):
            writer.variant(1, parts: 1)
            try writer.item("user", user)
        case let .merchant(merchant):
            writer.variant(2, parts: 1)
            try writer.item("merchant", merchant)
        }
    }

    init(from reader: inout Reader) throws {
        let variant = try reader.variant()
        switch variant.number {
        case 0:
            try variant.has(0)
            self = .platform
        case 1:
            try variant.has(1)
            self = .user(try reader.read())
        case 2:
            try variant.has(1)
            self = .merchant(try reader.read())
        default: throw Unread.unknown(variant.number, of: "Owner")
        }
    }
}

/// What a transfer does.
public enum Posting: Sendable, Hashable {
    /// Moves the amount at once.
    ///
    /// - Parameters:
    ///   - debit: Account to debit.
    ///   - credit: Account to credit.
    ///   - amount: How much.
    case posted(debit: AccountId, credit: AccountId, amount: Money)
    /// Holds the amount until it is posted, voided or expired.
    ///
    /// - Parameters:
    ///   - debit: Account to debit.
    ///   - credit: Account to credit.
    ///   - amount: How much.
    ///   - expiresAt: Until when; without end where it is left out. From this time on the hold can no longer
    ///     be posted; `Engine.tick` then releases it.
    case pending(debit: AccountId, credit: AccountId, amount: Money, expiresAt: Date? = nil)
    /// Posts all or a part of what a pending transfer holds; the rest is released.
    ///
    /// - Parameters:
    ///   - pending: The pending transfer.
    ///   - amount: How much; all of it where it is left out.
    case postPending(pending: TransferId, amount: Money? = nil)
    /// Releases what a pending transfer holds.
    ///
    /// - Parameters:
    ///   - pending: The pending transfer.
    case voidPending(pending: TransferId)
    /// Moves as much as the account on a side allows: what is available on a debited account, what a credited
    /// one may still take; what has no bound allows everything. Refused where that is nothing.
    ///
    /// - Parameters:
    ///   - debit: Account to debit.
    ///   - credit: Account to credit.
    ///   - most: At most so much.
    ///   - within: Whose bounds the amount keeps within: the debited account's, the credited one's, or both.
    ///     Those of the other refuse it.
    case balancing(debit: AccountId, credit: AccountId, most: Money, within: Sides)
}

extension Posting: Told, Carried {
    func write(to writer: inout Writer) throws {
        switch self {
        case let .posted(debit, credit, amount):
            writer.variant(0, parts: 3)
            try writer.item("posted.debit", debit)
            try writer.item("posted.credit", credit)
            try writer.item("posted.amount", amount)
        case let .pending(debit, credit, amount, expiresAt):
            writer.variant(1, parts: 4)
            try writer.item("pending.debit", debit)
            try writer.item("pending.credit", credit)
            try writer.item("pending.amount", amount)
            try writer.item("pending.expiresAt", expiresAt)
        case let .postPending(pending, amount):
            writer.variant(2, parts: 2)
            try writer.item("postPending.pending", pending)
            try writer.item("postPending.amount", amount)
        case let .voidPending(pending):
            writer.variant(3, parts: 1)
            try writer.item("voidPending.pending", pending)
        case let .balancing(debit, credit, most, within):
            writer.variant(4, parts: 4)
            try writer.item("balancing.debit", debit)
            try writer.item("balancing.credit", credit)
            try writer.item("balancing.most", most)
            try writer.item("balancing.within", within)
        }
    }

    init(from reader: inout Reader) throws {
        let variant = try reader.variant()
        switch variant.number {
        case 0:
            try variant.has(3)
            self = .posted(debit: try reader.read(), credit: try reader.read(), amount: try reader.read())
        case 1:
            try variant.has(4)
            self = .pending(
                debit: try reader.read(),
                credit: try reader.read(),
                amount: try reader.read(),
                expiresAt: try reader.read()
            )
        case 2:
            try variant.has(2)
            self = .postPending(pending: try reader.read(), amount: try reader.read())
        case 3:
            try variant.has(1)
            self = .voidPending(pending: try reader.read())
        case 4:
            try variant.has(4)
            self = .balancing(
                debit: try reader.read(),
                credit: try reader.read(),
                most: try reader.read(),
                within: try reader.read()
            )
        default: throw Unread.unknown(variant.number, of: "Posting")
        }
    }
}

/// What a payment is for.
public enum PaymentPurpose: Sendable, Hashable {
    /// To pay an order.
    case order(OrderId)
    /// To top a user's wallet up; the amount must then be given.
    case topUp(UserId)
}

extension PaymentPurpose: Told, Carried {
    func write(to writer: inout Writer) throws {
        switch self {
        case let .order(order):
            writer.variant(0, parts: 1)
            try writer.item("order", order)
        case let .topUp(user):
            writer.variant(1, parts: 1)
            try writer.item("topUp", user)
        }
    }

    init(from reader: inout Reader) throws {
        let variant = try reader.variant()
        switch variant.number {
        case 0:
            try variant.has(1)
            self = .order(try reader.read())
        case 1:
            try variant.has(1)
            self = .topUp(try reader.read())
        default: throw Unread.unknown(variant.number, of: "PaymentPurpose")
        }
    }
}

/// What a payment is paid with.
public enum Method: Sendable, Hashable {
    /// The payer's wallet.
    case wallet
    /// A channel, by the name that the host gives it: `cards`, `open-banking`.
    case channel(String)
}

extension Method: Told, Carried {
    func write(to writer: inout Writer) throws {
        switch self {
        case .wallet:
            writer.variant(0, parts: 0)
        case let .channel(channel):
            writer.variant(1, parts: 1)
            try writer.item("channel", channel)
        }
    }

    init(from reader: inout Reader) throws {
        let variant = try reader.variant()
        switch variant.number {
        case 0:
            try variant.has(0)
            self = .wallet
        case 1:
            try variant.has(1)
            self = .channel(try reader.read())
        default: throw Unread.unknown(variant.number, of: "Method")
        }
    }
}

/// What the platform's own look at the risk came to.
public enum Verdict: Sendable, Hashable {
    /// Nothing stands in the way.
    case allow
    /// The payer must first prove who they are.
    case challenge
    /// Somebody must look at it first.
    ///
    /// - Parameters:
    ///   - until: Until when; then it is cancelled. Without end where it is left out.
    case review(until: Date? = nil)
    /// It is not to be.
    ///
    /// - Parameters:
    ///   - reason: Why, at most 256 bytes.
    case deny(reason: String)
}

extension Verdict: Told, Carried {
    func write(to writer: inout Writer) throws {
        switch self {
        case .allow:
            writer.variant(0, parts: 0)
        case .challenge:
            writer.variant(1, parts: 0)
        case let .review(until):
            writer.variant(2, parts: 1)
            try writer.item("review.until", until)
        case let .deny(reason):
            writer.variant(3, parts: 1)
            try writer.item("deny.reason", reason)
        }
    }

    init(from reader: inout Reader) throws {
        let variant = try reader.variant()
        switch variant.number {
        case 0:
            try variant.has(0)
            self = .allow
        case 1:
            try variant.has(0)
            self = .challenge
        case 2:
            try variant.has(1)
            self = .review(until: try reader.read())
        case 3:
            try variant.has(1)
            self = .deny(reason: try reader.read())
        default: throw Unread.unknown(variant.number, of: "Verdict")
        }
    }
}

/// What the payer must do before the channel goes on.
public enum PayerAction: Sendable, Hashable {
    /// Visit this address, at most 2,048 bytes.
    case redirect(String)
    /// Scan this code, or read it out to a banking app: what a QR code holds, at most 2,048 bytes.
    case code(String)
}

extension PayerAction: Told, Carried {
    func write(to writer: inout Writer) throws {
        switch self {
        case let .redirect(address):
            writer.variant(0, parts: 1)
            try writer.item("redirect", address)
        case let .code(code):
            writer.variant(1, parts: 1)
            try writer.item("code", code)
        }
    }

    init(from reader: inout Reader) throws {
        let variant = try reader.variant()
        switch variant.number {
        case 0:
            try variant.has(1)
            self = .redirect(try reader.read())
        case 1:
            try variant.has(1)
            self = .code(try reader.read())
        default: throw Unread.unknown(variant.number, of: "PayerAction")
        }
    }
}

/// What a channel, a webhook, a query or a statement says about an operation.
public enum Outcome: Sendable, Hashable {
    /// The channel did it.
    case succeeded
    /// The channel refused it.
    ///
    /// - Parameters:
    ///   - reason: The channel's reason, at most 256 bytes.
    case declined(reason: String)
    /// It did not happen, for another reason than a refusal.
    ///
    /// - Parameters:
    ///   - reason: What went wrong, at most 256 bytes.
    case failed(reason: String)
    /// Silence, or an answer that could not be understood: the channel must be asked.
    ///
    /// - Parameters:
    ///   - raw: The answer as it came, if there was one: at most 1,024 bytes without control characters, as
    ///     `Outcome.unknown` makes them.
    case unknown(raw: String? = nil)
    /// The channel was asked and never received it. Believed a quarter of an hour after it was handed out;
    /// before, it counts as unknown.
    case neverArrived
    /// The channel waits for the payer: only for what takes or reserves a payer's money.
    ///
    /// - Parameters:
    ///   - action: What the payer must do.
    ///   - until: Until when; without end where the channel does not say. Then the channel is asked.
    case needsPayer(action: PayerAction, until: Date? = nil)
    /// The channel had done it and took it back: a bank's return, a chargeback.
    ///
    /// - Parameters:
    ///   - reason: The channel's reason, at most 256 bytes.
    case takenBack(reason: String)
}

extension Outcome: Told, Carried {
    func write(to writer: inout Writer) throws {
        switch self {
        case .succeeded:
            writer.variant(0, parts: 0)
        case let .declined(reason):
            writer.variant(1, parts: 1)
            try writer.item("declined.reason", reason)
        case let .failed(reason):
            writer.variant(2, parts: 1)
            try writer.item("failed.reason", reason)
        case let .unknown(raw):
            writer.variant(3, parts: 1)
            try writer.item("unknown.raw", raw)
        case .neverArrived:
            writer.variant(4, parts: 0)
        case let .needsPayer(action, until):
            writer.variant(5, parts: 2)
            try writer.item("needsPayer.action", action)
            try writer.item("needsPayer.until", until)
        case let .takenBack(reason):
            writer.variant(6, parts: 1)
            try writer.item("takenBack.reason", reason)
        }
    }

    init(from reader: inout Reader) throws {
        let variant = try reader.variant()
        switch variant.number {
        case 0:
            try variant.has(0)
            self = .succeeded
        case 1:
            try variant.has(1)
            self = .declined(reason: try reader.read())
        case 2:
            try variant.has(1)
            self = .failed(reason: try reader.read())
        case 3:
            try variant.has(1)
            self = .unknown(raw: try reader.read())
        case 4:
            try variant.has(0)
            self = .neverArrived
        case 5:
            try variant.has(2)
            self = .needsPayer(action: try reader.read(), until: try reader.read())
        case 6:
            try variant.has(1)
            self = .takenBack(reason: try reader.read())
        default: throw Unread.unknown(variant.number, of: "Outcome")
        }
    }
}

/// A record whose state time can end.
public enum Due: Sendable, Hashable {
    /// A hold expires.
    case hold(TransferId)
    /// An order that is not paid is closed; one that is paid is finished, because its time for refunds is
    /// over.
    case order(OrderId)
    /// A payment or its authorisation expires, or its review ends without an answer.
    case payment(PaymentId)
    /// A payer did not do in time what a channel waits for; the channel is asked.
    case operation(OperationId)
    /// A refund's review ends without an answer.
    case refund(RefundId)
}

extension Due: Told, Carried {
    func write(to writer: inout Writer) throws {
        switch self {
        case let .hold(hold):
            writer.variant(0, parts: 1)
            try writer.item("hold", hold)
        case let .order(order):
            writer.variant(1, parts: 1)
            try writer.item("order", order)
        case let .payment(payment):
            writer.variant(2, parts: 1)
            try writer.item("payment", payment)
        case let .operation(operation):
            writer.variant(3, parts: 1)
            try writer.item("operation", operation)
        case let .refund(refund):
            writer.variant(4, parts: 1)
            try writer.item("refund", refund)
        }
    }

    init(from reader: inout Reader) throws {
        let variant = try reader.variant()
        switch variant.number {
        case 0:
            try variant.has(1)
            self = .hold(try reader.read())
        case 1:
            try variant.has(1)
            self = .order(try reader.read())
        case 2:
            try variant.has(1)
            self = .payment(try reader.read())
        case 3:
            try variant.has(1)
            self = .operation(try reader.read())
        case 4:
            try variant.has(1)
            self = .refund(try reader.read())
        default: throw Unread.unknown(variant.number, of: "Due")
        }
    }
}

/// Who asks: the host itself, where nobody is named.
public enum Actor: Sendable, Hashable {
    /// The host itself.
    case system
    /// A person of the platform.
    ///
    /// - Parameters:
    ///   - name: Name, unique among the platform's operators.
    ///   - roles: What the person may do.
    case `operator`(name: String, roles: [Role])
    /// A merchant.
    case merchant(MerchantId)
    /// A user.
    case user(UserId)
}

extension Actor: Told, Carried {
    func write(to writer: inout Writer) throws {
        switch self {
        case .system:
            writer.variant(0, parts: 0)
        case let .`operator`(name, roles):
            writer.variant(1, parts: 2)
            try writer.item("operator.name", name)
            try writer.item("operator.roles", roles)
        case let .merchant(merchant):
            writer.variant(2, parts: 1)
            try writer.item("merchant", merchant)
        case let .user(user):
            writer.variant(3, parts: 1)
            try writer.item("user", user)
        }
    }

    init(from reader: inout Reader) throws {
        let variant = try reader.variant()
        switch variant.number {
        case 0:
            try variant.has(0)
            self = .system
        case 1:
            try variant.has(2)
            self = .`operator`(name: try reader.read(), roles: try reader.read())
        case 2:
            try variant.has(1)
            self = .merchant(try reader.read())
        case 3:
            try variant.has(1)
            self = .user(try reader.read())
        default: throw Unread.unknown(variant.number, of: "Actor")
        }
    }
}

/// What makes an account the one it is. The account's id derives from it, so two writers open the same one.
public struct AccountKey: Sendable, Hashable {
    /// Whose.
    public var owner: Owner
    /// What for.
    public var purpose: Purpose
    /// In which currency, for ever.
    public var currency: Currency
    /// What tells accounts apart that share the rest: the channel of a receivable.
    public var scope: String?

    /// Made of its fields.
    public init(owner: Owner, purpose: Purpose, currency: Currency, scope: String? = nil) {
        self.owner = owner
        self.purpose = purpose
        self.currency = currency
        self.scope = scope
    }
}

extension AccountKey: Told, Carried {
    func write(to writer: inout Writer) throws {
        writer.array(4)
        try writer.item("owner", owner)
        try writer.item("purpose", purpose)
        try writer.item("currency", currency)
        try writer.item("scope", scope)
    }

    init(from reader: inout Reader) throws {
        try reader.array(of: 4)
        owner = try reader.read()
        purpose = try reader.read()
        currency = try reader.read()
        scope = try reader.read()
    }
}

/// One transfer of `PostTransfers`.
public struct NewTransfer: Sendable, Hashable {
    /// Its id, chosen by the caller: posting it again answers the transfer that is there. Made where it is
    /// left out; the request then needs a key.
    public var id: TransferId?
    /// What it does.
    public var posting: Posting
    /// What it is for: general, or one of the host's kinds.
    public var kind: UInt16
    /// The caller's own reference.
    public var reference: String?
    /// Stands or falls with the next transfer of the list.
    public var chained: Bool
    /// What the host keeps with it.
    public var metadata: Metadata?
    /// When it counts, where that is before it is recorded: a posting that comes late, or an import. Not in
    /// the future, behind the time that the books are closed through, and only for what moves money at once
    /// or posts what was held.
    public var effectiveAt: Date?

    /// Made of its fields.
    public init(
        posting: Posting,
        id: TransferId? = nil,
        kind: UInt16 = 0,
        reference: String? = nil,
        chained: Bool = false,
        metadata: Metadata? = nil,
        effectiveAt: Date? = nil
    ) {
        self.id = id
        self.posting = posting
        self.kind = kind
        self.reference = reference
        self.chained = chained
        self.metadata = metadata
        self.effectiveAt = effectiveAt
    }
}

extension NewTransfer: Told, Carried {
    func write(to writer: inout Writer) throws {
        writer.map(3 + one(id) + one(reference) + one(metadata) + one(effectiveAt))
        try writer.field(1, "id", id)
        try writer.field(2, "posting", posting)
        try writer.field(3, "kind", kind)
        try writer.field(4, "reference", reference)
        try writer.field(5, "chained", chained)
        try writer.field(6, "metadata", metadata)
        try writer.field(7, "effectiveAt", effectiveAt)
    }

    init(from reader: inout Reader) throws {
        try reader.array(of: 7)
        id = try reader.read()
        posting = try reader.read()
        kind = try reader.read()
        reference = try reader.read()
        chained = try reader.read()
        metadata = try reader.read()
        effectiveAt = try reader.read()
    }
}
