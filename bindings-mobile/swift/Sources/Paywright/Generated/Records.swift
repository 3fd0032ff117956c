// What is stored, and what is answered. Nobody but the engine makes these.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

import Foundation

/// What rules an account: rarely changed, relied on by every posting.
public struct Account: Sendable, Hashable {
    /// Its id, derived from owner, purpose, currency and scope.
    public let id: AccountId
    /// Whose.
    public let owner: Owner
    /// What for.
    public let purpose: Purpose
    /// In which currency, for ever.
    public let currency: Currency
    /// What tells accounts apart that share the rest.
    public let scope: String?
    /// What must stay available, in minor units; none where there is no such bound.
    public let minAvailable: Int64?
    /// What the balance may rise to, in minor units; none where there is no such bound.
    public let maxBalance: Int64?
    /// What may be posted to it.
    public let state: AccountState
}

extension Account: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 8)
        id = try reader.read()
        owner = try reader.read()
        purpose = try reader.read()
        currency = try reader.read()
        scope = try reader.read()
        minAvailable = try reader.read()
        maxBalance = try reader.read()
        state = try reader.read()
    }
}

extension Account: Record {
    /// Of its own type.
    public typealias ID = AccountId
    /// Its name.
    public static let kind = RecordKind<Account>("Account")
}

/// An asset of the host.
public struct Asset: Sendable, Hashable {
    /// Derived from the code alone: an asset has one exponent.
    public let id: AssetId
    /// Code and exponent.
    public let currency: Currency
    /// What people call it.
    public let name: String
}

extension Asset: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 3)
        id = try reader.read()
        currency = try reader.read()
        name = try reader.read()
    }
}

extension Asset: Record {
    /// Of its own type.
    public typealias ID = AssetId
    /// Its name.
    public static let kind = RecordKind<Asset>("Asset")
}

/// What an account holds, on one lane if the account is shared. Its history is the chain of transfers from
/// `newest` back.
public struct Balance: Sendable, Hashable {
    /// Derived from account and lane.
    public let id: BalanceId
    /// The account.
    public let account: AccountId
    /// The lane that writes it; 0 for a guarded account, which every lane writes.
    public let lane: UInt16
    /// Posted debits, in minor units.
    public let debits: Decimal
    /// Posted credits.
    public let credits: Decimal
    /// Pending debits. One lane's share may be negative, where it resolved a hold that another lane made.
    public let pendingDebits: Decimal
    /// Pending credits.
    public let pendingCredits: Decimal
    /// Its newest transfer.
    public let newest: Int64?
    /// How many transfers there were.
    public let transfers: UInt64
}

extension Balance: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 9)
        id = try reader.read()
        account = try reader.read()
        lane = try reader.read()
        debits = try reader.read()
        credits = try reader.read()
        pendingDebits = try reader.read()
        pendingCredits = try reader.read()
        newest = try reader.read()
        transfers = try reader.read()
    }
}

extension Balance: Record {
    /// Of its own type.
    public typealias ID = BalanceId
    /// Its name.
    public static let kind = RecordKind<Balance>("Balance")
}

/// What holds for all books of this storage: one row, made when the storage is first opened.
public struct Books: Sendable, Hashable {
    /// Always the same.
    public let id: BooksId
    /// Version of the rules that every engine must know to write.
    public let rules: UInt32
    /// No transfer may be effective at or before this time.
    public let closedThrough: Date?
}

extension Books: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 3)
        id = try reader.read()
        rules = try reader.read()
        closedThrough = try reader.read()
    }
}

extension Books: Record {
    /// Of its own type.
    public typealias ID = BooksId
    /// Its name.
    public static let kind = RecordKind<Books>("Books")
}

/// Something for people to look at.
public struct Case: Sendable, Hashable {
    /// Derived from kind, subject and transfer: the same thing opens one case.
    public let id: CaseId
    /// What it is about.
    public let kind: CaseKind
    /// The record it is about.
    public let subject: Data
    /// The transfer that booked the money, if any moved.
    public let transfer: TransferId?
    /// What happened, the newest.
    public let detail: String
    /// Where it stands.
    public let state: CaseState
    /// Since when.
    public let openedAt: Date
    /// Who settled it, and how.
    public let settlement: String?
}

extension Case: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 8)
        id = try reader.read()
        kind = try reader.read()
        subject = try reader.read()
        transfer = try reader.read()
        detail = try reader.read()
        state = try reader.read()
        openedAt = try reader.read()
        settlement = try reader.read()
    }
}

extension Case: Record {
    /// Of its own type.
    public typealias ID = CaseId
    /// Its name.
    public static let kind = RecordKind<Case>("Case")
}

/// Work for the outside world.
public struct Effect: Sendable, Hashable {
    /// Its id.
    public let id: EffectId
    /// What is to be done.
    public let kind: EffectKind
    /// The operation it is about.
    public let operation: OperationId
    /// Where it stands.
    public let state: EffectState
    /// Who has claimed it.
    public let worker: String?
    /// When it may be claimed; when it is claimed, until when.
    public let dueAt: Date?
    /// How often it was claimed.
    public let claims: UInt32
}

extension Effect: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 7)
        id = try reader.read()
        kind = try reader.read()
        operation = try reader.read()
        state = try reader.read()
        worker = try reader.read()
        dueAt = try reader.read()
        claims = try reader.read()
    }
}

extension Effect: Record {
    /// Of its own type.
    public typealias ID = EffectId
    /// Its name.
    public static let kind = RecordKind<Effect>("Effect")
}

/// Money of one currency exchanged for money of another. Each leg goes through `fx_position` in its own
/// currency; what was booked is kept with its rate and never computed again.
public struct Exchange: Sendable, Hashable {
    /// Its id.
    public let id: ExchangeId
    /// Account debited.
    public let debit: AccountId
    /// Account credited.
    public let credit: AccountId
    /// What was debited, in the currency of that account.
    public let debited: Money
    /// What was credited, in the currency of that account.
    public let credited: Money
    /// Whole units of the credited currency for one whole unit of the debited one.
    public let rate: Rate
    /// The transfer from the debited account to `fx_position`.
    public let out: TransferId
    /// The transfer from `fx_position` to the credited account.
    public let back: TransferId
    /// When it counts, where that is before it was recorded.
    public let effectiveAt: Date?
    /// The caller's own reference.
    public let reference: String?
    /// What the host keeps with it.
    public let metadata: Metadata?
}

extension Exchange: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 11)
        id = try reader.read()
        debit = try reader.read()
        credit = try reader.read()
        debited = try reader.read()
        credited = try reader.read()
        rate = try reader.read()
        out = try reader.read()
        back = try reader.read()
        effectiveAt = try reader.read()
        reference = try reader.read()
        metadata = try reader.read()
    }
}

extension Exchange: Record {
    /// Of its own type.
    public typealias ID = ExchangeId
    /// Its name.
    public static let kind = RecordKind<Exchange>("Exchange")
}

/// What the platform takes of each part of a payment.
public struct FeePlan: Sendable, Hashable {
    /// Its id.
    public let id: FeePlanId
    /// Its name.
    public let name: String
    /// The share of what is captured.
    public let rate: Rate
    /// How the share is rounded to minor units.
    public let rounding: Rounding
    /// Taken once a part, with its first capture. Payments under the plan are in its currency.
    public let fixed: Money
    /// What becomes of the fee when a payment is refunded.
    public let onRefund: FeesOnRefund
}

extension FeePlan: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 6)
        id = try reader.read()
        name = try reader.read()
        rate = try reader.read()
        rounding = try reader.read()
        fixed = try reader.read()
        onRefund = try reader.read()
    }
}

extension FeePlan: Record {
    /// Of its own type.
    public typealias ID = FeePlanId
    /// Its name.
    public static let kind = RecordKind<FeePlan>("FeePlan")
}

/// The reservation of a pending transfer.
public struct Hold: Sendable, Hashable {
    /// The pending transfer's id.
    public let id: TransferId
    /// Account that is to be debited.
    public let debit: AccountId
    /// Account that is to be credited.
    public let credit: AccountId
    /// What is held, in minor units.
    public let amount: Int64
    /// What of it was posted in the end.
    public let posted: Int64
    /// Where it stands.
    public let state: HoldState
    /// Until when it was made to last; none without end.
    public let expiresAt: Date?
    /// When it expires, while it is open.
    public let dueAt: Date?
    /// The record that made it and alone may resolve it; none where the host did.
    public let subject: Data?
}

extension Hold: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 9)
        id = try reader.read()
        debit = try reader.read()
        credit = try reader.read()
        amount = try reader.read()
        posted = try reader.read()
        state = try reader.read()
        expiresAt = try reader.read()
        dueAt = try reader.read()
        subject = try reader.read()
    }
}

extension Hold: Record {
    /// Of its own type.
    public typealias ID = TransferId
    /// Its name.
    public static let kind = RecordKind<Hold>("Hold")
}

/// A merchant.
public struct Merchant: Sendable, Hashable {
    /// Its id.
    public let id: MerchantId
    /// Its name.
    public let name: String
    /// The fee plan of payments that start from now on.
    public let feePlan: FeePlanId
    /// Whether its refunds are reviewed.
    public let refundReview: RefundReview
    /// Where it stands.
    public let state: MerchantState
    /// For how long a refund may wait for its review, in seconds; without end where there is none.
    public let reviewSeconds: UInt32?
    /// What becomes of a refund that nobody reviewed in time.
    public let unreviewed: Unreviewed
    /// For how long after an order is paid its merchant may refund it, in seconds; without end where there is
    /// none.
    public let refundWindowSeconds: UInt32?
}

extension Merchant: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 8)
        id = try reader.read()
        name = try reader.read()
        feePlan = try reader.read()
        refundReview = try reader.read()
        state = try reader.read()
        reviewSeconds = try reader.read()
        unreviewed = try reader.read()
        refundWindowSeconds = try reader.read()
    }
}

extension Merchant: Record {
    /// Of its own type.
    public typealias ID = MerchantId
    /// Its name.
    public static let kind = RecordKind<Merchant>("Merchant")
}

/// One call to a channel.
public struct Operation: Sendable, Hashable {
    /// Its id; the channel recognises repeats by it.
    public let id: OperationId
    /// What the channel is asked to do.
    public let kind: OperationKind
    /// Which channel.
    public let channel: String
    /// How much.
    public let amount: Money
    /// The payment it serves.
    public let payment: PaymentId
    /// The refund it serves, if it serves one.
    public let refund: RefundId?
    /// The operation at the channel that it builds on: the authorisation of a capture, the sale of a refund,
    /// whatever is reversed.
    public let original: OperationId?
    /// Where it stands.
    public let state: OperationState
    /// Why it was declined, failed or was taken back, in the channel's words.
    public let reason: String?
    /// The channel's answer where it could not be told what it means.
    public let rawAnswer: String?
    /// Until when its worker may still send it; none before it is handed out.
    public let sendableUntil: Date?
    /// Of a capture: whether the channel keeps the rest reserved.
    public let capture: CaptureKind?
    /// The effect that sends it, or asks what became of it.
    public let effect: EffectId?
    /// What the payer must do, while the channel waits for that.
    public let action: PayerAction?
    /// Until when the payer may do it, while the channel waits for that.
    public let dueAt: Date?
    /// The operation that gave back what this one took in vain; until one did, the newest that is to.
    public let reversedBy: OperationId?
    /// When the channel took back what it had done.
    public let takenBackAt: Date?
}

extension Operation: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 17)
        id = try reader.read()
        kind = try reader.read()
        channel = try reader.read()
        amount = try reader.read()
        payment = try reader.read()
        refund = try reader.read()
        original = try reader.read()
        state = try reader.read()
        reason = try reader.read()
        rawAnswer = try reader.read()
        sendableUntil = try reader.read()
        capture = try reader.read()
        effect = try reader.read()
        action = try reader.read()
        dueAt = try reader.read()
        reversedBy = try reader.read()
        takenBackAt = try reader.read()
    }
}

extension Operation: Record {
    /// Of its own type.
    public typealias ID = OperationId
    /// Its name.
    public static let kind = RecordKind<Operation>("Operation")
}

/// Something to be paid to one merchant. Amounts beside the total are minor units of its currency.
public struct Order: Sendable, Hashable {
    /// Its id.
    public let id: OrderId
    /// Who is owed.
    public let merchant: MerchantId
    /// Who ordered; none at a guest checkout.
    public let customer: UserId?
    /// What is to be paid.
    public let total: Money
    /// Captured for it.
    public let paid: Int64
    /// Reserved by payments that are under way.
    public let inFlight: Int64
    /// Given back of what was paid.
    public let refunded: Int64
    /// Reserved by refunds that are under way.
    public let refundsReserved: Int64
    /// The host's own reference.
    public let reference: String?
    /// Where it stands.
    public let state: OrderState
    /// Since when.
    public let placedAt: Date
    /// How far the merchant has delivered.
    public let fulfilment: Fulfilment
    /// Until when it may be paid.
    public let expiresAt: Date?
    /// When time ends the state it is in: it expires unpaid, or its time for refunds is over.
    public let dueAt: Date?
    /// Its newest payment; each names the one before.
    public let newestPayment: PaymentId?
    /// How many payments it has had.
    public let payments: UInt32
    /// What the host keeps with it.
    public let metadata: Metadata?
}

extension Order: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 17)
        id = try reader.read()
        merchant = try reader.read()
        customer = try reader.read()
        total = try reader.read()
        paid = try reader.read()
        inFlight = try reader.read()
        refunded = try reader.read()
        refundsReserved = try reader.read()
        reference = try reader.read()
        state = try reader.read()
        placedAt = try reader.read()
        fulfilment = try reader.read()
        expiresAt = try reader.read()
        dueAt = try reader.read()
        newestPayment = try reader.read()
        payments = try reader.read()
        metadata = try reader.read()
    }
}

extension Order: Record {
    /// Of its own type.
    public typealias ID = OrderId
    /// Its name.
    public static let kind = RecordKind<Order>("Order")
}

/// A receiver's share of a payment. Amounts beside `amount` are minor units of its currency.
public struct Part: Sendable, Hashable {
    /// Derived from the payment and the number.
    public let id: PartId
    /// The payment.
    public let payment: PaymentId
    /// Its number within the payment, from 1.
    public let number: UInt32
    /// Who is paid.
    public let receiver: Owner
    /// Its share of the payment.
    public let amount: Money
    /// The fee plan of the day the payment started; none for a top-up.
    public let feePlan: FeePlanId?
    /// Captured of it.
    public let captured: Int64
    /// The platform's fee taken of it.
    public let fee: Int64
    /// Given back of it.
    public let refunded: Int64
    /// Reserved by refunds that are under way.
    public let refundsReserved: Int64
    /// What the channel took back of it.
    public let takenBack: Int64
    /// Given back of the fee because of refunds.
    public let feeReturned: Int64
}

extension Part: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 12)
        id = try reader.read()
        payment = try reader.read()
        number = try reader.read()
        receiver = try reader.read()
        amount = try reader.read()
        feePlan = try reader.read()
        captured = try reader.read()
        fee = try reader.read()
        refunded = try reader.read()
        refundsReserved = try reader.read()
        takenBack = try reader.read()
        feeReturned = try reader.read()
    }
}

extension Part: Record {
    /// Of its own type.
    public typealias ID = PartId
    /// Its name.
    public static let kind = RecordKind<Part>("Part")
}

/// One way of paying. Amounts beside `amount` are minor units of its currency.
public struct Payment: Sendable, Hashable {
    /// Its id.
    public let id: PaymentId
    /// The order it pays; none for a top-up.
    public let order: OrderId?
    /// Who pays; none at a guest checkout.
    public let payer: UserId?
    /// Who is paid: a merchant, or the user whose wallet is topped up.
    public let receiver: Owner
    /// How much.
    public let amount: Money
    /// What it is paid with; none while it needs one.
    public let method: Method?
    /// Whether it is captured at once.
    public let capture: CaptureMode
    /// Reserved on the payer's side, captured or not.
    public let authorised: Int64
    /// Taken from the payer for the receiver.
    public let captured: Int64
    /// Given back of what was captured.
    public let refunded: Int64
    /// Reserved by refunds that are under way.
    public let refundsReserved: Int64
    /// Taken from the payer by a success that the payment does not rest on, and kept for the payer.
    public let unwanted: Int64
    /// The unfinished operation, if there is one.
    public let operation: OperationId?
    /// The operation at the channel that reserved the amount.
    public let authorisedBy: OperationId?
    /// The newest operation at the channel that took money; refunds build on it.
    public let takenBy: OperationId?
    /// The pending transfer that reserves what is not captured yet.
    public let hold: TransferId?
    /// Whether the capture that is under way is the last.
    public let lastCapture: CaptureKind?
    /// Why it failed.
    public let failure: String?
    /// Where it stands.
    public let state: PaymentState
    /// Since when.
    public let startedAt: Date
    /// How often it may still be sent to a channel.
    public let attemptsLeft: UInt32
    /// How often the payer may still try at the challenge that is under way.
    public let triesLeft: UInt32
    /// Who confirmed it last; they may not review it.
    public let confirmedBy: String?
    /// Until when it may be confirmed.
    public let expiresAt: Date?
    /// Until when the review that is under way may answer.
    public let reviewUntil: Date?
    /// For how many seconds what it authorises may be captured.
    public let authorisationSeconds: UInt32
    /// Until when what it has authorised may be captured.
    public let authorisedUntil: Date?
    /// When time ends the state it is in.
    public let dueAt: Date?
    /// What the channel took back of it, from whoever was paid.
    public let takenBack: Int64
    /// What of that the payee's wallet could not give; the user owes it to the platform.
    public let owedByPayee: Int64
    /// What was given back beyond what was captured, because a refund succeeded after it was given up.
    public let refundedInExcess: Int64
    /// The payment of the same order before it.
    public let before: PaymentId?
    /// What the host keeps with it.
    public let metadata: Metadata?
    /// How much of its amount was asked for by increments.
    public let incremented: Int64
    /// What it was to be paid with at first, where another method took or is to take its place.
    public let firstMethod: Method?
}

extension Payment: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 35)
        id = try reader.read()
        order = try reader.read()
        payer = try reader.read()
        receiver = try reader.read()
        amount = try reader.read()
        method = try reader.read()
        capture = try reader.read()
        authorised = try reader.read()
        captured = try reader.read()
        refunded = try reader.read()
        refundsReserved = try reader.read()
        unwanted = try reader.read()
        operation = try reader.read()
        authorisedBy = try reader.read()
        takenBy = try reader.read()
        hold = try reader.read()
        lastCapture = try reader.read()
        failure = try reader.read()
        state = try reader.read()
        startedAt = try reader.read()
        attemptsLeft = try reader.read()
        triesLeft = try reader.read()
        confirmedBy = try reader.read()
        expiresAt = try reader.read()
        reviewUntil = try reader.read()
        authorisationSeconds = try reader.read()
        authorisedUntil = try reader.read()
        dueAt = try reader.read()
        takenBack = try reader.read()
        owedByPayee = try reader.read()
        refundedInExcess = try reader.read()
        before = try reader.read()
        metadata = try reader.read()
        incremented = try reader.read()
        firstMethod = try reader.read()
    }
}

extension Payment: Record {
    /// Of its own type.
    public typealias ID = PaymentId
    /// Its name.
    public static let kind = RecordKind<Payment>("Payment")
}

/// Money back to a payer.
public struct Refund: Sendable, Hashable {
    /// Its id.
    public let id: RefundId
    /// The payment it gives back.
    public let payment: PaymentId
    /// How much.
    public let amount: Money
    /// Who asked.
    public let requestedBy: String
    /// Why.
    public let reason: String?
    /// The pending transfer that reserves the amount.
    public let hold: TransferId?
    /// Its last operation at the channel.
    public let operation: OperationId?
    /// Why it did not go through.
    public let failure: String?
    /// Where it stands.
    public let state: RefundState
    /// Since when.
    public let requestedAt: Date
    /// Where it goes; none where it goes back to where the payment came from.
    public let destination: Method?
    /// Who reviewed it.
    public let reviewedBy: String?
    /// Until when its review may answer, while it waits for that.
    public let dueAt: Date?
    /// What the host keeps with it.
    public let metadata: Metadata?
    /// The operation that gave the money back; none where the ledger did, and as long as it is not back.
    public let givenBy: OperationId?
}

extension Refund: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 15)
        id = try reader.read()
        payment = try reader.read()
        amount = try reader.read()
        requestedBy = try reader.read()
        reason = try reader.read()
        hold = try reader.read()
        operation = try reader.read()
        failure = try reader.read()
        state = try reader.read()
        requestedAt = try reader.read()
        destination = try reader.read()
        reviewedBy = try reader.read()
        dueAt = try reader.read()
        metadata = try reader.read()
        givenBy = try reader.read()
    }
}

extension Refund: Record {
    /// Of its own type.
    public typealias ID = RefundId
    /// Its name.
    public static let kind = RecordKind<Refund>("Refund")
}

/// Money moved, held or released; immutable.
public struct Transfer: Sendable, Hashable {
    /// Where it stands: lane and ordinal in one integer.
    public let position: Int64
    /// Its id.
    public let id: TransferId
    /// Account debited.
    public let debit: AccountId
    /// Account credited.
    public let credit: AccountId
    /// Minor units of the accounts' currency.
    public let amount: Int64
    /// What it does: 1 posted, 2 pending, 3 posts, 4 voids, 5 expires a pending one.
    public let phase: Phase
    /// What it is for; from 1,000 on the host's own kinds.
    public let kind: UInt16
    /// The payment, refund or other record that caused it.
    public let subject: Data?
    /// The pending transfer that it resolves.
    public let hold: TransferId?
    /// The caller's own reference.
    public let reference: String?
    /// When it counts, where that is before it was recorded.
    public let effectiveAt: Date?
    /// Time of its entry.
    public let recordedAt: Date
    /// The debited account's transfer before this one, on the same balance.
    public let debitBefore: Int64?
    /// The debited balance after it, on the account's normal side.
    public let debitAfter: Int64
    /// The credited account's transfer before this one, on the same balance.
    public let creditBefore: Int64?
    /// The credited balance after it, on the account's normal side.
    public let creditAfter: Int64
    /// What the host keeps with it.
    public let metadata: Metadata?
}

extension Transfer: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 17)
        position = try reader.read()
        id = try reader.read()
        debit = try reader.read()
        credit = try reader.read()
        amount = try reader.read()
        phase = try reader.read()
        kind = try reader.read()
        subject = try reader.read()
        hold = try reader.read()
        reference = try reader.read()
        effectiveAt = try reader.read()
        recordedAt = try reader.read()
        debitBefore = try reader.read()
        debitAfter = try reader.read()
        creditBefore = try reader.read()
        creditAfter = try reader.read()
        metadata = try reader.read()
    }
}

extension Transfer: Record {
    /// Of its own type.
    public typealias ID = TransferId
    /// Its name.
    public static let kind = RecordKind<Transfer>("Transfer")
}

/// A user of the host.
public struct User: Sendable, Hashable {
    /// Its id.
    public let id: UserId
    /// What the host knows the user by; nothing that names a person.
    public let reference: String
}

extension User: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 2)
        id = try reader.read()
        reference = try reader.read()
    }
}

extension User: Record {
    /// Of its own type.
    public typealias ID = UserId
    /// Its name.
    public static let kind = RecordKind<User>("User")
}

/// What was booked of a `NewTransfer`.
public struct Booked: Sendable, Hashable {
    /// The transfer's id.
    public let id: TransferId
    /// What a balancing transfer moved; none where the request itself says how much.
    public let moved: Money?
    /// It was there before, and nothing was posted: its id was the caller's and named it, or all of the
    /// command is a replay of its key. The journal does not keep it.
    public let repeated: Bool
}

extension Booked: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 3)
        id = try reader.read()
        moved = try reader.read()
        repeated = try reader.read()
    }
}

/// What became of each transfer of `PostTransfers`, in the order of the request.
public struct Posted: Sendable, Hashable {
    /// The transfer's id, what a balancing one moved, and whether it was there before; or why it was refused.
    public let results: [Result<Booked, Refusal>]
}

extension Posted: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 1)
        results = try reader.read()
    }
}

/// An effect with the operation it is about: what a worker needs to do it.
public struct Work: Sendable, Hashable {
    /// The effect.
    public let effect: Effect
    /// The operation.
    public let operation: Operation
}

extension Work: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 2)
        effect = try reader.read()
        operation = try reader.read()
    }
}

/// What a worker was given.
public struct Claimed: Sendable, Hashable {
    /// Each effect with its operation, in the order asked for.
    public let work: [Work]
}

extension Claimed: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 1)
        work = try reader.read()
    }
}

/// What `TimeOut` did.
public struct TimedOut: Sendable, Hashable {
    /// Whether anything was due.
    public let wasDue: Bool
}

extension TimedOut: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 1)
        wasDue = try reader.read()
    }
}

/// What `ForgetKeys` did.
public struct Forgotten: Sendable, Hashable {
    /// How many keys were forgotten.
    public let keys: UInt64
}

extension Forgotten: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 1)
        keys = try reader.read()
    }
}

/// The four sums of an account, in minor units, and what follows from them.
public struct Figures: Sendable, Hashable {
    /// The normal side.
    public let side: Side
    /// Posted debits.
    public let debits: Decimal
    /// Posted credits.
    public let credits: Decimal
    /// Pending debits.
    public let pendingDebits: Decimal
    /// Pending credits.
    public let pendingCredits: Decimal
}

extension Figures: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 5)
        side = try reader.read()
        debits = try reader.read()
        credits = try reader.read()
        pendingDebits = try reader.read()
        pendingCredits = try reader.read()
    }
}

/// A line of a statement.
public struct StatementLine: Sendable, Hashable {
    /// What was booked.
    public let transfer: Transfer
    /// The side on which the account stands in it.
    public let side: Side
    /// The account's balance after it, in minor units on the account's normal side. Lines that are not shown
    /// count as well.
    public let balance: Decimal
}

extension StatementLine: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 3)
        transfer = try reader.read()
        side = try reader.read()
        balance = try reader.read()
    }
}

/// A line of the trial balance: all accounts of one purpose in one currency.
public struct TrialLine: Sendable, Hashable {
    /// The currency.
    public let currency: Currency
    /// The purpose.
    public let purpose: Purpose
    /// Their sums. Over all lines of a currency, debits equal credits, posted and pending.
    public let figures: Figures
}

extension TrialLine: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 3)
        currency = try reader.read()
        purpose = try reader.read()
        figures = try reader.read()
    }
}

/// An edge as `verify` and readers of the journal look it up by tag.
///
/// Tags are unique over all machines.
public struct EdgeName: Sendable, Hashable {
    /// Its number in journal entries.
    public let tag: UInt16
    /// The machine.
    public let machine: String
    /// Tag of the table of its records.
    public let table: UInt16
    /// Word of the state it begins in; `None` where the record is made.
    public let from: String?
    /// Word of the event.
    public let event: String
    /// Word of the state it leads to.
    public let to: String
}

extension EdgeName: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 6)
        tag = try reader.read()
        machine = try reader.read()
        table = try reader.read()
        from = try reader.read()
        event = try reader.read()
        to = try reader.read()
    }
}

/// A record that was written.
public struct Change: Sendable, Hashable {
    /// Its table.
    public let table: String
    /// Its id, as text.
    public let id: String
    /// How many commands wrote it, with this one. A subscriber that knows a higher version of the record
    /// knows this change already.
    public let version: UInt64
    /// The edges that it took, in order.
    public let edges: [EdgeName]
}

extension Change: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 4)
        table = try reader.read()
        id = try reader.read()
        version = try reader.read()
        edges = try reader.read()
    }
}

/// Transfers at consecutive places.
public struct AddedTransfers: Sendable, Hashable {
    /// Where the first of them stands.
    public let first: Int64
    /// How many there are.
    public let count: UInt64
}

extension AddedTransfers: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 2)
        first = try reader.read()
        count = try reader.read()
    }
}

/// One accepted command and what it changed.
///
/// Lane and sequence tell an event from every other: a subscriber that may be handed one twice knows it by
/// them. Between lanes the order is by time, and clocks differ: what changed a record last is told by
/// `Change.version`, never by the order in which events came.
public struct Event: Sendable, Hashable {
    /// The lane.
    public let lane: UInt16
    /// Place in the lane, from 1, without gaps.
    public let sequence: UInt64
    /// Hash of the journal entry.
    public let hash: Data
    /// When it was decided.
    public let at: Date
    /// Who asked.
    public let actor: Actor
    /// The idempotency key, if there was one.
    public let key: String?
    /// What was asked.
    public let command: AnyCommand
    /// The records that it wrote. Balances follow from the transfers and are not among them.
    public let changes: [Change]
    /// The transfers that it posted, if it did.
    public let transfers: AddedTransfers?
}

extension Event: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 9)
        lane = try reader.read()
        sequence = try reader.read()
        hash = try reader.read()
        at = try reader.read()
        actor = try reader.read()
        key = try reader.read()
        command = try reader.read()
        changes = try reader.read()
        transfers = try reader.read()
    }
}

/// Some events, and the cut behind them.
public struct FeedPage: Sendable, Hashable {
    /// What happened: of each lane in order of sequence, and between lanes by time.
    public let events: [Event]
    /// Where the next page begins. Where there is no event, the cut that was asked with.
    public let next: String
}

extension FeedPage: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 2)
        events = try reader.read()
        next = try reader.read()
    }
}

/// How far books have come beyond a cut of them: what a copy that stands there does not show yet.
public struct Behind: Sendable, Hashable {
    /// Entries written since.
    public let entries: UInt64
    /// When the first of them was written; none where the cut is where the books stand.
    public let since: Date?
}

extension Behind: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 2)
        entries = try reader.read()
        since = try reader.read()
    }
}

/// Something that is not as the journal says.
public struct Finding: Sendable, Hashable {
    /// The table.
    public let table: String
    /// The row: its key; of the journal and of transfers, lane and number.
    public let row: String
    /// What is wrong with it.
    public let what: String
}

extension Finding: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 3)
        table = try reader.read()
        row = try reader.read()
        what = try reader.read()
    }
}

/// What a check found, and how much it looked at.
public struct Verification: Sendable, Hashable {
    /// The first twenty findings of each table. None: everything is as the journal says.
    public let findings: [Finding]
    /// How many findings there are beyond those.
    public let furtherFindings: UInt64
    /// Journal entries checked.
    public let entries: UInt64
    /// Records checked, beside transfers.
    public let records: UInt64
    /// Transfers checked.
    public let transfers: UInt64
}

extension Verification: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 5)
        findings = try reader.read()
        furtherFindings = try reader.read()
        entries = try reader.read()
        records = try reader.read()
        transfers = try reader.read()
    }
}

/// What an import came to.
public struct Imported: Sendable, Hashable {
    /// Entries of the export, all of which are now in the storage.
    public let entries: UInt64
    /// How many of them an earlier import had brought.
    public let alreadyThere: UInt64
}

extension Imported: Told {
    init(from reader: inout Reader) throws {
        try reader.array(of: 2)
        entries = try reader.read()
        alreadyThere = try reader.read()
    }
}
