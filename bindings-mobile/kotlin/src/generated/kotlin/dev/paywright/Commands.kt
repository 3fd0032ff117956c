// Commands as values: for `Engine.execute`, `batch`, `atomic` and `preview`.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

package dev.paywright

import java.math.BigDecimal
import java.time.Instant

/**
 * Registers an asset of the host; from then on accounts, fee plans and payments may be in it. Its code has
 * one exponent for ever.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`, `id_reused`.
 */
public data class RegisterAsset(
    /** Code and exponent, as `Currency.asset` makes them. */
    public val currency: Currency,
    /** What people call it, at most 128 bytes. */
    public val name: String,
) : Command<Asset>() {
    override val tag: Int get() = 7

    override fun writeFields(out: CborWriter) {
        out.map(2)
        out.field(1, "currency") { out.currency(this.currency) }
        out.field(2, "name") { out.text(this.name) }
    }

    override fun readOutput(from: CborReader): Asset = Asset.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): RegisterAsset {
            from.isOf(fields, 2)
            return RegisterAsset(currency = from.currency(), name = from.text())
        }
    }
}

/**
 * Opens the account with this key, or answers the one that is there; its bounds then stay as they are.
 * Accounts open by themselves when they are first posted to; this command is for the bounds of a wallet, and
 * for accounts that the host posts to by hand.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`, `purpose_not_allowed`, `not_found`,
 * `unknown_asset`.
 */
public data class OpenAccount(
    /** Owner, purpose, currency and scope. */
    public val account: AccountKey,
    /**
     * What must stay available, in minor units: 0 where it is left out, negative for a credit line. Only for
     * guarded purposes.
     */
    public val minAvailable: Long? = null,
    /**
     * What the balance may rise to, in minor units; without end where it is left out. Only for guarded
     * purposes.
     */
    public val maxBalance: Long? = null,
) : Command<Account>() {
    override val tag: Int get() = 1

    override fun writeFields(out: CborWriter) {
        out.map(1 + present(this.minAvailable) + present(this.maxBalance))
        out.field(1, "account") { this.account.write(out) }
        if (this.minAvailable != null) out.field(2, "minAvailable") { out.whole(this.minAvailable) }
        if (this.maxBalance != null) out.field(3, "maxBalance") { out.whole(this.maxBalance) }
    }

    override fun readOutput(from: CborReader): Account = Account.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): OpenAccount {
            from.isOf(fields, 3)
            return OpenAccount(
                account = AccountKey.read(from),
                minAvailable = from.optional { from.long() },
                maxBalance = from.optional { from.long() },
            )
        }
    }
}

/**
 * Posts transfers, each with its own result; chained ones stand or fall together. The command itself is
 * refused only where its list or its actor is; what stops one transfer is that transfer's result. One whose
 * id names a transfer that is there already, and that asks for the same, is not posted again: it is answered
 * as `repeated`. Refusals of transfers, in order: `invalid_value`, `books_closed`, `amount_must_be_positive`,
 * `amount_too_large`, `same_account`, `not_found`, `currency_mismatch`, `account_not_open`,
 * `insufficient_funds`, `balance_limit_exceeded`, `hold_not_open`, `hold_expired`, `exceeds_hold`,
 * `id_reused`, `chain_failed`.
 *
 * Safe to repeat by the id of what it makes, or by a key: one of them must be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`.
 */
public data class PostTransfers(
    /** The transfers, in order. */
    public val transfers: List<NewTransfer>,
) : Command<Posted>() {
    override val tag: Int get() = 2

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "transfers") { out.list(this.transfers) { it.write(out) } }
    }

    override fun readOutput(from: CborReader): Posted = Posted.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): PostTransfers {
            from.isOf(fields, 1)
            return PostTransfers(transfers = from.list { NewTransfer.read(from) })
        }
    }
}

/**
 * Stops debits, credits or both on an account. What is pending on it can be voided and expires, and cannot be
 * posted. What a channel did meanwhile goes to `suspense`, and a case is opened. The platform's accounts that
 * take what channels did are never frozen.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`, `purpose_not_allowed`,
 * `wrong_state`.
 */
public data class FreezeAccount(
    /** The account. */
    public val account: AccountId,
    /** What is stopped, beside what already was. */
    public val sides: Sides = Sides.BOTH,
    /** Why, at most 256 bytes; kept in the journal. */
    public val reason: String? = null,
) : Command<Account>() {
    override val tag: Int get() = 3

    override fun writeFields(out: CborWriter) {
        out.map(2 + present(this.reason))
        out.field(1, "account") { out.id(this.account) }
        out.field(2, "sides") { out.word(this.sides.number) }
        if (this.reason != null) out.field(3, "reason") { out.text(this.reason) }
    }

    override fun readOutput(from: CborReader): Account = Account.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): FreezeAccount {
            from.isOf(fields, 3)
            return FreezeAccount(
                account = from.id(AccountId),
                sides = Sides.of(from.int()),
                reason = from.optional { from.text() },
            )
        }
    }
}

/**
 * Lets debits, credits or both be posted to a frozen account again.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`, `wrong_state`.
 */
public data class UnfreezeAccount(
    /** The account. */
    public val account: AccountId,
    /** What is let through again, as far as it was stopped. */
    public val sides: Sides = Sides.BOTH,
    /** Why, at most 256 bytes; kept in the journal. */
    public val reason: String? = null,
) : Command<Account>() {
    override val tag: Int get() = 4

    override fun writeFields(out: CborWriter) {
        out.map(2 + present(this.reason))
        out.field(1, "account") { out.id(this.account) }
        out.field(2, "sides") { out.word(this.sides.number) }
        if (this.reason != null) out.field(3, "reason") { out.text(this.reason) }
    }

    override fun readOutput(from: CborReader): Account = Account.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): UnfreezeAccount {
            from.isOf(fields, 3)
            return UnfreezeAccount(
                account = from.id(AccountId),
                sides = Sides.of(from.int()),
                reason = from.optional { from.text() },
            )
        }
    }
}

/**
 * Sets both bounds of an account. A bound may be tighter than what the account holds now: what is there
 * stays, and from then on nothing makes the breach worse.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`, `purpose_not_allowed`,
 * `wrong_state`.
 */
public data class ChangeBounds(
    /** The account, of a guarded purpose. */
    public val account: AccountId,
    /**
     * What must stay available, in minor units; negative for a credit line, without such a bound where it is
     * left out.
     */
    public val minAvailable: Long? = 0,
    /** What the balance may rise to, in minor units; without end where it is left out. */
    public val maxBalance: Long? = null,
) : Command<Account>() {
    override val tag: Int get() = 6

    override fun writeFields(out: CborWriter) {
        out.map(1 + present(this.minAvailable) + present(this.maxBalance))
        out.field(1, "account") { out.id(this.account) }
        if (this.minAvailable != null) out.field(2, "minAvailable") { out.whole(this.minAvailable) }
        if (this.maxBalance != null) out.field(3, "maxBalance") { out.whole(this.maxBalance) }
    }

    override fun readOutput(from: CborReader): Account = Account.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): ChangeBounds {
            from.isOf(fields, 3)
            return ChangeBounds(
                account = from.id(AccountId),
                minAvailable = from.optional { from.long() },
                maxBalance = from.optional { from.long() },
            )
        }
    }
}

/**
 * Closes an account for ever. Its posted debits must equal its posted credits, and nothing may be pending on
 * it. Of a shared account every lane's balance is looked at, and the commit is refused if another engine
 * posts to any of them meanwhile.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `not_permitted`, `not_found`, `purpose_not_allowed`, `wrong_state`,
 * `account_not_empty`.
 */
public data class CloseAccount(
    /** The account. */
    public val account: AccountId,
) : Command<Account>() {
    override val tag: Int get() = 5

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "account") { out.id(this.account) }
    }

    override fun readOutput(from: CborReader): Account = Account.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): CloseAccount {
            from.isOf(fields, 1)
            return CloseAccount(account = from.id(AccountId))
        }
    }
}

/**
 * Closes the books through a moment: from then on no transfer may count from that moment or an earlier one.
 * Books are never opened again; what comes late is posted with a later date.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`, `books_closed`.
 */
public data class CloseBooks(
    /** The last moment that is closed; it must have passed. */
    public val through: Instant,
) : Command<Books>() {
    override val tag: Int get() = 8

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "through") { out.time(this.through) }
    }

    override fun readOutput(from: CborReader): Books = Books.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): CloseBooks {
            from.isOf(fields, 1)
            return CloseBooks(through = from.time())
        }
    }
}

/**
 * Debits one account in its currency and credits another in its own, both through `fx_position`. The caller
 * says both amounts and the rate; they must agree to the minor unit, however it was rounded (`Rate.convert`),
 * and are kept as they were booked. What the platform gains or loses stays in `fx_position` until it is
 * posted to `fx_gain_loss`.
 *
 * Safe to repeat by the id of what it makes, or by a key: one of them must be given.
 *
 * Refused: the first that applies of `invalid_value`, `amount_must_be_positive`, `amount_too_large`,
 * `rate_mismatch`, `not_permitted`, `id_reused`, `books_closed`, `unknown_asset`, `not_found`,
 * `same_account`, `currency_mismatch`, `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`.
 */
public data class ExchangeCurrency(
    /** Account to debit. */
    public val debit: AccountId,
    /** Account to credit. */
    public val credit: AccountId,
    /** What to debit, in the currency of that account. */
    public val debited: Money,
    /** What to credit, in the currency of that account. */
    public val credited: Money,
    /** Whole units of the credited currency for one whole unit of the debited one. */
    public val rate: BigDecimal,
    /** The exchange's id; made where it is left out. */
    public val id: ExchangeId? = null,
    /** When it counts, where that is before it is recorded. */
    public val effectiveAt: Instant? = null,
    /** The caller's own reference, at most 256 bytes. */
    public val reference: String? = null,
    /** What the host keeps with it. */
    public val metadata: Metadata? = null,
) : Command<Exchange>() {
    override val tag: Int get() = 9

    override fun writeFields(out: CborWriter) {
        out.map(
            5 +
                present(this.id) +
                present(this.effectiveAt) +
                present(this.reference) +
                present(this.metadata),
        )
        if (this.id != null) out.field(1, "id") { out.id(this.id) }
        out.field(2, "debit") { out.id(this.debit) }
        out.field(3, "credit") { out.id(this.credit) }
        out.field(4, "debited") { out.money(this.debited) }
        out.field(5, "credited") { out.money(this.credited) }
        out.field(6, "rate") { out.rate(this.rate) }
        if (this.effectiveAt != null) out.field(7, "effectiveAt") { out.time(this.effectiveAt) }
        if (this.reference != null) out.field(8, "reference") { out.text(this.reference) }
        if (this.metadata != null) out.field(9, "metadata") { out.metadata(this.metadata) }
    }

    override fun readOutput(from: CborReader): Exchange = Exchange.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): ExchangeCurrency {
            from.isOf(fields, 9)
            return ExchangeCurrency(
                id = from.optional { from.id(ExchangeId) },
                debit = from.id(AccountId),
                credit = from.id(AccountId),
                debited = from.money(),
                credited = from.money(),
                rate = from.rate(),
                effectiveAt = from.optional { from.time() },
                reference = from.optional { from.text() },
                metadata = from.optional { from.metadata() },
            )
        }
    }
}

/**
 * Registers a user.
 *
 * Safe to repeat by the id of what it makes, or by a key: one of them must be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`, `id_reused`.
 */
public data class RegisterUser(
    /** What the host knows the user by, at most 256 bytes; nothing that names a person. */
    public val reference: String,
    /** The user's id; made where it is left out. */
    public val id: UserId? = null,
) : Command<User>() {
    override val tag: Int get() = 10

    override fun writeFields(out: CborWriter) {
        out.map(1 + present(this.id))
        if (this.id != null) out.field(1, "id") { out.id(this.id) }
        out.field(2, "reference") { out.text(this.reference) }
    }

    override fun readOutput(from: CborReader): User = User.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): RegisterUser {
            from.isOf(fields, 2)
            return RegisterUser(id = from.optional { from.id(UserId) }, reference = from.text())
        }
    }
}

/**
 * Creates a fee plan. It never changes; other terms are another plan.
 *
 * Safe to repeat by the id of what it makes, or by a key: one of them must be given.
 *
 * Refused: the first that applies of `invalid_value`, `amount_too_large`, `not_permitted`, `id_reused`,
 * `unknown_asset`.
 */
public data class CreateFeePlan(
    /** Its name, at most 128 bytes. */
    public val name: String,
    /** The share of what is captured, from 0 to 1. */
    public val rate: BigDecimal,
    /** Taken once a part, zero or more. Payments under the plan are in its currency. */
    public val fixed: Money,
    /** The plan's id; made where it is left out. */
    public val id: FeePlanId? = null,
    /** How the share is rounded to minor units. */
    public val rounding: Rounding = Rounding.HALF_UP,
    /** What becomes of the fee when a payment is refunded. */
    public val onRefund: FeesOnRefund = FeesOnRefund.KEPT,
) : Command<FeePlan>() {
    override val tag: Int get() = 11

    override fun writeFields(out: CborWriter) {
        out.map(5 + present(this.id))
        if (this.id != null) out.field(1, "id") { out.id(this.id) }
        out.field(2, "name") { out.text(this.name) }
        out.field(3, "rate") { out.rate(this.rate) }
        out.field(4, "rounding") { out.word(this.rounding.number) }
        out.field(5, "fixed") { out.money(this.fixed) }
        out.field(6, "onRefund") { out.word(this.onRefund.number) }
    }

    override fun readOutput(from: CborReader): FeePlan = FeePlan.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): CreateFeePlan {
            from.isOf(fields, 6)
            return CreateFeePlan(
                id = from.optional { from.id(FeePlanId) },
                name = from.text(),
                rate = from.rate(),
                rounding = Rounding.of(from.int()),
                fixed = from.money(),
                onRefund = FeesOnRefund.of(from.int()),
            )
        }
    }
}

/**
 * Registers a merchant, as a draft: it may sell once it is activated.
 *
 * Safe to repeat by the id of what it makes, or by a key: one of them must be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`, `id_reused`, `not_found`.
 */
public data class RegisterMerchant(
    /** Its name, at most 128 bytes. */
    public val name: String,
    /** The fee plan of its payments. */
    public val feePlan: FeePlanId,
    /** The merchant's id; made where it is left out. */
    public val id: MerchantId? = null,
    /** Whether its refunds are reviewed. */
    public val refundReview: RefundReview = RefundReview.REQUIRED,
    /**
     * For how long a refund may wait for its review, in seconds, at most five years; without end where it is
     * left out.
     */
    public val reviewSeconds: Long? = null,
    /** What becomes of a refund that nobody reviewed in time. */
    public val unreviewed: Unreviewed = Unreviewed.REJECT,
    /**
     * For how long after an order is paid its merchant may refund it, in seconds, at most five years; without
     * end where it is left out. The platform may refund it later too.
     */
    public val refundWindowSeconds: Long? = null,
) : Command<Merchant>() {
    override val tag: Int get() = 12

    override fun writeFields(out: CborWriter) {
        out.map(4 + present(this.id) + present(this.reviewSeconds) + present(this.refundWindowSeconds))
        if (this.id != null) out.field(1, "id") { out.id(this.id) }
        out.field(2, "name") { out.text(this.name) }
        out.field(3, "feePlan") { out.id(this.feePlan) }
        out.field(4, "refundReview") { out.word(this.refundReview.number) }
        if (this.reviewSeconds != null) out.field(5, "reviewSeconds") { out.bounded(this.reviewSeconds, 0, 4294967295) }
        out.field(6, "unreviewed") { out.word(this.unreviewed.number) }
        if (this.refundWindowSeconds != null) out.field(7, "refundWindowSeconds") { out.bounded(this.refundWindowSeconds, 0, 4294967295) }
    }

    override fun readOutput(from: CborReader): Merchant = Merchant.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): RegisterMerchant {
            from.isOf(fields, 7)
            return RegisterMerchant(
                id = from.optional { from.id(MerchantId) },
                name = from.text(),
                feePlan = from.id(FeePlanId),
                refundReview = RefundReview.of(from.int()),
                reviewSeconds = from.optional { from.long() },
                unreviewed = Unreviewed.of(from.int()),
                refundWindowSeconds = from.optional { from.long() },
            )
        }
    }
}

/**
 * Lets a merchant sell, for the first time or again.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `not_permitted`, `not_found`, `wrong_state`.
 */
public data class ActivateMerchant(
    /** The merchant. */
    public val merchant: MerchantId,
) : Command<Merchant>() {
    override val tag: Int get() = 13

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "merchant") { out.id(this.merchant) }
    }

    override fun readOutput(from: CborReader): Merchant = Merchant.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): ActivateMerchant {
            from.isOf(fields, 1)
            return ActivateMerchant(merchant = from.id(MerchantId))
        }
    }
}

/**
 * Stops a merchant from selling; what is open goes on.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `not_permitted`, `not_found`, `wrong_state`.
 */
public data class SuspendMerchant(
    /** The merchant. */
    public val merchant: MerchantId,
) : Command<Merchant>() {
    override val tag: Int get() = 14

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "merchant") { out.id(this.merchant) }
    }

    override fun readOutput(from: CborReader): Merchant = Merchant.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): SuspendMerchant {
            from.isOf(fields, 1)
            return SuspendMerchant(merchant = from.id(MerchantId))
        }
    }
}

/**
 * Places an order at a merchant.
 *
 * Safe to repeat by the id of what it makes, or by a key: one of them must be given.
 *
 * Refused: the first that applies of `invalid_value`, `amount_must_be_positive`, `amount_too_large`,
 * `not_permitted`, `id_reused`, `not_found`, `currency_mismatch`, `merchant_not_active`.
 */
public data class PlaceOrder(
    /** Who is owed. */
    public val merchant: MerchantId,
    /** What is to be paid, in the currency of the merchant's fee plan. */
    public val total: Money,
    /** The order's id; made where it is left out. */
    public val id: OrderId? = null,
    /** Who orders; left out at a guest checkout. */
    public val customer: UserId? = null,
    /** The host's own reference, at most 256 bytes. */
    public val reference: String? = null,
    /**
     * Until when it may be paid; then it is closed as if it were cancelled. Without end where it is left out.
     */
    public val expiresAt: Instant? = null,
    /** What the host keeps with it. */
    public val metadata: Metadata? = null,
) : Command<Order>() {
    override val tag: Int get() = 15

    override fun writeFields(out: CborWriter) {
        out.map(
            2 +
                present(this.id) +
                present(this.customer) +
                present(this.reference) +
                present(this.expiresAt) +
                present(this.metadata),
        )
        if (this.id != null) out.field(1, "id") { out.id(this.id) }
        out.field(2, "merchant") { out.id(this.merchant) }
        if (this.customer != null) out.field(3, "customer") { out.id(this.customer) }
        out.field(4, "total") { out.money(this.total) }
        if (this.reference != null) out.field(5, "reference") { out.text(this.reference) }
        if (this.expiresAt != null) out.field(6, "expiresAt") { out.time(this.expiresAt) }
        if (this.metadata != null) out.field(7, "metadata") { out.metadata(this.metadata) }
    }

    override fun readOutput(from: CborReader): Order = Order.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): PlaceOrder {
            from.isOf(fields, 7)
            return PlaceOrder(
                id = from.optional { from.id(OrderId) },
                merchant = from.id(MerchantId),
                customer = from.optional { from.id(UserId) },
                total = from.money(),
                reference = from.optional { from.text() },
                expiresAt = from.optional { from.time() },
                metadata = from.optional { from.metadata() },
            )
        }
    }
}

/**
 * Gives an order up that is not paid in full. Its payments end as far as they can now: what is authorised is
 * voided, and the refund of what is captured is requested. What is unfinished at a channel is waited for, and
 * undone when it succeeds. A customer may cancel an order of which nothing is paid.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_found`, `not_permitted`, `wrong_state`.
 */
public data class CancelOrder(
    /** The order. */
    public val order: OrderId,
    /** Why, at most 256 bytes; kept in the journal. */
    public val reason: String? = null,
) : Command<Order>() {
    override val tag: Int get() = 38

    override fun writeFields(out: CborWriter) {
        out.map(1 + present(this.reason))
        out.field(1, "order") { out.id(this.order) }
        if (this.reason != null) out.field(2, "reason") { out.text(this.reason) }
    }

    override fun readOutput(from: CborReader): Order = Order.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): CancelOrder {
            from.isOf(fields, 2)
            return CancelOrder(order = from.id(OrderId), reason = from.optional { from.text() })
        }
    }
}

/**
 * Notes how far the merchant has delivered. It moves no money and stands beside the order's state.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `not_found`, `not_permitted`.
 */
public data class RecordFulfilment(
    /** The order. */
    public val order: OrderId,
    /** How far. */
    public val fulfilment: Fulfilment,
) : Command<Order>() {
    override val tag: Int get() = 39

    override fun writeFields(out: CborWriter) {
        out.map(2)
        out.field(1, "order") { out.id(this.order) }
        out.field(2, "fulfilment") { out.word(this.fulfilment.number) }
    }

    override fun readOutput(from: CborReader): Order = Order.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): RecordFulfilment {
            from.isOf(fields, 2)
            return RecordFulfilment(order = from.id(OrderId), fulfilment = Fulfilment.of(from.int()))
        }
    }
}

/**
 * Starts a payment: for an order, reserving its part of what is due; or to top a wallet up.
 *
 * Safe to repeat by the id of what it makes, or by a key: one of them must be given.
 *
 * Refused: the first that applies of `amount_must_be_positive`, `amount_too_large`, `invalid_value`,
 * `not_found`, `not_permitted`, `id_reused`, `currency_mismatch`, `unknown_asset`, `wrong_state`,
 * `merchant_not_active`, `too_many_payments`, `exceeds_due`.
 */
public data class StartPayment(
    /** What it is for. */
    public val purpose: PaymentPurpose,
    /** The payment's id; made where it is left out. */
    public val id: PaymentId? = null,
    /** How much; all that is due of the order where it is left out. */
    public val amount: Money? = null,
    /** What it is paid with; it may be attached later. */
    public val method: Method? = null,
    /** Who pays; the order's customer, or the owner of the wallet, where it is left out. */
    public val payer: UserId? = null,
    /** Whether it is captured at once. */
    public val capture: CaptureMode = CaptureMode.AUTOMATIC,
    /**
     * How often it may be sent to a channel, from 1 to 10: after a decline it takes another method as long as
     * any are left. Once where it is left out.
     */
    public val attempts: Long? = null,
    /** Until when it may be confirmed; without end where it is left out. */
    public val expiresAt: Instant? = null,
    /**
     * For how many seconds what it authorises may be captured, at most five years; a week where it is left
     * out.
     */
    public val authorisationSeconds: Long? = null,
    /** What the host keeps with it. */
    public val metadata: Metadata? = null,
) : Command<Payment>() {
    override val tag: Int get() = 16

    override fun writeFields(out: CborWriter) {
        out.map(
            2 +
                present(this.id) +
                present(this.amount) +
                present(this.method) +
                present(this.payer) +
                present(this.attempts) +
                present(this.expiresAt) +
                present(this.authorisationSeconds) +
                present(this.metadata),
        )
        if (this.id != null) out.field(1, "id") { out.id(this.id) }
        out.field(2, "purpose") { this.purpose.write(out) }
        if (this.amount != null) out.field(3, "amount") { out.money(this.amount) }
        if (this.method != null) out.field(4, "method") { this.method.write(out) }
        if (this.payer != null) out.field(5, "payer") { out.id(this.payer) }
        out.field(6, "capture") { out.word(this.capture.number) }
        if (this.attempts != null) out.field(7, "attempts") { out.bounded(this.attempts, 0, 4294967295) }
        if (this.expiresAt != null) out.field(8, "expiresAt") { out.time(this.expiresAt) }
        if (this.authorisationSeconds != null) out.field(9, "authorisationSeconds") { out.bounded(this.authorisationSeconds, 0, 4294967295) }
        if (this.metadata != null) out.field(10, "metadata") { out.metadata(this.metadata) }
    }

    override fun readOutput(from: CborReader): Payment = Payment.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): StartPayment {
            from.isOf(fields, 10)
            return StartPayment(
                id = from.optional { from.id(PaymentId) },
                purpose = PaymentPurpose.read(from),
                amount = from.optional { from.money() },
                method = from.optional { Method.read(from) },
                payer = from.optional { from.id(UserId) },
                capture = CaptureMode.of(from.int()),
                attempts = from.optional { from.long() },
                expiresAt = from.optional { from.time() },
                authorisationSeconds = from.optional { from.long() },
                metadata = from.optional { from.metadata() },
            )
        }
    }
}

/**
 * Says what a payment is paid with, where it was started without a method or the one before was declined.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `not_found`, `not_permitted`, `invalid_value`, `wrong_state`.
 */
public data class AttachMethod(
    /** The payment. */
    public val payment: PaymentId,
    /** What it is paid with. */
    public val method: Method,
) : Command<Payment>() {
    override val tag: Int get() = 31

    override fun writeFields(out: CborWriter) {
        out.map(2)
        out.field(1, "payment") { out.id(this.payment) }
        out.field(2, "method") { this.method.write(out) }
    }

    override fun readOutput(from: CborReader): Payment = Payment.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): AttachMethod {
            from.isOf(fields, 2)
            return AttachMethod(payment = from.id(PaymentId), method = Method.read(from))
        }
    }
}

/**
 * The payer wants to pay. From a wallet the money moves, or is reserved, at once; through a channel an
 * operation is written down for the host to send. A wallet with too little is refused `insufficient_funds`,
 * and the payment stays where it was. A payment that the platform denies has failed: that is an answer, not a
 * refusal.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_found`, `not_permitted`, `wrong_state`,
 * `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`, `amount_too_large`.
 */
public data class ConfirmPayment(
    /** The payment. */
    public val payment: PaymentId,
    /** What the platform's look at the risk came to; only the platform gives another than to allow it. */
    public val verdict: Verdict = Verdict.Allow,
) : Command<Payment>() {
    override val tag: Int get() = 17

    override fun writeFields(out: CborWriter) {
        out.map(2)
        out.field(1, "payment") { out.id(this.payment) }
        out.field(2, "verdict") { this.verdict.write(out) }
    }

    override fun readOutput(from: CborReader): Payment = Payment.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): ConfirmPayment {
            from.isOf(fields, 2)
            return ConfirmPayment(payment = from.id(PaymentId), verdict = Verdict.read(from))
        }
    }
}

/**
 * Brings what the payer answered to the platform's own challenge. Three times it may fail; then the payment
 * needs another method. What a channel needs of the payer is no challenge: its outcome is observed.
 *
 * Safe to repeat by a key, which must be given.
 *
 * Refused: the first that applies of `not_found`, `not_permitted`, `operation_unfinished`, `wrong_state`,
 * `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`, `amount_too_large`.
 */
public data class AnswerChallenge(
    /** The payment. */
    public val payment: PaymentId,
    /** What came of it. */
    public val result: ChallengeResult,
) : Command<Payment>() {
    override val tag: Int get() = 30

    override fun writeFields(out: CborWriter) {
        out.map(2)
        out.field(1, "payment") { out.id(this.payment) }
        out.field(2, "result") { out.word(this.result.number) }
    }

    override fun readOutput(from: CborReader): Payment = Payment.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): AnswerChallenge {
            from.isOf(fields, 2)
            return AnswerChallenge(payment = from.id(PaymentId), result = ChallengeResult.of(from.int()))
        }
    }
}

/**
 * Lets a payment that was held for review go on, or ends it. Whoever confirmed it may not review it.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`, `wrong_state`,
 * `self_review`, `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`, `amount_too_large`.
 */
public data class ReviewPayment(
    /** The payment. */
    public val payment: PaymentId,
    /** Whether it may go on. */
    public val decision: Decision,
    /** Why, at most 256 bytes. */
    public val reason: String? = null,
) : Command<Payment>() {
    override val tag: Int get() = 37

    override fun writeFields(out: CborWriter) {
        out.map(2 + present(this.reason))
        out.field(1, "payment") { out.id(this.payment) }
        out.field(2, "decision") { out.word(this.decision.number) }
        if (this.reason != null) out.field(3, "reason") { out.text(this.reason) }
    }

    override fun readOutput(from: CborReader): Payment = Payment.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): ReviewPayment {
            from.isOf(fields, 3)
            return ReviewPayment(
                payment = from.id(PaymentId),
                decision = Decision.of(from.int()),
                reason = from.optional { from.text() },
            )
        }
    }
}

/**
 * The payer is back from where the channel sent them: the channel is asked at once what came of it. That they
 * came back says nothing of the money.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `not_found`, `not_permitted`, `wrong_state`.
 */
public data class ResumePayment(
    /** The payment, whose channel waits for the payer. */
    public val payment: PaymentId,
) : Command<Payment>() {
    override val tag: Int get() = 36

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "payment") { out.id(this.payment) }
    }

    override fun readOutput(from: CborReader): Payment = Payment.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): ResumePayment {
            from.isOf(fields, 1)
            return ResumePayment(payment = from.id(PaymentId))
        }
    }
}

/**
 * Gives a payment up before anything was authorised; what it kept of its order's due is free again. Once a
 * channel was asked, its answer is waited for; only where it waits for the payer the payment can still be
 * cancelled, and what succeeds there afterwards is given back. An authorised payment is voided.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `not_found`, `not_permitted`, `operation_unfinished`, `wrong_state`.
 */
public data class CancelPayment(
    /** The payment. */
    public val payment: PaymentId,
) : Command<Payment>() {
    override val tag: Int get() = 32

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "payment") { out.id(this.payment) }
    }

    override fun readOutput(from: CborReader): Payment = Payment.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): CancelPayment {
            from.isOf(fields, 1)
            return CancelPayment(payment = from.id(PaymentId))
        }
    }
}

/**
 * Takes all or a part of what a payment has authorised. From a wallet it is taken at once; at a channel an
 * operation is written down for the host to send, and until its outcome nothing else starts on the payment.
 * Where more may come, the rest is reserved anew, which a wallet whose lower bound was raised since then may
 * refuse: `insufficient_funds`. A last capture goes through.
 *
 * Safe to repeat by a key, which must be given.
 *
 * Refused: the first that applies of `amount_must_be_positive`, `amount_too_large`, `not_found`,
 * `not_permitted`, `currency_mismatch`, `operation_unfinished`, `wrong_state`, `authorisation_expired`,
 * `exceeds_authorised`, `account_not_open`.
 */
public data class CapturePayment(
    /** The payment. */
    public val payment: PaymentId,
    /** Whether the rest stays reserved. */
    public val kind: CaptureKind,
    /** How much; all that is left where it is left out. */
    public val amount: Money? = null,
) : Command<Payment>() {
    override val tag: Int get() = 18

    override fun writeFields(out: CborWriter) {
        out.map(2 + present(this.amount))
        out.field(1, "payment") { out.id(this.payment) }
        if (this.amount != null) out.field(2, "amount") { out.money(this.amount) }
        out.field(3, "kind") { out.word(this.kind.number) }
    }

    override fun readOutput(from: CborReader): Payment = Payment.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): CapturePayment {
            from.isOf(fields, 3)
            return CapturePayment(
                payment = from.id(PaymentId),
                amount = from.optional { from.money() },
                kind = CaptureKind.of(from.int()),
            )
        }
    }
}

/**
 * Reserves more on the payer's side than was authorised, as far as its order has more due: a hotel's extra
 * night. From a wallet at once; at a channel an operation is written down for the host to send.
 *
 * Safe to repeat by a key, which must be given.
 *
 * Refused: the first that applies of `amount_must_be_positive`, `amount_too_large`, `not_found`,
 * `not_permitted`, `currency_mismatch`, `operation_unfinished`, `wrong_state`, `authorisation_expired`,
 * `exceeds_due`, `account_not_open`, `insufficient_funds`.
 */
public data class IncrementAuthorisation(
    /** The payment, authorised and not captured yet. */
    public val payment: PaymentId,
    /** How much more. */
    public val amount: Money,
) : Command<Payment>() {
    override val tag: Int get() = 33

    override fun writeFields(out: CborWriter) {
        out.map(2)
        out.field(1, "payment") { out.id(this.payment) }
        out.field(2, "amount") { out.money(this.amount) }
    }

    override fun readOutput(from: CborReader): Payment = Payment.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): IncrementAuthorisation {
            from.isOf(fields, 2)
            return IncrementAuthorisation(payment = from.id(PaymentId), amount = from.money())
        }
    }
}

/**
 * Gives an authorisation up of which nothing was captured. From a wallet at once; at a channel an operation
 * is written down for the host to send.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `not_found`, `not_permitted`, `operation_unfinished`, `wrong_state`.
 */
public data class VoidPayment(
    /** The payment. */
    public val payment: PaymentId,
) : Command<Payment>() {
    override val tag: Int get() = 34

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "payment") { out.id(this.payment) }
    }

    override fun readOutput(from: CborReader): Payment = Payment.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): VoidPayment {
            from.isOf(fields, 1)
            return VoidPayment(payment = from.id(PaymentId))
        }
    }
}

/**
 * Gives up what is authorised and not captured, after a part was: the payment has then succeeded. A channel
 * is told to release it; the payment waits for no answer.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `not_found`, `not_permitted`, `operation_unfinished`, `wrong_state`.
 */
public data class ReleaseRest(
    /** The payment. */
    public val payment: PaymentId,
) : Command<Payment>() {
    override val tag: Int get() = 35

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "payment") { out.id(this.payment) }
    }

    override fun readOutput(from: CborReader): Payment = Payment.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): ReleaseRest {
            from.isOf(fields, 1)
            return ReleaseRest(payment = from.id(PaymentId))
        }
    }
}

/**
 * Asks for money back, reserving it. Where the merchant's policy asks for no review it is approved at once: a
 * refund into a wallet is then done, one at a channel is written down for the host to send.
 *
 * Safe to repeat by the id of what it makes, or by a key: one of them must be given.
 *
 * Refused: the first that applies of `invalid_value`, `amount_must_be_positive`, `amount_too_large`,
 * `not_found`, `not_permitted`, `id_reused`, `currency_mismatch`, `operation_unfinished`, `wrong_state`,
 * `exceeds_refundable`, `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`.
 */
public data class RequestRefund(
    /** The payment to give back. */
    public val payment: PaymentId,
    /** The refund's id; made where it is left out. */
    public val id: RefundId? = null,
    /** How much; all that is refundable where it is left out. */
    public val amount: Money? = null,
    /** Why, at most 256 bytes. */
    public val reason: String? = null,
    /** What the host keeps with it. */
    public val metadata: Metadata? = null,
) : Command<Refund>() {
    override val tag: Int get() = 20

    override fun writeFields(out: CborWriter) {
        out.map(1 + present(this.id) + present(this.amount) + present(this.reason) + present(this.metadata))
        if (this.id != null) out.field(1, "id") { out.id(this.id) }
        out.field(2, "payment") { out.id(this.payment) }
        if (this.amount != null) out.field(3, "amount") { out.money(this.amount) }
        if (this.reason != null) out.field(4, "reason") { out.text(this.reason) }
        if (this.metadata != null) out.field(5, "metadata") { out.metadata(this.metadata) }
    }

    override fun readOutput(from: CborReader): Refund = Refund.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): RequestRefund {
            from.isOf(fields, 5)
            return RequestRefund(
                id = from.optional { from.id(RefundId) },
                payment = from.id(PaymentId),
                amount = from.optional { from.money() },
                reason = from.optional { from.text() },
                metadata = from.optional { from.metadata() },
            )
        }
    }
}

/**
 * Lets a refund pass its review. Its requester may not approve it.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `not_permitted`, `not_found`, `wrong_state`, `self_review`,
 * `account_not_open`.
 */
public data class ApproveRefund(
    /** The refund. */
    public val refund: RefundId,
) : Command<Refund>() {
    override val tag: Int get() = 21

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "refund") { out.id(this.refund) }
    }

    override fun readOutput(from: CborReader): Refund = Refund.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): ApproveRefund {
            from.isOf(fields, 1)
            return ApproveRefund(refund = from.id(RefundId))
        }
    }
}

/**
 * Stops a refund in its review; what it reserved is released.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`, `wrong_state`.
 */
public data class RejectRefund(
    /** The refund. */
    public val refund: RefundId,
    /** Why, at most 256 bytes. */
    public val reason: String? = null,
) : Command<Refund>() {
    override val tag: Int get() = 40

    override fun writeFields(out: CborWriter) {
        out.map(1 + present(this.reason))
        out.field(1, "refund") { out.id(this.refund) }
        if (this.reason != null) out.field(2, "reason") { out.text(this.reason) }
    }

    override fun readOutput(from: CborReader): Refund = Refund.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): RejectRefund {
            from.isOf(fields, 2)
            return RejectRefund(refund = from.id(RefundId), reason = from.optional { from.text() })
        }
    }
}

/**
 * Takes a refund back before it was sent; what it reserved is released.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `not_found`, `not_permitted`, `operation_unfinished`, `wrong_state`.
 */
public data class WithdrawRefund(
    /** The refund. */
    public val refund: RefundId,
) : Command<Refund>() {
    override val tag: Int get() = 41

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "refund") { out.id(this.refund) }
    }

    override fun readOutput(from: CborReader): Refund = Refund.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): WithdrawRefund {
            from.isOf(fields, 1)
            return WithdrawRefund(refund = from.id(RefundId))
        }
    }
}

/**
 * Sends a refund that failed once more, by an operation of its own, where it was to go before.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `not_found`, `not_permitted`, `operation_unfinished`, `wrong_state`,
 * `account_not_open`, `insufficient_funds`.
 */
public data class RetryRefund(
    /** The refund. */
    public val refund: RefundId,
) : Command<Refund>() {
    override val tag: Int get() = 42

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "refund") { out.id(this.refund) }
    }

    override fun readOutput(from: CborReader): Refund = Refund.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): RetryRefund {
            from.isOf(fields, 1)
            return RetryRefund(refund = from.id(RefundId))
        }
    }
}

/**
 * Sends a refund whose destination is closed to another: the payer's wallet, or another channel, whose
 * operation then builds on none before.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_found`, `not_permitted`, `wrong_state`,
 * `account_not_open`, `balance_limit_exceeded`.
 */
public data class RerouteRefund(
    /** The refund. */
    public val refund: RefundId,
    /** Where it goes. */
    public val to: Method,
) : Command<Refund>() {
    override val tag: Int get() = 43

    override fun writeFields(out: CborWriter) {
        out.map(2)
        out.field(1, "refund") { out.id(this.refund) }
        out.field(2, "to") { this.to.write(out) }
    }

    override fun readOutput(from: CborReader): Refund = Refund.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): RerouteRefund {
            from.isOf(fields, 2)
            return RerouteRefund(refund = from.id(RefundId), to = Method.read(from))
        }
    }
}

/**
 * Looks for no other destination for a refund: it has failed, and can be retried or closed.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `not_found`, `not_permitted`, `wrong_state`.
 */
public data class GiveUpRefund(
    /** The refund. */
    public val refund: RefundId,
) : Command<Refund>() {
    override val tag: Int get() = 44

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "refund") { out.id(this.refund) }
    }

    override fun readOutput(from: CborReader): Refund = Refund.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): GiveUpRefund {
            from.isOf(fields, 1)
            return GiveUpRefund(refund = from.id(RefundId))
        }
    }
}

/**
 * Gives a refund that failed up: what it reserved is released. Should its channel report a success after all,
 * it is booked.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `not_found`, `not_permitted`, `operation_unfinished`, `wrong_state`.
 */
public data class CloseRefund(
    /** The refund. */
    public val refund: RefundId,
) : Command<Refund>() {
    override val tag: Int get() = 45

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "refund") { out.id(this.refund) }
    }

    override fun readOutput(from: CborReader): Refund = Refund.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): CloseRefund {
            from.isOf(fields, 1)
            return CloseRefund(refund = from.id(RefundId))
        }
    }
}

/**
 * Records what a webhook, a query, a statement or a person says about an operation: at any time, any number
 * of times. An outcome is never refused; one that contradicts what is known opens a case.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`.
 */
public data class ObserveOperation(
    /** The operation. */
    public val operation: OperationId,
    /** What is said of it. */
    public val outcome: Outcome,
) : Command<Operation>() {
    override val tag: Int get() = 22

    override fun writeFields(out: CborWriter) {
        out.map(2)
        out.field(1, "operation") { out.id(this.operation) }
        out.field(2, "outcome") { this.outcome.write(out) }
    }

    override fun readOutput(from: CborReader): Operation = Operation.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): ObserveOperation {
            from.isOf(fields, 2)
            return ObserveOperation(operation = from.id(OperationId), outcome = Outcome.read(from))
        }
    }
}

/**
 * Asks a channel once more to undo an operation that succeeded in vain, after the reversal before was
 * declined or failed.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `not_permitted`, `not_found`, `operation_unfinished`, `wrong_state`.
 */
public data class RetryReversal(
    /** The operation that succeeded in vain. */
    public val operation: OperationId,
) : Command<Operation>() {
    override val tag: Int get() = 48

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "operation") { out.id(this.operation) }
    }

    override fun readOutput(from: CborReader): Operation = Operation.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): RetryReversal {
            from.isOf(fields, 1)
            return RetryReversal(operation = from.id(OperationId))
        }
    }
}

/**
 * Hands effects to a worker. What is not ready, because another worker was faster, is left out of the answer.
 * `Engine.claim` finds effects that are due and issues this command.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`.
 */
public data class ClaimEffects(
    /** Who will do them, at most 128 bytes; the same name after a restart. */
    public val worker: String,
    /** The effects, between one and 1,000. */
    public val effects: List<EffectId>,
    /** For how many seconds, up to a day. */
    public val leaseSeconds: Long,
) : Command<Claimed>() {
    override val tag: Int get() = 24

    override fun writeFields(out: CborWriter) {
        out.map(3)
        out.field(1, "worker") { out.text(this.worker) }
        out.field(2, "effects") { out.list(this.effects) { out.id(it) } }
        out.field(3, "leaseSeconds") { out.bounded(this.leaseSeconds, 0, 4294967295) }
    }

    override fun readOutput(from: CborReader): Claimed = Claimed.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): ClaimEffects {
            from.isOf(fields, 3)
            return ClaimEffects(
                worker = from.text(),
                effects = from.list { from.id(EffectId) },
                leaseSeconds = from.long(),
            )
        }
    }
}

/**
 * Brings what came of an effect. From whoever no longer holds the claim, it counts as an observation all the
 * same; only their silence says nothing.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`.
 */
public data class CompleteEffect(
    /** The effect. */
    public val effect: EffectId,
    /** Who did it. */
    public val worker: String,
    /** What came of it. */
    public val outcome: Outcome,
    /**
     * Under which claim: the effect's `claims` as it was handed out. Where it is left out, the worker's
     * present claim; a host whose threads share a name gives it.
     */
    public val claim: Long? = null,
) : Command<Operation>() {
    override val tag: Int get() = 25

    override fun writeFields(out: CborWriter) {
        out.map(3 + present(this.claim))
        out.field(1, "effect") { out.id(this.effect) }
        out.field(2, "worker") { out.text(this.worker) }
        if (this.claim != null) out.field(3, "claim") { out.bounded(this.claim, 0, 4294967295) }
        out.field(4, "outcome") { this.outcome.write(out) }
    }

    override fun readOutput(from: CborReader): Operation = Operation.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): CompleteEffect {
            from.isOf(fields, 4)
            return CompleteEffect(
                effect = from.id(EffectId),
                worker = from.text(),
                claim = from.optional { from.long() },
                outcome = Outcome.read(from),
            )
        }
    }
}

/**
 * Ends claims whose worker is gone: those of the named worker, which started anew, and those whose time
 * passed more than 5 seconds ago, for the clocks of two hosts may differ. What may be repeated waits to be
 * claimed again; what may not makes its operation unknown, and the channel is asked. Other claims among the
 * named effects go on. `Engine.recover` and `Engine.tick` find such claims and issue this command.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`.
 */
public data class RecoverEffects(
    /** The effects, between one and 1,000. */
    public val effects: List<EffectId>,
    /** The worker that started anew, if one did. */
    public val worker: String? = null,
) : Command<Claimed>() {
    override val tag: Int get() = 26

    override fun writeFields(out: CborWriter) {
        out.map(1 + present(this.worker))
        if (this.worker != null) out.field(1, "worker") { out.text(this.worker) }
        out.field(2, "effects") { out.list(this.effects) { out.id(it) } }
    }

    override fun readOutput(from: CborReader): Claimed = Claimed.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): RecoverEffects {
            from.isOf(fields, 2)
            return RecoverEffects(
                worker = from.optional { from.text() },
                effects = from.list { from.id(EffectId) },
            )
        }
    }
}

/**
 * Does what time has made due of one record. What is not due, or no longer, is left as it is: whoever asks
 * twice changes nothing. `Engine.tick` finds such records and issues this command.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `not_permitted`.
 */
public data class TimeOut(
    /** The record. */
    public val due: Due,
) : Command<TimedOut>() {
    override val tag: Int get() = 27

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "due") { this.due.write(out) }
    }

    override fun readOutput(from: CborReader): TimedOut = TimedOut.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): TimeOut {
            from.isOf(fields, 1)
            return TimeOut(due = Due.read(from))
        }
    }
}

/**
 * Forgets idempotency keys that were used long ago: whoever uses one again asks for something new. The
 * journal keeps what was asked under them. All of them are forgotten, or none: where none is left that old,
 * nothing changes; where some are gone or were used since, it is refused. So each use of a key is forgotten
 * by one entry alone. `Engine.forget_keys` finds such keys and issues this command.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`.
 */
public data class ForgetKeys(
    /** Which, as their rows are called. */
    public val keys: List<KeyId>,
    /** Only those used before this moment, which lies at least 30 days back. */
    public val before: Instant,
) : Command<Forgotten>() {
    override val tag: Int get() = 28

    override fun writeFields(out: CborWriter) {
        out.map(2)
        out.field(1, "keys") { out.list(this.keys) { out.id(it) } }
        out.field(2, "before") { out.time(this.before) }
    }

    override fun readOutput(from: CborReader): Forgotten = Forgotten.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): ForgetKeys {
            from.isOf(fields, 2)
            return ForgetKeys(keys = from.list { from.id(KeyId) }, before = from.time())
        }
    }
}

/**
 * Raises the version of the rules that every engine on these books decides by. A release that brings new
 * rules knows the older ones too and goes on with those, so that engines of both releases work side by side;
 * once all of them are of the new one, this command makes the new rules hold. An engine that does not know
 * them is answered `rules_version_too_old` from its next command on, and changes nothing; it goes on reading.
 * Rules are never lowered.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`.
 */
public data class RaiseRules(
    /** The version that is to hold. */
    public val to: Long,
) : Command<Books>() {
    override val tag: Int get() = 50

    override fun writeFields(out: CborWriter) {
        out.map(1)
        out.field(1, "to") { out.bounded(this.to, 0, 4294967295) }
    }

    override fun readOutput(from: CborReader): Books = Books.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): RaiseRules {
            from.isOf(fields, 1)
            return RaiseRules(to = from.long())
        }
    }
}

/**
 * Notes how people settled a case. What moves money is posted by commands of its own.
 *
 * Safe to repeat as it is; a key may be given.
 *
 * Refused: the first that applies of `invalid_value`, `not_permitted`, `not_found`, `wrong_state`.
 */
public data class CloseCase(
    /** The case. */
    public val case: CaseId,
    /** How it was settled, at most 256 bytes. */
    public val settlement: String,
) : Command<Case>() {
    override val tag: Int get() = 49

    override fun writeFields(out: CborWriter) {
        out.map(2)
        out.field(1, "case") { out.id(this.case) }
        out.field(2, "settlement") { out.text(this.settlement) }
    }

    override fun readOutput(from: CborReader): Case = Case.read(from)

    internal companion object {
        fun read(from: CborReader, fields: Int): CloseCase {
            from.isOf(fields, 2)
            return CloseCase(case = from.id(CaseId), settlement = from.text())
        }
    }
}

internal fun readCommand(from: CborReader): Command<*> {
    val fields = from.array() - 1
    return when (val tag = from.int()) {
        7 -> RegisterAsset.read(from, fields)
        1 -> OpenAccount.read(from, fields)
        2 -> PostTransfers.read(from, fields)
        3 -> FreezeAccount.read(from, fields)
        4 -> UnfreezeAccount.read(from, fields)
        6 -> ChangeBounds.read(from, fields)
        5 -> CloseAccount.read(from, fields)
        8 -> CloseBooks.read(from, fields)
        9 -> ExchangeCurrency.read(from, fields)
        10 -> RegisterUser.read(from, fields)
        11 -> CreateFeePlan.read(from, fields)
        12 -> RegisterMerchant.read(from, fields)
        13 -> ActivateMerchant.read(from, fields)
        14 -> SuspendMerchant.read(from, fields)
        15 -> PlaceOrder.read(from, fields)
        38 -> CancelOrder.read(from, fields)
        39 -> RecordFulfilment.read(from, fields)
        16 -> StartPayment.read(from, fields)
        31 -> AttachMethod.read(from, fields)
        17 -> ConfirmPayment.read(from, fields)
        30 -> AnswerChallenge.read(from, fields)
        37 -> ReviewPayment.read(from, fields)
        36 -> ResumePayment.read(from, fields)
        32 -> CancelPayment.read(from, fields)
        18 -> CapturePayment.read(from, fields)
        33 -> IncrementAuthorisation.read(from, fields)
        34 -> VoidPayment.read(from, fields)
        35 -> ReleaseRest.read(from, fields)
        20 -> RequestRefund.read(from, fields)
        21 -> ApproveRefund.read(from, fields)
        40 -> RejectRefund.read(from, fields)
        41 -> WithdrawRefund.read(from, fields)
        42 -> RetryRefund.read(from, fields)
        43 -> RerouteRefund.read(from, fields)
        44 -> GiveUpRefund.read(from, fields)
        45 -> CloseRefund.read(from, fields)
        22 -> ObserveOperation.read(from, fields)
        48 -> RetryReversal.read(from, fields)
        24 -> ClaimEffects.read(from, fields)
        25 -> CompleteEffect.read(from, fields)
        26 -> RecoverEffects.read(from, fields)
        27 -> TimeOut.read(from, fields)
        28 -> ForgetKeys.read(from, fields)
        50 -> RaiseRules.read(from, fields)
        49 -> CloseCase.read(from, fields)
        else -> unread("the command $tag")
    }
}
