// Commands as values: for `Engine.execute`, `answer`, `preview`, `batch`, `atomic`.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

import Foundation

/// Registers an asset of the host; from then on accounts, fee plans and payments may be in it. Its code has
/// one exponent for ever.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`, `id_reused`.
public struct RegisterAsset: Sendable, Hashable {
    /// Code and exponent, as `Currency.asset` makes them.
    public var currency: Currency
    /// What people call it, at most 128 bytes.
    public var name: String

    /// Made of its fields.
    public init(currency: Currency, name: String) {
        self.currency = currency
        self.name = name
    }
}

extension RegisterAsset: Command {
    /// What it answers.
    public typealias Output = Asset
    /// Its number and its name.
    public static let kind = CommandKind<RegisterAsset>(7, "register_asset")

    /// As one of all commands.
    public var any: AnyCommand { .registerAsset(self) }
}

extension RegisterAsset: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(2)
        try writer.field(1, "currency", currency)
        try writer.field(2, "name", name)
    }

    init(fields reader: inout Reader) throws {
        currency = try reader.read()
        name = try reader.read()
    }
}

/// Opens the account with this key, or answers the one that is there; its bounds then stay as they are.
/// Accounts open by themselves when they are first posted to; this command is for the bounds of a wallet, and
/// for accounts that the host posts to by hand.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`, `purpose_not_allowed`, `not_found`,
/// `unknown_asset`.
public struct OpenAccount: Sendable, Hashable {
    /// Owner, purpose, currency and scope.
    public var account: AccountKey
    /// What must stay available, in minor units: 0 where it is left out, negative for a credit line. Only for
    /// guarded purposes.
    public var minAvailable: Int64?
    /// What the balance may rise to, in minor units; without end where it is left out. Only for guarded
    /// purposes.
    public var maxBalance: Int64?

    /// Made of its fields.
    public init(account: AccountKey, minAvailable: Int64? = nil, maxBalance: Int64? = nil) {
        self.account = account
        self.minAvailable = minAvailable
        self.maxBalance = maxBalance
    }
}

extension OpenAccount: Command {
    /// What it answers.
    public typealias Output = Account
    /// Its number and its name.
    public static let kind = CommandKind<OpenAccount>(1, "open_account")

    /// As one of all commands.
    public var any: AnyCommand { .openAccount(self) }
}

extension OpenAccount: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1 + one(minAvailable) + one(maxBalance))
        try writer.field(1, "account", account)
        try writer.field(2, "minAvailable", minAvailable)
        try writer.field(3, "maxBalance", maxBalance)
    }

    init(fields reader: inout Reader) throws {
        account = try reader.read()
        minAvailable = try reader.read()
        maxBalance = try reader.read()
    }
}

/// Posts transfers, each with its own result; chained ones stand or fall together. The command itself is
/// refused only where its list or its actor is; what stops one transfer is that transfer's result. One whose
/// id names a transfer that is there already, and that asks for the same, is not posted again: it is answered
/// as `repeated`. Refusals of transfers, in order: `invalid_value`, `books_closed`,
/// `amount_must_be_positive`, `amount_too_large`, `same_account`, `not_found`, `currency_mismatch`,
/// `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`, `hold_not_open`, `hold_expired`,
/// `exceeds_hold`, `id_reused`, `chain_failed`.
///
/// Safe to repeat by the id of what it makes, or by a key: one of them must be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`.
public struct PostTransfers: Sendable, Hashable {
    /// The transfers, in order.
    public var transfers: [NewTransfer]

    /// Made of its fields.
    public init(transfers: [NewTransfer]) {
        self.transfers = transfers
    }
}

extension PostTransfers: Command {
    /// What it answers.
    public typealias Output = Posted
    /// Its number and its name.
    public static let kind = CommandKind<PostTransfers>(2, "post_transfers")

    /// As one of all commands.
    public var any: AnyCommand { .postTransfers(self) }
}

extension PostTransfers: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "transfers", transfers)
    }

    init(fields reader: inout Reader) throws {
        transfers = try reader.read()
    }
}

/// Stops debits, credits or both on an account. What is pending on it can be voided and expires, and cannot
/// be posted. What a channel did meanwhile goes to `suspense`, and a case is opened. The platform's accounts
/// that take what channels did are never frozen.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`, `purpose_not_allowed`,
/// `wrong_state`.
public struct FreezeAccount: Sendable, Hashable {
    /// The account.
    public var account: AccountId
    /// What is stopped, beside what already was.
    public var sides: Sides
    /// Why, at most 256 bytes; kept in the journal.
    public var reason: String?

    /// Made of its fields.
    public init(account: AccountId, sides: Sides = .both, reason: String? = nil) {
        self.account = account
        self.sides = sides
        self.reason = reason
    }
}

extension FreezeAccount: Command {
    /// What it answers.
    public typealias Output = Account
    /// Its number and its name.
    public static let kind = CommandKind<FreezeAccount>(3, "freeze_account")

    /// As one of all commands.
    public var any: AnyCommand { .freezeAccount(self) }
}

extension FreezeAccount: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(2 + one(reason))
        try writer.field(1, "account", account)
        try writer.field(2, "sides", sides)
        try writer.field(3, "reason", reason)
    }

    init(fields reader: inout Reader) throws {
        account = try reader.read()
        sides = try reader.read()
        reason = try reader.read()
    }
}

/// Lets debits, credits or both be posted to a frozen account again.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`, `wrong_state`.
public struct UnfreezeAccount: Sendable, Hashable {
    /// The account.
    public var account: AccountId
    /// What is let through again, as far as it was stopped.
    public var sides: Sides
    /// Why, at most 256 bytes; kept in the journal.
    public var reason: String?

    /// Made of its fields.
    public init(account: AccountId, sides: Sides = .both, reason: String? = nil) {
        self.account = account
        self.sides = sides
        self.reason = reason
    }
}

extension UnfreezeAccount: Command {
    /// What it answers.
    public typealias Output = Account
    /// Its number and its name.
    public static let kind = CommandKind<UnfreezeAccount>(4, "unfreeze_account")

    /// As one of all commands.
    public var any: AnyCommand { .unfreezeAccount(self) }
}

extension UnfreezeAccount: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(2 + one(reason))
        try writer.field(1, "account", account)
        try writer.field(2, "sides", sides)
        try writer.field(3, "reason", reason)
    }

    init(fields reader: inout Reader) throws {
        account = try reader.read()
        sides = try reader.read()
        reason = try reader.read()
    }
}

/// Sets both bounds of an account. A bound may be tighter than what the account holds now: what is there
/// stays, and from then on nothing makes the breach worse.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`, `purpose_not_allowed`,
/// `wrong_state`.
public struct ChangeBounds: Sendable, Hashable {
    /// The account, of a guarded purpose.
    public var account: AccountId
    /// What must stay available, in minor units; negative for a credit line, without such a bound where it is
    /// left out.
    public var minAvailable: Int64?
    /// What the balance may rise to, in minor units; without end where it is left out.
    public var maxBalance: Int64?

    /// Made of its fields.
    public init(account: AccountId, minAvailable: Int64? = nil, maxBalance: Int64? = nil) {
        self.account = account
        self.minAvailable = minAvailable
        self.maxBalance = maxBalance
    }
}

extension ChangeBounds: Command {
    /// What it answers.
    public typealias Output = Account
    /// Its number and its name.
    public static let kind = CommandKind<ChangeBounds>(6, "change_bounds")

    /// As one of all commands.
    public var any: AnyCommand { .changeBounds(self) }
}

extension ChangeBounds: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1 + one(minAvailable) + one(maxBalance))
        try writer.field(1, "account", account)
        try writer.field(2, "minAvailable", minAvailable)
        try writer.field(3, "maxBalance", maxBalance)
    }

    init(fields reader: inout Reader) throws {
        account = try reader.read()
        minAvailable = try reader.read()
        maxBalance = try reader.read()
    }
}

/// Closes an account for ever. Its posted debits must equal its posted credits, and nothing may be pending on
/// it. Of a shared account every lane's balance is looked at, and the commit is refused if another engine
/// posts to any of them meanwhile.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `not_permitted`, `not_found`, `purpose_not_allowed`, `wrong_state`,
/// `account_not_empty`.
public struct CloseAccount: Sendable, Hashable {
    /// The account.
    public var account: AccountId

    /// Made of its fields.
    public init(account: AccountId) {
        self.account = account
    }
}

extension CloseAccount: Command {
    /// What it answers.
    public typealias Output = Account
    /// Its number and its name.
    public static let kind = CommandKind<CloseAccount>(5, "close_account")

    /// As one of all commands.
    public var any: AnyCommand { .closeAccount(self) }
}

extension CloseAccount: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "account", account)
    }

    init(fields reader: inout Reader) throws {
        account = try reader.read()
    }
}

/// Closes the books through a moment: from then on no transfer may count from that moment or an earlier one.
/// Books are never opened again; what comes late is posted with a later date.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`, `books_closed`.
public struct CloseBooks: Sendable, Hashable {
    /// The last moment that is closed; it must have passed.
    public var through: Date

    /// Made of its fields.
    public init(through: Date) {
        self.through = through
    }
}

extension CloseBooks: Command {
    /// What it answers.
    public typealias Output = Books
    /// Its number and its name.
    public static let kind = CommandKind<CloseBooks>(8, "close_books")

    /// As one of all commands.
    public var any: AnyCommand { .closeBooks(self) }
}

extension CloseBooks: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "through", through)
    }

    init(fields reader: inout Reader) throws {
        through = try reader.read()
    }
}

/// Debits one account in its currency and credits another in its own, both through `fx_position`. The caller
/// says both amounts and the rate; they must agree to the minor unit, however it was rounded
/// (`Rate.convert`), and are kept as they were booked. What the platform gains or loses stays in
/// `fx_position` until it is posted to `fx_gain_loss`.
///
/// Safe to repeat by the id of what it makes, or by a key: one of them must be given.
///
/// Refused: the first that applies of `invalid_value`, `amount_must_be_positive`, `amount_too_large`,
/// `rate_mismatch`, `not_permitted`, `id_reused`, `books_closed`, `unknown_asset`, `not_found`,
/// `same_account`, `currency_mismatch`, `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`.
public struct ExchangeCurrency: Sendable, Hashable {
    /// The exchange's id; made where it is left out.
    public var id: ExchangeId?
    /// Account to debit.
    public var debit: AccountId
    /// Account to credit.
    public var credit: AccountId
    /// What to debit, in the currency of that account.
    public var debited: Money
    /// What to credit, in the currency of that account.
    public var credited: Money
    /// Whole units of the credited currency for one whole unit of the debited one.
    public var rate: Rate
    /// When it counts, where that is before it is recorded.
    public var effectiveAt: Date?
    /// The caller's own reference, at most 256 bytes.
    public var reference: String?
    /// What the host keeps with it.
    public var metadata: Metadata?

    /// Made of its fields.
    public init(
        debit: AccountId,
        credit: AccountId,
        debited: Money,
        credited: Money,
        rate: Rate,
        id: ExchangeId? = nil,
        effectiveAt: Date? = nil,
        reference: String? = nil,
        metadata: Metadata? = nil
    ) {
        self.id = id
        self.debit = debit
        self.credit = credit
        self.debited = debited
        self.credited = credited
        self.rate = rate
        self.effectiveAt = effectiveAt
        self.reference = reference
        self.metadata = metadata
    }
}

extension ExchangeCurrency: Command {
    /// What it answers.
    public typealias Output = Exchange
    /// Its number and its name.
    public static let kind = CommandKind<ExchangeCurrency>(9, "exchange_currency")

    /// As one of all commands.
    public var any: AnyCommand { .exchangeCurrency(self) }
}

extension ExchangeCurrency: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(5 + one(id) + one(effectiveAt) + one(reference) + one(metadata))
        try writer.field(1, "id", id)
        try writer.field(2, "debit", debit)
        try writer.field(3, "credit", credit)
        try writer.field(4, "debited", debited)
        try writer.field(5, "credited", credited)
        try writer.field(6, "rate", rate)
        try writer.field(7, "effectiveAt", effectiveAt)
        try writer.field(8, "reference", reference)
        try writer.field(9, "metadata", metadata)
    }

    init(fields reader: inout Reader) throws {
        id = try reader.read()
        debit = try reader.read()
        credit = try reader.read()
        debited = try reader.read()
        credited = try reader.read()
        rate = try reader.read()
        effectiveAt = try reader.read()
        reference = try reader.read()
        metadata = try reader.read()
    }
}

/// Registers a user.
///
/// Safe to repeat by the id of what it makes, or by a key: one of them must be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`, `id_reused`.
public struct RegisterUser: Sendable, Hashable {
    /// The user's id; made where it is left out.
    public var id: UserId?
    /// What the host knows the user by, at most 256 bytes; nothing that names a person.
    public var reference: String

    /// Made of its fields.
    public init(reference: String, id: UserId? = nil) {
        self.id = id
        self.reference = reference
    }
}

extension RegisterUser: Command {
    /// What it answers.
    public typealias Output = User
    /// Its number and its name.
    public static let kind = CommandKind<RegisterUser>(10, "register_user")

    /// As one of all commands.
    public var any: AnyCommand { .registerUser(self) }
}

extension RegisterUser: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1 + one(id))
        try writer.field(1, "id", id)
        try writer.field(2, "reference", reference)
    }

    init(fields reader: inout Reader) throws {
        id = try reader.read()
        reference = try reader.read()
    }
}

/// Creates a fee plan. It never changes; other terms are another plan.
///
/// Safe to repeat by the id of what it makes, or by a key: one of them must be given.
///
/// Refused: the first that applies of `invalid_value`, `amount_too_large`, `not_permitted`, `id_reused`,
/// `unknown_asset`.
public struct CreateFeePlan: Sendable, Hashable {
    /// The plan's id; made where it is left out.
    public var id: FeePlanId?
    /// Its name, at most 128 bytes.
    public var name: String
    /// The share of what is captured, from 0 to 1.
    public var rate: Rate
    /// How the share is rounded to minor units.
    public var rounding: Rounding
    /// Taken once a part, zero or more. Payments under the plan are in its currency.
    public var fixed: Money
    /// What becomes of the fee when a payment is refunded.
    public var onRefund: FeesOnRefund

    /// Made of its fields.
    public init(
        name: String,
        rate: Rate,
        fixed: Money,
        id: FeePlanId? = nil,
        rounding: Rounding = .halfUp,
        onRefund: FeesOnRefund = .kept
    ) {
        self.id = id
        self.name = name
        self.rate = rate
        self.rounding = rounding
        self.fixed = fixed
        self.onRefund = onRefund
    }
}

extension CreateFeePlan: Command {
    /// What it answers.
    public typealias Output = FeePlan
    /// Its number and its name.
    public static let kind = CommandKind<CreateFeePlan>(11, "create_fee_plan")

    /// As one of all commands.
    public var any: AnyCommand { .createFeePlan(self) }
}

extension CreateFeePlan: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(5 + one(id))
        try writer.field(1, "id", id)
        try writer.field(2, "name", name)
        try writer.field(3, "rate", rate)
        try writer.field(4, "rounding", rounding)
        try writer.field(5, "fixed", fixed)
        try writer.field(6, "onRefund", onRefund)
    }

    init(fields reader: inout Reader) throws {
        id = try reader.read()
        name = try reader.read()
        rate = try reader.read()
        rounding = try reader.read()
        fixed = try reader.read()
        onRefund = try reader.read()
    }
}

/// Registers a merchant, as a draft: it may sell once it is activated.
///
/// Safe to repeat by the id of what it makes, or by a key: one of them must be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`, `id_reused`, `not_found`.
public struct RegisterMerchant: Sendable, Hashable {
    /// The merchant's id; made where it is left out.
    public var id: MerchantId?
    /// Its name, at most 128 bytes.
    public var name: String
    /// The fee plan of its payments.
    public var feePlan: FeePlanId
    /// Whether its refunds are reviewed.
    public var refundReview: RefundReview
    /// For how long a refund may wait for its review, in seconds, at most five years; without end where it is
    /// left out.
    public var reviewSeconds: UInt32?
    /// What becomes of a refund that nobody reviewed in time.
    public var unreviewed: Unreviewed
    /// For how long after an order is paid its merchant may refund it, in seconds, at most five years;
    /// without end where it is left out. The platform may refund it later too.
    public var refundWindowSeconds: UInt32?

    /// Made of its fields.
    public init(
        name: String,
        feePlan: FeePlanId,
        id: MerchantId? = nil,
        refundReview: RefundReview = .required,
        reviewSeconds: UInt32? = nil,
        unreviewed: Unreviewed = .reject,
        refundWindowSeconds: UInt32? = nil
    ) {
        self.id = id
        self.name = name
        self.feePlan = feePlan
        self.refundReview = refundReview
        self.reviewSeconds = reviewSeconds
        self.unreviewed = unreviewed
        self.refundWindowSeconds = refundWindowSeconds
    }
}

extension RegisterMerchant: Command {
    /// What it answers.
    public typealias Output = Merchant
    /// Its number and its name.
    public static let kind = CommandKind<RegisterMerchant>(12, "register_merchant")

    /// As one of all commands.
    public var any: AnyCommand { .registerMerchant(self) }
}

extension RegisterMerchant: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(4 + one(id) + one(reviewSeconds) + one(refundWindowSeconds))
        try writer.field(1, "id", id)
        try writer.field(2, "name", name)
        try writer.field(3, "feePlan", feePlan)
        try writer.field(4, "refundReview", refundReview)
        try writer.field(5, "reviewSeconds", reviewSeconds)
        try writer.field(6, "unreviewed", unreviewed)
        try writer.field(7, "refundWindowSeconds", refundWindowSeconds)
    }

    init(fields reader: inout Reader) throws {
        id = try reader.read()
        name = try reader.read()
        feePlan = try reader.read()
        refundReview = try reader.read()
        reviewSeconds = try reader.read()
        unreviewed = try reader.read()
        refundWindowSeconds = try reader.read()
    }
}

/// Lets a merchant sell, for the first time or again.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `not_permitted`, `not_found`, `wrong_state`.
public struct ActivateMerchant: Sendable, Hashable {
    /// The merchant.
    public var merchant: MerchantId

    /// Made of its fields.
    public init(merchant: MerchantId) {
        self.merchant = merchant
    }
}

extension ActivateMerchant: Command {
    /// What it answers.
    public typealias Output = Merchant
    /// Its number and its name.
    public static let kind = CommandKind<ActivateMerchant>(13, "activate_merchant")

    /// As one of all commands.
    public var any: AnyCommand { .activateMerchant(self) }
}

extension ActivateMerchant: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "merchant", merchant)
    }

    init(fields reader: inout Reader) throws {
        merchant = try reader.read()
    }
}

/// Stops a merchant from selling; what is open goes on.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `not_permitted`, `not_found`, `wrong_state`.
public struct SuspendMerchant: Sendable, Hashable {
    /// The merchant.
    public var merchant: MerchantId

    /// Made of its fields.
    public init(merchant: MerchantId) {
        self.merchant = merchant
    }
}

extension SuspendMerchant: Command {
    /// What it answers.
    public typealias Output = Merchant
    /// Its number and its name.
    public static let kind = CommandKind<SuspendMerchant>(14, "suspend_merchant")

    /// As one of all commands.
    public var any: AnyCommand { .suspendMerchant(self) }
}

extension SuspendMerchant: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "merchant", merchant)
    }

    init(fields reader: inout Reader) throws {
        merchant = try reader.read()
    }
}

/// Places an order at a merchant.
///
/// Safe to repeat by the id of what it makes, or by a key: one of them must be given.
///
/// Refused: the first that applies of `invalid_value`, `amount_must_be_positive`, `amount_too_large`,
/// `not_permitted`, `id_reused`, `not_found`, `currency_mismatch`, `merchant_not_active`.
public struct PlaceOrder: Sendable, Hashable {
    /// The order's id; made where it is left out.
    public var id: OrderId?
    /// Who is owed.
    public var merchant: MerchantId
    /// Who orders; left out at a guest checkout.
    public var customer: UserId?
    /// What is to be paid, in the currency of the merchant's fee plan.
    public var total: Money
    /// The host's own reference, at most 256 bytes.
    public var reference: String?
    /// Until when it may be paid; then it is closed as if it were cancelled. Without end where it is left
    /// out.
    public var expiresAt: Date?
    /// What the host keeps with it.
    public var metadata: Metadata?

    /// Made of its fields.
    public init(
        merchant: MerchantId,
        total: Money,
        id: OrderId? = nil,
        customer: UserId? = nil,
        reference: String? = nil,
        expiresAt: Date? = nil,
        metadata: Metadata? = nil
    ) {
        self.id = id
        self.merchant = merchant
        self.customer = customer
        self.total = total
        self.reference = reference
        self.expiresAt = expiresAt
        self.metadata = metadata
    }
}

extension PlaceOrder: Command {
    /// What it answers.
    public typealias Output = Order
    /// Its number and its name.
    public static let kind = CommandKind<PlaceOrder>(15, "place_order")

    /// As one of all commands.
    public var any: AnyCommand { .placeOrder(self) }
}

extension PlaceOrder: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(2 + one(id) + one(customer) + one(reference) + one(expiresAt) + one(metadata))
        try writer.field(1, "id", id)
        try writer.field(2, "merchant", merchant)
        try writer.field(3, "customer", customer)
        try writer.field(4, "total", total)
        try writer.field(5, "reference", reference)
        try writer.field(6, "expiresAt", expiresAt)
        try writer.field(7, "metadata", metadata)
    }

    init(fields reader: inout Reader) throws {
        id = try reader.read()
        merchant = try reader.read()
        customer = try reader.read()
        total = try reader.read()
        reference = try reader.read()
        expiresAt = try reader.read()
        metadata = try reader.read()
    }
}

/// Gives an order up that is not paid in full. Its payments end as far as they can now: what is authorised is
/// voided, and the refund of what is captured is requested. What is unfinished at a channel is waited for,
/// and undone when it succeeds. A customer may cancel an order of which nothing is paid.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_found`, `not_permitted`, `wrong_state`.
public struct CancelOrder: Sendable, Hashable {
    /// The order.
    public var order: OrderId
    /// Why, at most 256 bytes; kept in the journal.
    public var reason: String?

    /// Made of its fields.
    public init(order: OrderId, reason: String? = nil) {
        self.order = order
        self.reason = reason
    }
}

extension CancelOrder: Command {
    /// What it answers.
    public typealias Output = Order
    /// Its number and its name.
    public static let kind = CommandKind<CancelOrder>(38, "cancel_order")

    /// As one of all commands.
    public var any: AnyCommand { .cancelOrder(self) }
}

extension CancelOrder: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1 + one(reason))
        try writer.field(1, "order", order)
        try writer.field(2, "reason", reason)
    }

    init(fields reader: inout Reader) throws {
        order = try reader.read()
        reason = try reader.read()
    }
}

/// Notes how far the merchant has delivered. It moves no money and stands beside the order's state.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `not_found`, `not_permitted`.
public struct RecordFulfilment: Sendable, Hashable {
    /// The order.
    public var order: OrderId
    /// How far.
    public var fulfilment: Fulfilment

    /// Made of its fields.
    public init(order: OrderId, fulfilment: Fulfilment) {
        self.order = order
        self.fulfilment = fulfilment
    }
}

extension RecordFulfilment: Command {
    /// What it answers.
    public typealias Output = Order
    /// Its number and its name.
    public static let kind = CommandKind<RecordFulfilment>(39, "record_fulfilment")

    /// As one of all commands.
    public var any: AnyCommand { .recordFulfilment(self) }
}

extension RecordFulfilment: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(2)
        try writer.field(1, "order", order)
        try writer.field(2, "fulfilment", fulfilment)
    }

    init(fields reader: inout Reader) throws {
        order = try reader.read()
        fulfilment = try reader.read()
    }
}

/// Starts a payment: for an order, reserving its part of what is due; or to top a wallet up.
///
/// Safe to repeat by the id of what it makes, or by a key: one of them must be given.
///
/// Refused: the first that applies of `amount_must_be_positive`, `amount_too_large`, `invalid_value`,
/// `not_found`, `not_permitted`, `id_reused`, `currency_mismatch`, `unknown_asset`, `wrong_state`,
/// `merchant_not_active`, `too_many_payments`, `exceeds_due`.
public struct StartPayment: Sendable, Hashable {
    /// The payment's id; made where it is left out.
    public var id: PaymentId?
    /// What it is for.
    public var purpose: PaymentPurpose
    /// How much; all that is due of the order where it is left out.
    public var amount: Money?
    /// What it is paid with; it may be attached later.
    public var method: Method?
    /// Who pays; the order's customer, or the owner of the wallet, where it is left out.
    public var payer: UserId?
    /// Whether it is captured at once.
    public var capture: CaptureMode
    /// How often it may be sent to a channel, from 1 to 10: after a decline it takes another method as long
    /// as any are left. Once where it is left out.
    public var attempts: UInt32?
    /// Until when it may be confirmed; without end where it is left out.
    public var expiresAt: Date?
    /// For how many seconds what it authorises may be captured, at most five years; a week where it is left
    /// out.
    public var authorisationSeconds: UInt32?
    /// What the host keeps with it.
    public var metadata: Metadata?

    /// Made of its fields.
    public init(
        purpose: PaymentPurpose,
        id: PaymentId? = nil,
        amount: Money? = nil,
        method: Method? = nil,
        payer: UserId? = nil,
        capture: CaptureMode = .automatic,
        attempts: UInt32? = nil,
        expiresAt: Date? = nil,
        authorisationSeconds: UInt32? = nil,
        metadata: Metadata? = nil
    ) {
        self.id = id
        self.purpose = purpose
        self.amount = amount
        self.method = method
        self.payer = payer
        self.capture = capture
        self.attempts = attempts
        self.expiresAt = expiresAt
        self.authorisationSeconds = authorisationSeconds
        self.metadata = metadata
    }
}

extension StartPayment: Command {
    /// What it answers.
    public typealias Output = Payment
    /// Its number and its name.
    public static let kind = CommandKind<StartPayment>(16, "start_payment")

    /// As one of all commands.
    public var any: AnyCommand { .startPayment(self) }
}

extension StartPayment: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(2
            + one(id)
            + one(amount)
            + one(method)
            + one(payer)
            + one(attempts)
            + one(expiresAt)
            + one(authorisationSeconds)
            + one(metadata))
        try writer.field(1, "id", id)
        try writer.field(2, "purpose", purpose)
        try writer.field(3, "amount", amount)
        try writer.field(4, "method", method)
        try writer.field(5, "payer", payer)
        try writer.field(6, "capture", capture)
        try writer.field(7, "attempts", attempts)
        try writer.field(8, "expiresAt", expiresAt)
        try writer.field(9, "authorisationSeconds", authorisationSeconds)
        try writer.field(10, "metadata", metadata)
    }

    init(fields reader: inout Reader) throws {
        id = try reader.read()
        purpose = try reader.read()
        amount = try reader.read()
        method = try reader.read()
        payer = try reader.read()
        capture = try reader.read()
        attempts = try reader.read()
        expiresAt = try reader.read()
        authorisationSeconds = try reader.read()
        metadata = try reader.read()
    }
}

/// Says what a payment is paid with, where it was started without a method or the one before was declined.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `not_found`, `not_permitted`, `invalid_value`, `wrong_state`.
public struct AttachMethod: Sendable, Hashable {
    /// The payment.
    public var payment: PaymentId
    /// What it is paid with.
    public var method: Method

    /// Made of its fields.
    public init(payment: PaymentId, method: Method) {
        self.payment = payment
        self.method = method
    }
}

extension AttachMethod: Command {
    /// What it answers.
    public typealias Output = Payment
    /// Its number and its name.
    public static let kind = CommandKind<AttachMethod>(31, "attach_method")

    /// As one of all commands.
    public var any: AnyCommand { .attachMethod(self) }
}

extension AttachMethod: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(2)
        try writer.field(1, "payment", payment)
        try writer.field(2, "method", method)
    }

    init(fields reader: inout Reader) throws {
        payment = try reader.read()
        method = try reader.read()
    }
}

/// The payer wants to pay. From a wallet the money moves, or is reserved, at once; through a channel an
/// operation is written down for the host to send. A wallet with too little is refused `insufficient_funds`,
/// and the payment stays where it was. A payment that the platform denies has failed: that is an answer, not
/// a refusal.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_found`, `not_permitted`, `wrong_state`,
/// `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`, `amount_too_large`.
public struct ConfirmPayment: Sendable, Hashable {
    /// The payment.
    public var payment: PaymentId
    /// What the platform's look at the risk came to; only the platform gives another than to allow it.
    public var verdict: Verdict

    /// Made of its fields.
    public init(payment: PaymentId, verdict: Verdict = .allow) {
        self.payment = payment
        self.verdict = verdict
    }
}

extension ConfirmPayment: Command {
    /// What it answers.
    public typealias Output = Payment
    /// Its number and its name.
    public static let kind = CommandKind<ConfirmPayment>(17, "confirm_payment")

    /// As one of all commands.
    public var any: AnyCommand { .confirmPayment(self) }
}

extension ConfirmPayment: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(2)
        try writer.field(1, "payment", payment)
        try writer.field(2, "verdict", verdict)
    }

    init(fields reader: inout Reader) throws {
        payment = try reader.read()
        verdict = try reader.read()
    }
}

/// Brings what the payer answered to the platform's own challenge. Three times it may fail; then the payment
/// needs another method. What a channel needs of the payer is no challenge: its outcome is observed.
///
/// Safe to repeat by a key, which must be given.
///
/// Refused: the first that applies of `not_found`, `not_permitted`, `operation_unfinished`, `wrong_state`,
/// `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`, `amount_too_large`.
public struct AnswerChallenge: Sendable, Hashable {
    /// The payment.
    public var payment: PaymentId
    /// What came of it.
    public var result: ChallengeResult

    /// Made of its fields.
    public init(payment: PaymentId, result: ChallengeResult) {
        self.payment = payment
        self.result = result
    }
}

extension AnswerChallenge: Command {
    /// What it answers.
    public typealias Output = Payment
    /// Its number and its name.
    public static let kind = CommandKind<AnswerChallenge>(30, "answer_challenge")

    /// As one of all commands.
    public var any: AnyCommand { .answerChallenge(self) }
}

extension AnswerChallenge: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(2)
        try writer.field(1, "payment", payment)
        try writer.field(2, "result", result)
    }

    init(fields reader: inout Reader) throws {
        payment = try reader.read()
        result = try reader.read()
    }
}

/// Lets a payment that was held for review go on, or ends it. Whoever confirmed it may not review it.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`, `wrong_state`,
/// `self_review`, `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`, `amount_too_large`.
public struct ReviewPayment: Sendable, Hashable {
    /// The payment.
    public var payment: PaymentId
    /// Whether it may go on.
    public var decision: Decision
    /// Why, at most 256 bytes.
    public var reason: String?

    /// Made of its fields.
    public init(payment: PaymentId, decision: Decision, reason: String? = nil) {
        self.payment = payment
        self.decision = decision
        self.reason = reason
    }
}

extension ReviewPayment: Command {
    /// What it answers.
    public typealias Output = Payment
    /// Its number and its name.
    public static let kind = CommandKind<ReviewPayment>(37, "review_payment")

    /// As one of all commands.
    public var any: AnyCommand { .reviewPayment(self) }
}

extension ReviewPayment: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(2 + one(reason))
        try writer.field(1, "payment", payment)
        try writer.field(2, "decision", decision)
        try writer.field(3, "reason", reason)
    }

    init(fields reader: inout Reader) throws {
        payment = try reader.read()
        decision = try reader.read()
        reason = try reader.read()
    }
}

/// The payer is back from where the channel sent them: the channel is asked at once what came of it. That
/// they came back says nothing of the money.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `not_found`, `not_permitted`, `wrong_state`.
public struct ResumePayment: Sendable, Hashable {
    /// The payment, whose channel waits for the payer.
    public var payment: PaymentId

    /// Made of its fields.
    public init(payment: PaymentId) {
        self.payment = payment
    }
}

extension ResumePayment: Command {
    /// What it answers.
    public typealias Output = Payment
    /// Its number and its name.
    public static let kind = CommandKind<ResumePayment>(36, "resume_payment")

    /// As one of all commands.
    public var any: AnyCommand { .resumePayment(self) }
}

extension ResumePayment: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "payment", payment)
    }

    init(fields reader: inout Reader) throws {
        payment = try reader.read()
    }
}

/// Gives a payment up before anything was authorised; what it kept of its order's due is free again. Once a
/// channel was asked, its answer is waited for; only where it waits for the payer the payment can still be
/// cancelled, and what succeeds there afterwards is given back. An authorised payment is voided.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `not_found`, `not_permitted`, `operation_unfinished`, `wrong_state`.
public struct CancelPayment: Sendable, Hashable {
    /// The payment.
    public var payment: PaymentId

    /// Made of its fields.
    public init(payment: PaymentId) {
        self.payment = payment
    }
}

extension CancelPayment: Command {
    /// What it answers.
    public typealias Output = Payment
    /// Its number and its name.
    public static let kind = CommandKind<CancelPayment>(32, "cancel_payment")

    /// As one of all commands.
    public var any: AnyCommand { .cancelPayment(self) }
}

extension CancelPayment: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "payment", payment)
    }

    init(fields reader: inout Reader) throws {
        payment = try reader.read()
    }
}

/// Takes all or a part of what a payment has authorised. From a wallet it is taken at once; at a channel an
/// operation is written down for the host to send, and until its outcome nothing else starts on the payment.
/// Where more may come, the rest is reserved anew, which a wallet whose lower bound was raised since then may
/// refuse: `insufficient_funds`. A last capture goes through.
///
/// Safe to repeat by a key, which must be given.
///
/// Refused: the first that applies of `amount_must_be_positive`, `amount_too_large`, `not_found`,
/// `not_permitted`, `currency_mismatch`, `operation_unfinished`, `wrong_state`, `authorisation_expired`,
/// `exceeds_authorised`, `account_not_open`.
public struct CapturePayment: Sendable, Hashable {
    /// The payment.
    public var payment: PaymentId
    /// How much; all that is left where it is left out.
    public var amount: Money?
    /// Whether the rest stays reserved.
    public var kind: CaptureKind

    /// Made of its fields.
    public init(payment: PaymentId, kind: CaptureKind, amount: Money? = nil) {
        self.payment = payment
        self.amount = amount
        self.kind = kind
    }
}

extension CapturePayment: Command {
    /// What it answers.
    public typealias Output = Payment
    /// Its number and its name.
    public static let kind = CommandKind<CapturePayment>(18, "capture_payment")

    /// As one of all commands.
    public var any: AnyCommand { .capturePayment(self) }
}

extension CapturePayment: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(2 + one(amount))
        try writer.field(1, "payment", payment)
        try writer.field(2, "amount", amount)
        try writer.field(3, "kind", kind)
    }

    init(fields reader: inout Reader) throws {
        payment = try reader.read()
        amount = try reader.read()
        kind = try reader.read()
    }
}

/// Reserves more on the payer's side than was authorised, as far as its order has more due: a hotel's extra
/// night. From a wallet at once; at a channel an operation is written down for the host to send.
///
/// Safe to repeat by a key, which must be given.
///
/// Refused: the first that applies of `amount_must_be_positive`, `amount_too_large`, `not_found`,
/// `not_permitted`, `currency_mismatch`, `operation_unfinished`, `wrong_state`, `authorisation_expired`,
/// `exceeds_due`, `account_not_open`, `insufficient_funds`.
public struct IncrementAuthorisation: Sendable, Hashable {
    /// The payment, authorised and not captured yet.
    public var payment: PaymentId
    /// How much more.
    public var amount: Money

    /// Made of its fields.
    public init(payment: PaymentId, amount: Money) {
        self.payment = payment
        self.amount = amount
    }
}

extension IncrementAuthorisation: Command {
    /// What it answers.
    public typealias Output = Payment
    /// Its number and its name.
    public static let kind = CommandKind<IncrementAuthorisation>(33, "increment_authorisation")

    /// As one of all commands.
    public var any: AnyCommand { .incrementAuthorisation(self) }
}

extension IncrementAuthorisation: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(2)
        try writer.field(1, "payment", payment)
        try writer.field(2, "amount", amount)
    }

    init(fields reader: inout Reader) throws {
        payment = try reader.read()
        amount = try reader.read()
    }
}

/// Gives an authorisation up of which nothing was captured. From a wallet at once; at a channel an operation
/// is written down for the host to send.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `not_found`, `not_permitted`, `operation_unfinished`, `wrong_state`.
public struct VoidPayment: Sendable, Hashable {
    /// The payment.
    public var payment: PaymentId

    /// Made of its fields.
    public init(payment: PaymentId) {
        self.payment = payment
    }
}

extension VoidPayment: Command {
    /// What it answers.
    public typealias Output = Payment
    /// Its number and its name.
    public static let kind = CommandKind<VoidPayment>(34, "void_payment")

    /// As one of all commands.
    public var any: AnyCommand { .voidPayment(self) }
}

extension VoidPayment: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "payment", payment)
    }

    init(fields reader: inout Reader) throws {
        payment = try reader.read()
    }
}

/// Gives up what is authorised and not captured, after a part was: the payment has then succeeded. A channel
/// is told to release it; the payment waits for no answer.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `not_found`, `not_permitted`, `operation_unfinished`, `wrong_state`.
public struct ReleaseRest: Sendable, Hashable {
    /// The payment.
    public var payment: PaymentId

    /// Made of its fields.
    public init(payment: PaymentId) {
        self.payment = payment
    }
}

extension ReleaseRest: Command {
    /// What it answers.
    public typealias Output = Payment
    /// Its number and its name.
    public static let kind = CommandKind<ReleaseRest>(35, "release_rest")

    /// As one of all commands.
    public var any: AnyCommand { .releaseRest(self) }
}

extension ReleaseRest: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "payment", payment)
    }

    init(fields reader: inout Reader) throws {
        payment = try reader.read()
    }
}

/// Asks for money back, reserving it. Where the merchant's policy asks for no review it is approved at once:
/// a refund into a wallet is then done, one at a channel is written down for the host to send.
///
/// Safe to repeat by the id of what it makes, or by a key: one of them must be given.
///
/// Refused: the first that applies of `invalid_value`, `amount_must_be_positive`, `amount_too_large`,
/// `not_found`, `not_permitted`, `id_reused`, `currency_mismatch`, `operation_unfinished`, `wrong_state`,
/// `exceeds_refundable`, `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`.
public struct RequestRefund: Sendable, Hashable {
    /// The refund's id; made where it is left out.
    public var id: RefundId?
    /// The payment to give back.
    public var payment: PaymentId
    /// How much; all that is refundable where it is left out.
    public var amount: Money?
    /// Why, at most 256 bytes.
    public var reason: String?
    /// What the host keeps with it.
    public var metadata: Metadata?

    /// Made of its fields.
    public init(
        payment: PaymentId,
        id: RefundId? = nil,
        amount: Money? = nil,
        reason: String? = nil,
        metadata: Metadata? = nil
    ) {
        self.id = id
        self.payment = payment
        self.amount = amount
        self.reason = reason
        self.metadata = metadata
    }
}

extension RequestRefund: Command {
    /// What it answers.
    public typealias Output = Refund
    /// Its number and its name.
    public static let kind = CommandKind<RequestRefund>(20, "request_refund")

    /// As one of all commands.
    public var any: AnyCommand { .requestRefund(self) }
}

extension RequestRefund: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1 + one(id) + one(amount) + one(reason) + one(metadata))
        try writer.field(1, "id", id)
        try writer.field(2, "payment", payment)
        try writer.field(3, "amount", amount)
        try writer.field(4, "reason", reason)
        try writer.field(5, "metadata", metadata)
    }

    init(fields reader: inout Reader) throws {
        id = try reader.read()
        payment = try reader.read()
        amount = try reader.read()
        reason = try reader.read()
        metadata = try reader.read()
    }
}

/// Lets a refund pass its review. Its requester may not approve it.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `not_permitted`, `not_found`, `wrong_state`, `self_review`,
/// `account_not_open`.
public struct ApproveRefund: Sendable, Hashable {
    /// The refund.
    public var refund: RefundId

    /// Made of its fields.
    public init(refund: RefundId) {
        self.refund = refund
    }
}

extension ApproveRefund: Command {
    /// What it answers.
    public typealias Output = Refund
    /// Its number and its name.
    public static let kind = CommandKind<ApproveRefund>(21, "approve_refund")

    /// As one of all commands.
    public var any: AnyCommand { .approveRefund(self) }
}

extension ApproveRefund: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "refund", refund)
    }

    init(fields reader: inout Reader) throws {
        refund = try reader.read()
    }
}

/// Stops a refund in its review; what it reserved is released.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`, `wrong_state`.
public struct RejectRefund: Sendable, Hashable {
    /// The refund.
    public var refund: RefundId
    /// Why, at most 256 bytes.
    public var reason: String?

    /// Made of its fields.
    public init(refund: RefundId, reason: String? = nil) {
        self.refund = refund
        self.reason = reason
    }
}

extension RejectRefund: Command {
    /// What it answers.
    public typealias Output = Refund
    /// Its number and its name.
    public static let kind = CommandKind<RejectRefund>(40, "reject_refund")

    /// As one of all commands.
    public var any: AnyCommand { .rejectRefund(self) }
}

extension RejectRefund: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1 + one(reason))
        try writer.field(1, "refund", refund)
        try writer.field(2, "reason", reason)
    }

    init(fields reader: inout Reader) throws {
        refund = try reader.read()
        reason = try reader.read()
    }
}

/// Takes a refund back before it was sent; what it reserved is released.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `not_found`, `not_permitted`, `operation_unfinished`, `wrong_state`.
public struct WithdrawRefund: Sendable, Hashable {
    /// The refund.
    public var refund: RefundId

    /// Made of its fields.
    public init(refund: RefundId) {
        self.refund = refund
    }
}

extension WithdrawRefund: Command {
    /// What it answers.
    public typealias Output = Refund
    /// Its number and its name.
    public static let kind = CommandKind<WithdrawRefund>(41, "withdraw_refund")

    /// As one of all commands.
    public var any: AnyCommand { .withdrawRefund(self) }
}

extension WithdrawRefund: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "refund", refund)
    }

    init(fields reader: inout Reader) throws {
        refund = try reader.read()
    }
}

/// Sends a refund that failed once more, by an operation of its own, where it was to go before.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `not_found`, `not_permitted`, `operation_unfinished`, `wrong_state`,
/// `account_not_open`, `insufficient_funds`.
public struct RetryRefund: Sendable, Hashable {
    /// The refund.
    public var refund: RefundId

    /// Made of its fields.
    public init(refund: RefundId) {
        self.refund = refund
    }
}

extension RetryRefund: Command {
    /// What it answers.
    public typealias Output = Refund
    /// Its number and its name.
    public static let kind = CommandKind<RetryRefund>(42, "retry_refund")

    /// As one of all commands.
    public var any: AnyCommand { .retryRefund(self) }
}

extension RetryRefund: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "refund", refund)
    }

    init(fields reader: inout Reader) throws {
        refund = try reader.read()
    }
}

/// Sends a refund whose destination is closed to another: the payer's wallet, or another channel, whose
/// operation then builds on none before.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_found`, `not_permitted`, `wrong_state`,
/// `account_not_open`, `balance_limit_exceeded`.
public struct RerouteRefund: Sendable, Hashable {
    /// The refund.
    public var refund: RefundId
    /// Where it goes.
    public var to: Method

    /// Made of its fields.
    public init(refund: RefundId, to: Method) {
        self.refund = refund
        self.to = to
    }
}

extension RerouteRefund: Command {
    /// What it answers.
    public typealias Output = Refund
    /// Its number and its name.
    public static let kind = CommandKind<RerouteRefund>(43, "reroute_refund")

    /// As one of all commands.
    public var any: AnyCommand { .rerouteRefund(self) }
}

extension RerouteRefund: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(2)
        try writer.field(1, "refund", refund)
        try writer.field(2, "to", to)
    }

    init(fields reader: inout Reader) throws {
        refund = try reader.read()
        to = try reader.read()
    }
}

/// Looks for no other destination for a refund: it has failed, and can be retried or closed.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `not_found`, `not_permitted`, `wrong_state`.
public struct GiveUpRefund: Sendable, Hashable {
    /// The refund.
    public var refund: RefundId

    /// Made of its fields.
    public init(refund: RefundId) {
        self.refund = refund
    }
}

extension GiveUpRefund: Command {
    /// What it answers.
    public typealias Output = Refund
    /// Its number and its name.
    public static let kind = CommandKind<GiveUpRefund>(44, "give_up_refund")

    /// As one of all commands.
    public var any: AnyCommand { .giveUpRefund(self) }
}

extension GiveUpRefund: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "refund", refund)
    }

    init(fields reader: inout Reader) throws {
        refund = try reader.read()
    }
}

/// Gives a refund that failed up: what it reserved is released. Should its channel report a success after
/// all, it is booked.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `not_found`, `not_permitted`, `operation_unfinished`, `wrong_state`.
public struct CloseRefund: Sendable, Hashable {
    /// The refund.
    public var refund: RefundId

    /// Made of its fields.
    public init(refund: RefundId) {
        self.refund = refund
    }
}

extension CloseRefund: Command {
    /// What it answers.
    public typealias Output = Refund
    /// Its number and its name.
    public static let kind = CommandKind<CloseRefund>(45, "close_refund")

    /// As one of all commands.
    public var any: AnyCommand { .closeRefund(self) }
}

extension CloseRefund: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "refund", refund)
    }

    init(fields reader: inout Reader) throws {
        refund = try reader.read()
    }
}

/// Records what a webhook, a query, a statement or a person says about an operation: at any time, any number
/// of times. An outcome is never refused; one that contradicts what is known opens a case.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`.
public struct ObserveOperation: Sendable, Hashable {
    /// The operation.
    public var operation: OperationId
    /// What is said of it.
    public var outcome: Outcome

    /// Made of its fields.
    public init(operation: OperationId, outcome: Outcome) {
        self.operation = operation
        self.outcome = outcome
    }
}

extension ObserveOperation: Command {
    /// What it answers.
    public typealias Output = Operation
    /// Its number and its name.
    public static let kind = CommandKind<ObserveOperation>(22, "observe_operation")

    /// As one of all commands.
    public var any: AnyCommand { .observeOperation(self) }
}

extension ObserveOperation: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(2)
        try writer.field(1, "operation", operation)
        try writer.field(2, "outcome", outcome)
    }

    init(fields reader: inout Reader) throws {
        operation = try reader.read()
        outcome = try reader.read()
    }
}

/// Asks a channel once more to undo an operation that succeeded in vain, after the reversal before was
/// declined or failed.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `not_permitted`, `not_found`, `operation_unfinished`, `wrong_state`.
public struct RetryReversal: Sendable, Hashable {
    /// The operation that succeeded in vain.
    public var operation: OperationId

    /// Made of its fields.
    public init(operation: OperationId) {
        self.operation = operation
    }
}

extension RetryReversal: Command {
    /// What it answers.
    public typealias Output = Operation
    /// Its number and its name.
    public static let kind = CommandKind<RetryReversal>(48, "retry_reversal")

    /// As one of all commands.
    public var any: AnyCommand { .retryReversal(self) }
}

extension RetryReversal: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "operation", operation)
    }

    init(fields reader: inout Reader) throws {
        operation = try reader.read()
    }
}

/// Hands effects to a worker. What is not ready, because another worker was faster, is left out of the
/// answer. `Engine.claim` finds effects that are due and issues this command.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`.
public struct ClaimEffects: Sendable, Hashable {
    /// Who will do them, at most 128 bytes; the same name after a restart.
    public var worker: String
    /// The effects, between one and 1,000.
    public var effects: [EffectId]
    /// For how many seconds, up to a day.
    public var leaseSeconds: UInt32

    /// Made of its fields.
    public init(worker: String, effects: [EffectId], leaseSeconds: UInt32) {
        self.worker = worker
        self.effects = effects
        self.leaseSeconds = leaseSeconds
    }
}

extension ClaimEffects: Command {
    /// What it answers.
    public typealias Output = Claimed
    /// Its number and its name.
    public static let kind = CommandKind<ClaimEffects>(24, "claim_effects")

    /// As one of all commands.
    public var any: AnyCommand { .claimEffects(self) }
}

extension ClaimEffects: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(3)
        try writer.field(1, "worker", worker)
        try writer.field(2, "effects", effects)
        try writer.field(3, "leaseSeconds", leaseSeconds)
    }

    init(fields reader: inout Reader) throws {
        worker = try reader.read()
        effects = try reader.read()
        leaseSeconds = try reader.read()
    }
}

/// Brings what came of an effect. From whoever no longer holds the claim, it counts as an observation all the
/// same; only their silence says nothing.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`.
public struct CompleteEffect: Sendable, Hashable {
    /// The effect.
    public var effect: EffectId
    /// Who did it.
    public var worker: String
    /// Under which claim: the effect's `claims` as it was handed out. Where it is left out, the worker's
    /// present claim; a host whose threads share a name gives it.
    public var claim: UInt32?
    /// What came of it.
    public var outcome: Outcome

    /// Made of its fields.
    public init(effect: EffectId, worker: String, outcome: Outcome, claim: UInt32? = nil) {
        self.effect = effect
        self.worker = worker
        self.claim = claim
        self.outcome = outcome
    }
}

extension CompleteEffect: Command {
    /// What it answers.
    public typealias Output = Operation
    /// Its number and its name.
    public static let kind = CommandKind<CompleteEffect>(25, "complete_effect")

    /// As one of all commands.
    public var any: AnyCommand { .completeEffect(self) }
}

extension CompleteEffect: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(3 + one(claim))
        try writer.field(1, "effect", effect)
        try writer.field(2, "worker", worker)
        try writer.field(3, "claim", claim)
        try writer.field(4, "outcome", outcome)
    }

    init(fields reader: inout Reader) throws {
        effect = try reader.read()
        worker = try reader.read()
        claim = try reader.read()
        outcome = try reader.read()
    }
}

/// Ends claims whose worker is gone: those of the named worker, which started anew, and those whose time
/// passed more than 5 seconds ago, for the clocks of two hosts may differ. What may be repeated waits to be
/// claimed again; what may not makes its operation unknown, and the channel is asked. Other claims among the
/// named effects go on. `Engine.recover` and `Engine.tick` find such claims and issue this command.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`.
public struct RecoverEffects: Sendable, Hashable {
    /// The worker that started anew, if one did.
    public var worker: String?
    /// The effects, between one and 1,000.
    public var effects: [EffectId]

    /// Made of its fields.
    public init(effects: [EffectId], worker: String? = nil) {
        self.worker = worker
        self.effects = effects
    }
}

extension RecoverEffects: Command {
    /// What it answers.
    public typealias Output = Claimed
    /// Its number and its name.
    public static let kind = CommandKind<RecoverEffects>(26, "recover_effects")

    /// As one of all commands.
    public var any: AnyCommand { .recoverEffects(self) }
}

extension RecoverEffects: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1 + one(worker))
        try writer.field(1, "worker", worker)
        try writer.field(2, "effects", effects)
    }

    init(fields reader: inout Reader) throws {
        worker = try reader.read()
        effects = try reader.read()
    }
}

/// Does what time has made due of one record. What is not due, or no longer, is left as it is: whoever asks
/// twice changes nothing. `Engine.tick` finds such records and issues this command.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `not_permitted`.
public struct TimeOut: Sendable, Hashable {
    /// The record.
    public var due: Due

    /// Made of its fields.
    public init(due: Due) {
        self.due = due
    }
}

extension TimeOut: Command {
    /// What it answers.
    public typealias Output = TimedOut
    /// Its number and its name.
    public static let kind = CommandKind<TimeOut>(27, "time_out")

    /// As one of all commands.
    public var any: AnyCommand { .timeOut(self) }
}

extension TimeOut: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "due", due)
    }

    init(fields reader: inout Reader) throws {
        due = try reader.read()
    }
}

/// Forgets idempotency keys that were used long ago: whoever uses one again asks for something new. The
/// journal keeps what was asked under them. All of them are forgotten, or none: where none is left that old,
/// nothing changes; where some are gone or were used since, it is refused. So each use of a key is forgotten
/// by one entry alone. `Engine.forget_keys` finds such keys and issues this command.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`.
public struct ForgetKeys: Sendable, Hashable {
    /// Which, as their rows are called.
    public var keys: [KeyId]
    /// Only those used before this moment, which lies at least 30 days back.
    public var before: Date

    /// Made of its fields.
    public init(keys: [KeyId], before: Date) {
        self.keys = keys
        self.before = before
    }
}

extension ForgetKeys: Command {
    /// What it answers.
    public typealias Output = Forgotten
    /// Its number and its name.
    public static let kind = CommandKind<ForgetKeys>(28, "forget_keys")

    /// As one of all commands.
    public var any: AnyCommand { .forgetKeys(self) }
}

extension ForgetKeys: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(2)
        try writer.field(1, "keys", keys)
        try writer.field(2, "before", before)
    }

    init(fields reader: inout Reader) throws {
        keys = try reader.read()
        before = try reader.read()
    }
}

/// Raises the version of the rules that every engine on these books decides by. A release that brings new
/// rules knows the older ones too and goes on with those, so that engines of both releases work side by side;
/// once all of them are of the new one, this command makes the new rules hold. An engine that does not know
/// them is answered `rules_version_too_old` from its next command on, and changes nothing; it goes on
/// reading. Rules are never lowered.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`.
public struct RaiseRules: Sendable, Hashable {
    /// The version that is to hold.
    public var to: UInt32

    /// Made of its fields.
    public init(to: UInt32) {
        self.to = to
    }
}

extension RaiseRules: Command {
    /// What it answers.
    public typealias Output = Books
    /// Its number and its name.
    public static let kind = CommandKind<RaiseRules>(50, "raise_rules")

    /// As one of all commands.
    public var any: AnyCommand { .raiseRules(self) }
}

extension RaiseRules: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(1)
        try writer.field(1, "to", to)
    }

    init(fields reader: inout Reader) throws {
        to = try reader.read()
    }
}

/// Notes how people settled a case. What moves money is posted by commands of its own.
///
/// Safe to repeat as it is; a key may be given.
///
/// Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`, `wrong_state`.
public struct CloseCase: Sendable, Hashable {
    /// The case.
    public var `case`: CaseId
    /// How it was settled, at most 256 bytes.
    public var settlement: String

    /// Made of its fields.
    public init(`case`: CaseId, settlement: String) {
        self.case = `case`
        self.settlement = settlement
    }
}

extension CloseCase: Command {
    /// What it answers.
    public typealias Output = Case
    /// Its number and its name.
    public static let kind = CommandKind<CloseCase>(49, "close_case")

    /// As one of all commands.
    public var any: AnyCommand { .closeCase(self) }
}

extension CloseCase: Carried {
    func write(to writer: inout Writer) throws {
        writer.map(2)
        try writer.field(1, "case", `case`)
        try writer.field(2, "settlement", settlement)
    }

    init(fields reader: inout Reader) throws {
        `case` = try reader.read()
        settlement = try reader.read()
    }
}
