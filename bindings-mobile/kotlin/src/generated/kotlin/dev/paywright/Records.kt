// What is stored, and what is answered. Nobody but the engine makes these.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

package dev.paywright

import java.math.BigDecimal
import java.math.BigInteger
import java.time.Instant

/** What rules an account: rarely changed, relied on by every posting. */
@ConsistentCopyVisibility
public data class Account internal constructor(
    /** Its id, derived from owner, purpose, currency and scope. */
    public val id: AccountId,
    /** Whose. */
    public val owner: Owner,
    /** What for. */
    public val purpose: Purpose,
    /** In which currency, for ever. */
    public val currency: Currency,
    /** What tells accounts apart that share the rest. */
    public val scope: String?,
    /** What must stay available, in minor units; none where there is no such bound. */
    public val minAvailable: Long?,
    /** What the balance may rise to, in minor units; none where there is no such bound. */
    public val maxBalance: Long?,
    /** What may be posted to it. */
    public val state: AccountState,
) {
    /** The records of this type: `engine.get(Account, id)`, `engine.list(Account)`. */
    public companion object : RecordType<Account, AccountId>("Account") {
        /** Those with this `owner`, in the order of `purpose`; where that is given, those with it. */
        public fun byOwner(owner: Owner, purpose: Purpose? = null): Records<Account> =
            by("by_owner", 
                cell("owner") { out -> owner.write(out) },
                if (purpose == null) null else cell("purpose") { out -> out.word(purpose.number) },
            )

        /** Those with this `purpose`, in the order of `state`; where that is given, those with it. */
        public fun byPurpose(purpose: Purpose, state: AccountState? = null): Records<Account> =
            by("by_purpose", 
                cell("purpose") { out -> out.word(purpose.number) },
                if (state == null) null else cell("state") { out -> out.word(state.number) },
            )

        /** Those with this `state`. */
        public fun byState(state: AccountState): Records<Account> =
            by("by_state", cell("state") { out -> out.word(state.number) })

        override fun read(from: CborReader): Account {
            from.fields(8)
            return Account(
                id = from.id(AccountId),
                owner = Owner.read(from),
                purpose = Purpose.of(from.int()),
                currency = from.currency(),
                scope = from.optional { from.text() },
                minAvailable = from.optional { from.long() },
                maxBalance = from.optional { from.long() },
                state = AccountState.of(from.int()),
            )
        }
    }
}

/** An asset of the host. */
@ConsistentCopyVisibility
public data class Asset internal constructor(
    /** Derived from the code alone: an asset has one exponent. */
    public val id: AssetId,
    /** Code and exponent. */
    public val currency: Currency,
    /** What people call it. */
    public val name: String,
) {
    /** The records of this type: `engine.get(Asset, id)`, `engine.list(Asset)`. */
    public companion object : RecordType<Asset, AssetId>("Asset") {
        override fun read(from: CborReader): Asset {
            from.fields(3)
            return Asset(id = from.id(AssetId), currency = from.currency(), name = from.text())
        }
    }
}

/**
 * What an account holds, on one lane if the account is shared. Its history is the chain of transfers from
 * `newest` back.
 */
@ConsistentCopyVisibility
public data class Balance internal constructor(
    /** Derived from account and lane. */
    public val id: BalanceId,
    /** The account. */
    public val account: AccountId,
    /** The lane that writes it; 0 for a guarded account, which every lane writes. */
    public val lane: Int,
    /** Posted debits, in minor units. */
    public val debits: BigInteger,
    /** Posted credits. */
    public val credits: BigInteger,
    /** Pending debits. One lane's share may be negative, where it resolved a hold that another lane made. */
    public val pendingDebits: BigInteger,
    /** Pending credits. */
    public val pendingCredits: BigInteger,
    /** Its newest transfer. */
    public val newest: Long?,
    /** How many transfers there were. */
    public val transfers: Long,
) {
    /** The records of this type: `engine.get(Balance, id)`, `engine.list(Balance)`. */
    public companion object : RecordType<Balance, BalanceId>("Balance") {
        /** Those with this `account`. */
        public fun byAccount(account: AccountId): Records<Balance> =
            by("by_account", cell("account") { out -> out.id(account) })

        override fun read(from: CborReader): Balance {
            from.fields(9)
            return Balance(
                id = from.id(BalanceId),
                account = from.id(AccountId),
                lane = from.int(),
                debits = from.big(),
                credits = from.big(),
                pendingDebits = from.big(),
                pendingCredits = from.big(),
                newest = from.optional { from.long() },
                transfers = from.long(),
            )
        }
    }
}

/** What holds for all books of this storage: one row, made when the storage is first opened. */
@ConsistentCopyVisibility
public data class Books internal constructor(
    /** Always the same. */
    public val id: BooksId,
    /** Version of the rules that every engine must know to write. */
    public val rules: Long,
    /** No transfer may be effective at or before this time. */
    public val closedThrough: Instant?,
) {
    /** The records of this type: `engine.get(Books, id)`, `engine.list(Books)`. */
    public companion object : RecordType<Books, BooksId>("Books") {
        override fun read(from: CborReader): Books {
            from.fields(3)
            return Books(
                id = from.id(BooksId),
                rules = from.long(),
                closedThrough = from.optional { from.time() },
            )
        }
    }
}

/** Something for people to look at. */
@ConsistentCopyVisibility
public data class Case internal constructor(
    /** Derived from kind, subject and transfer: the same thing opens one case. */
    public val id: CaseId,
    /** What it is about. */
    public val kind: CaseKind,
    /** The record it is about. */
    public val subject: Bytes,
    /** The transfer that booked the money, if any moved. */
    public val transfer: TransferId?,
    /** What happened, the newest. */
    public val detail: String,
    /** Where it stands. */
    public val state: CaseState,
    /** Since when. */
    public val openedAt: Instant,
    /** Who settled it, and how. */
    public val settlement: String?,
) {
    /** The records of this type: `engine.get(Case, id)`, `engine.list(Case)`. */
    public companion object : RecordType<Case, CaseId>("Case") {
        /** Those with this `state`, in the order of `openedAt`; where that is given, those with it. */
        public fun byState(state: CaseState, openedAt: Instant? = null): Records<Case> =
            by("by_state", 
                cell("state") { out -> out.word(state.number) },
                if (openedAt == null) null else cell("openedAt") { out -> out.time(openedAt) },
            )

        override fun read(from: CborReader): Case {
            from.fields(8)
            return Case(
                id = from.id(CaseId),
                kind = CaseKind.of(from.int()),
                subject = from.bytes(),
                transfer = from.optional { from.id(TransferId) },
                detail = from.text(),
                state = CaseState.of(from.int()),
                openedAt = from.time(),
                settlement = from.optional { from.text() },
            )
        }
    }
}

/** Work for the outside world. */
@ConsistentCopyVisibility
public data class Effect internal constructor(
    /** Its id. */
    public val id: EffectId,
    /** What is to be done. */
    public val kind: EffectKind,
    /** The operation it is about. */
    public val operation: OperationId,
    /** Where it stands. */
    public val state: EffectState,
    /** Who has claimed it. */
    public val worker: String?,
    /** When it may be claimed; when it is claimed, until when. */
    public val dueAt: Instant?,
    /** How often it was claimed. */
    public val claims: Long,
) {
    /** The records of this type: `engine.get(Effect, id)`, `engine.list(Effect)`. */
    public companion object : RecordType<Effect, EffectId>("Effect") {
        /**
         * Those with this `state`, in the order of `kind` and `dueAt`; where that is given, those with it.
         */
        public fun byDue(
            state: EffectState,
            kind: EffectKind? = null,
            dueAt: Instant? = null,
        ): Records<Effect> =
            by("by_due", 
                cell("state") { out -> out.word(state.number) },
                if (kind == null) null else cell("kind") { out -> out.word(kind.number) },
                if (dueAt == null) null else cell("dueAt") { out -> out.time(dueAt) },
            )

        /** Those with this `worker`. */
        public fun byWorker(worker: String): Records<Effect> =
            by("by_worker", cell("worker") { out -> out.text(worker) })

        override fun read(from: CborReader): Effect {
            from.fields(7)
            return Effect(
                id = from.id(EffectId),
                kind = EffectKind.of(from.int()),
                operation = from.id(OperationId),
                state = EffectState.of(from.int()),
                worker = from.optional { from.text() },
                dueAt = from.optional { from.time() },
                claims = from.long(),
            )
        }
    }
}

/**
 * Money of one currency exchanged for money of another. Each leg goes through `fx_position` in its own
 * currency; what was booked is kept with its rate and never computed again.
 */
@ConsistentCopyVisibility
public data class Exchange internal constructor(
    /** Its id. */
    public val id: ExchangeId,
    /** Account debited. */
    public val debit: AccountId,
    /** Account credited. */
    public val credit: AccountId,
    /** What was debited, in the currency of that account. */
    public val debited: Money,
    /** What was credited, in the currency of that account. */
    public val credited: Money,
    /** Whole units of the credited currency for one whole unit of the debited one. */
    public val rate: BigDecimal,
    /** The transfer from the debited account to `fx_position`. */
    public val out: TransferId,
    /** The transfer from `fx_position` to the credited account. */
    public val back: TransferId,
    /** When it counts, where that is before it was recorded. */
    public val effectiveAt: Instant?,
    /** The caller's own reference. */
    public val reference: String?,
    /** What the host keeps with it. */
    public val metadata: Metadata?,
) {
    /** The records of this type: `engine.get(Exchange, id)`, `engine.list(Exchange)`. */
    public companion object : RecordType<Exchange, ExchangeId>("Exchange") {
        override fun read(from: CborReader): Exchange {
            from.fields(11)
            return Exchange(
                id = from.id(ExchangeId),
                debit = from.id(AccountId),
                credit = from.id(AccountId),
                debited = from.money(),
                credited = from.money(),
                rate = from.rate(),
                out = from.id(TransferId),
                back = from.id(TransferId),
                effectiveAt = from.optional { from.time() },
                reference = from.optional { from.text() },
                metadata = from.optional { from.metadata() },
            )
        }
    }
}

/** What the platform takes of each part of a payment. */
@ConsistentCopyVisibility
public data class FeePlan internal constructor(
    /** Its id. */
    public val id: FeePlanId,
    /** Its name. */
    public val name: String,
    /** The share of what is captured. */
    public val rate: BigDecimal,
    /** How the share is rounded to minor units. */
    public val rounding: Rounding,
    /** Taken once a part, with its first capture. Payments under the plan are in its currency. */
    public val fixed: Money,
    /** What becomes of the fee when a payment is refunded. */
    public val onRefund: FeesOnRefund,
) {
    /** The records of this type: `engine.get(FeePlan, id)`, `engine.list(FeePlan)`. */
    public companion object : RecordType<FeePlan, FeePlanId>("FeePlan") {
        override fun read(from: CborReader): FeePlan {
            from.fields(6)
            return FeePlan(
                id = from.id(FeePlanId),
                name = from.text(),
                rate = from.rate(),
                rounding = Rounding.of(from.int()),
                fixed = from.money(),
                onRefund = FeesOnRefund.of(from.int()),
            )
        }
    }
}

/** The reservation of a pending transfer. */
@ConsistentCopyVisibility
public data class Hold internal constructor(
    /** The pending transfer's id. */
    public val id: TransferId,
    /** Account that is to be debited. */
    public val debit: AccountId,
    /** Account that is to be credited. */
    public val credit: AccountId,
    /** What is held, in minor units. */
    public val amount: Long,
    /** What of it was posted in the end. */
    public val posted: Long,
    /** Where it stands. */
    public val state: HoldState,
    /** Until when it was made to last; none without end. */
    public val expiresAt: Instant?,
    /** When it expires, while it is open. */
    public val dueAt: Instant?,
    /** The record that made it and alone may resolve it; none where the host did. */
    public val subject: Bytes?,
) {
    /** The records of this type: `engine.get(Hold, id)`, `engine.list(Hold)`. */
    public companion object : RecordType<Hold, TransferId>("Hold") {
        /** Those with this `dueAt`. */
        public fun byDue(dueAt: Instant): Records<Hold> =
            by("by_due", cell("dueAt") { out -> out.time(dueAt) })

        override fun read(from: CborReader): Hold {
            from.fields(9)
            return Hold(
                id = from.id(TransferId),
                debit = from.id(AccountId),
                credit = from.id(AccountId),
                amount = from.long(),
                posted = from.long(),
                state = HoldState.of(from.int()),
                expiresAt = from.optional { from.time() },
                dueAt = from.optional { from.time() },
                subject = from.optional { from.bytes() },
            )
        }
    }
}

/** A merchant. */
@ConsistentCopyVisibility
public data class Merchant internal constructor(
    /** Its id. */
    public val id: MerchantId,
    /** Its name. */
    public val name: String,
    /** The fee plan of payments that start from now on. */
    public val feePlan: FeePlanId,
    /** Whether its refunds are reviewed. */
    public val refundReview: RefundReview,
    /** Where it stands. */
    public val state: MerchantState,
    /** For how long a refund may wait for its review, in seconds; without end where there is none. */
    public val reviewSeconds: Long?,
    /** What becomes of a refund that nobody reviewed in time. */
    public val unreviewed: Unreviewed,
    /**
     * For how long after an order is paid its merchant may refund it, in seconds; without end where there is
     * none.
     */
    public val refundWindowSeconds: Long?,
) {
    /** The records of this type: `engine.get(Merchant, id)`, `engine.list(Merchant)`. */
    public companion object : RecordType<Merchant, MerchantId>("Merchant") {
        override fun read(from: CborReader): Merchant {
            from.fields(8)
            return Merchant(
                id = from.id(MerchantId),
                name = from.text(),
                feePlan = from.id(FeePlanId),
                refundReview = RefundReview.of(from.int()),
                state = MerchantState.of(from.int()),
                reviewSeconds = from.optional { from.long() },
                unreviewed = Unreviewed.of(from.int()),
                refundWindowSeconds = from.optional { from.long() },
            )
        }
    }
}

/** One call to a channel. */
@ConsistentCopyVisibility
public data class Operation internal constructor(
    /** Its id; the channel recognises repeats by it. */
    public val id: OperationId,
    /** What the channel is asked to do. */
    public val kind: OperationKind,
    /** Which channel. */
    public val channel: String,
    /** How much. */
    public val amount: Money,
    /** The payment it serves. */
    public val payment: PaymentId,
    /** The refund it serves, if it serves one. */
    public val refund: RefundId?,
    /**
     * The operation at the channel that it builds on: the authorisation of a capture, the sale of a refund,
     * whatever is reversed.
     */
    public val original: OperationId?,
    /** Where it stands. */
    public val state: OperationState,
    /** Why it was declined, failed or was taken back, in the channel's words. */
    public val reason: String?,
    /** The channel's answer where it could not be told what it means. */
    public val rawAnswer: String?,
    /** Until when its worker may still send it; none before it is handed out. */
    public val sendableUntil: Instant?,
    /** Of a capture: whether the channel keeps the rest reserved. */
    public val capture: CaptureKind?,
    /** The effect that sends it, or asks what became of it. */
    public val effect: EffectId?,
    /** What the payer must do, while the channel waits for that. */
    public val action: PayerAction?,
    /** Until when the payer may do it, while the channel waits for that. */
    public val dueAt: Instant?,
    /** The operation that gave back what this one took in vain; until one did, the newest that is to. */
    public val reversedBy: OperationId?,
    /** When the channel took back what it had done. */
    public val takenBackAt: Instant?,
) {
    /** The records of this type: `engine.get(Operation, id)`, `engine.list(Operation)`. */
    public companion object : RecordType<Operation, OperationId>("Operation") {
        /** Those with this `payment`. */
        public fun byPayment(payment: PaymentId): Records<Operation> =
            by("by_payment", cell("payment") { out -> out.id(payment) })

        /** Those with this `dueAt`. */
        public fun byDue(dueAt: Instant): Records<Operation> =
            by("by_due", cell("dueAt") { out -> out.time(dueAt) })

        override fun read(from: CborReader): Operation {
            from.fields(17)
            return Operation(
                id = from.id(OperationId),
                kind = OperationKind.of(from.int()),
                channel = from.text(),
                amount = from.money(),
                payment = from.id(PaymentId),
                refund = from.optional { from.id(RefundId) },
                original = from.optional { from.id(OperationId) },
                state = OperationState.of(from.int()),
                reason = from.optional { from.text() },
                rawAnswer = from.optional { from.text() },
                sendableUntil = from.optional { from.time() },
                capture = from.optional { CaptureKind.of(from.int()) },
                effect = from.optional { from.id(EffectId) },
                action = from.optional { PayerAction.read(from) },
                dueAt = from.optional { from.time() },
                reversedBy = from.optional { from.id(OperationId) },
                takenBackAt = from.optional { from.time() },
            )
        }
    }
}

/** Something to be paid to one merchant. Amounts beside the total are minor units of its currency. */
@ConsistentCopyVisibility
public data class Order internal constructor(
    /** Its id. */
    public val id: OrderId,
    /** Who is owed. */
    public val merchant: MerchantId,
    /** Who ordered; none at a guest checkout. */
    public val customer: UserId?,
    /** What is to be paid. */
    public val total: Money,
    /** Captured for it. */
    public val paid: Long,
    /** Reserved by payments that are under way. */
    public val inFlight: Long,
    /** Given back of what was paid. */
    public val refunded: Long,
    /** Reserved by refunds that are under way. */
    public val refundsReserved: Long,
    /** The host's own reference. */
    public val reference: String?,
    /** Where it stands. */
    public val state: OrderState,
    /** Since when. */
    public val placedAt: Instant,
    /** How far the merchant has delivered. */
    public val fulfilment: Fulfilment,
    /** Until when it may be paid. */
    public val expiresAt: Instant?,
    /** When time ends the state it is in: it expires unpaid, or its time for refunds is over. */
    public val dueAt: Instant?,
    /** Its newest payment; each names the one before. */
    public val newestPayment: PaymentId?,
    /** How many payments it has had. */
    public val payments: Long,
    /** What the host keeps with it. */
    public val metadata: Metadata?,
) {
    /** The records of this type: `engine.get(Order, id)`, `engine.list(Order)`. */
    public companion object : RecordType<Order, OrderId>("Order") {
        /** Those with this `merchant`, in the order of `placedAt`; where that is given, those with it. */
        public fun byMerchant(merchant: MerchantId, placedAt: Instant? = null): Records<Order> =
            by("by_merchant", 
                cell("merchant") { out -> out.id(merchant) },
                if (placedAt == null) null else cell("placedAt") { out -> out.time(placedAt) },
            )

        /** Those with this `customer`, in the order of `placedAt`; where that is given, those with it. */
        public fun byCustomer(customer: UserId, placedAt: Instant? = null): Records<Order> =
            by("by_customer", 
                cell("customer") { out -> out.id(customer) },
                if (placedAt == null) null else cell("placedAt") { out -> out.time(placedAt) },
            )

        /** Those with this `dueAt`. */
        public fun byDue(dueAt: Instant): Records<Order> =
            by("by_due", cell("dueAt") { out -> out.time(dueAt) })

        override fun read(from: CborReader): Order {
            from.fields(17)
            return Order(
                id = from.id(OrderId),
                merchant = from.id(MerchantId),
                customer = from.optional { from.id(UserId) },
                total = from.money(),
                paid = from.long(),
                inFlight = from.long(),
                refunded = from.long(),
                refundsReserved = from.long(),
                reference = from.optional { from.text() },
                state = OrderState.of(from.int()),
                placedAt = from.time(),
                fulfilment = Fulfilment.of(from.int()),
                expiresAt = from.optional { from.time() },
                dueAt = from.optional { from.time() },
                newestPayment = from.optional { from.id(PaymentId) },
                payments = from.long(),
                metadata = from.optional { from.metadata() },
            )
        }
    }
}

/** A receiver's share of a payment. Amounts beside `amount` are minor units of its currency. */
@ConsistentCopyVisibility
public data class Part internal constructor(
    /** Derived from the payment and the number. */
    public val id: PartId,
    /** The payment. */
    public val payment: PaymentId,
    /** Its number within the payment, from 1. */
    public val number: Long,
    /** Who is paid. */
    public val receiver: Owner,
    /** Its share of the payment. */
    public val amount: Money,
    /** The fee plan of the day the payment started; none for a top-up. */
    public val feePlan: FeePlanId?,
    /** Captured of it. */
    public val captured: Long,
    /** The platform's fee taken of it. */
    public val fee: Long,
    /** Given back of it. */
    public val refunded: Long,
    /** Reserved by refunds that are under way. */
    public val refundsReserved: Long,
    /** What the channel took back of it. */
    public val takenBack: Long,
    /** Given back of the fee because of refunds. */
    public val feeReturned: Long,
) {
    /** The records of this type: `engine.get(Part, id)`, `engine.list(Part)`. */
    public companion object : RecordType<Part, PartId>("Part") {
        /** Those with this `receiver`. */
        public fun byReceiver(receiver: Owner): Records<Part> =
            by("by_receiver", cell("receiver") { out -> receiver.write(out) })

        override fun read(from: CborReader): Part {
            from.fields(12)
            return Part(
                id = from.id(PartId),
                payment = from.id(PaymentId),
                number = from.long(),
                receiver = Owner.read(from),
                amount = from.money(),
                feePlan = from.optional { from.id(FeePlanId) },
                captured = from.long(),
                fee = from.long(),
                refunded = from.long(),
                refundsReserved = from.long(),
                takenBack = from.long(),
                feeReturned = from.long(),
            )
        }
    }
}

/** One way of paying. Amounts beside `amount` are minor units of its currency. */
@ConsistentCopyVisibility
public data class Payment internal constructor(
    /** Its id. */
    public val id: PaymentId,
    /** The order it pays; none for a top-up. */
    public val order: OrderId?,
    /** Who pays; none at a guest checkout. */
    public val payer: UserId?,
    /** Who is paid: a merchant, or the user whose wallet is topped up. */
    public val receiver: Owner,
    /** How much. */
    public val amount: Money,
    /** What it is paid with; none while it needs one. */
    public val method: Method?,
    /** Whether it is captured at once. */
    public val capture: CaptureMode,
    /** Reserved on the payer's side, captured or not. */
    public val authorised: Long,
    /** Taken from the payer for the receiver. */
    public val captured: Long,
    /** Given back of what was captured. */
    public val refunded: Long,
    /** Reserved by refunds that are under way. */
    public val refundsReserved: Long,
    /** Taken from the payer by a success that the payment does not rest on, and kept for the payer. */
    public val unwanted: Long,
    /** The unfinished operation, if there is one. */
    public val operation: OperationId?,
    /** The operation at the channel that reserved the amount. */
    public val authorisedBy: OperationId?,
    /** The newest operation at the channel that took money; refunds build on it. */
    public val takenBy: OperationId?,
    /** The pending transfer that reserves what is not captured yet. */
    public val hold: TransferId?,
    /** Whether the capture that is under way is the last. */
    public val lastCapture: CaptureKind?,
    /** Why it failed. */
    public val failure: String?,
    /** Where it stands. */
    public val state: PaymentState,
    /** Since when. */
    public val startedAt: Instant,
    /** How often it may still be sent to a channel. */
    public val attemptsLeft: Long,
    /** How often the payer may still try at the challenge that is under way. */
    public val triesLeft: Long,
    /** Who confirmed it last; they may not review it. */
    public val confirmedBy: String?,
    /** Until when it may be confirmed. */
    public val expiresAt: Instant?,
    /** Until when the review that is under way may answer. */
    public val reviewUntil: Instant?,
    /** For how many seconds what it authorises may be captured. */
    public val authorisationSeconds: Long,
    /** Until when what it has authorised may be captured. */
    public val authorisedUntil: Instant?,
    /** When time ends the state it is in. */
    public val dueAt: Instant?,
    /** What the channel took back of it, from whoever was paid. */
    public val takenBack: Long,
    /** What of that the payee's wallet could not give; the user owes it to the platform. */
    public val owedByPayee: Long,
    /** What was given back beyond what was captured, because a refund succeeded after it was given up. */
    public val refundedInExcess: Long,
    /** The payment of the same order before it. */
    public val before: PaymentId?,
    /** What the host keeps with it. */
    public val metadata: Metadata?,
    /** How much of its amount was asked for by increments. */
    public val incremented: Long,
    /** What it was to be paid with at first, where another method took or is to take its place. */
    public val firstMethod: Method?,
) {
    /** The records of this type: `engine.get(Payment, id)`, `engine.list(Payment)`. */
    public companion object : RecordType<Payment, PaymentId>("Payment") {
        /** Those with this `order`. */
        public fun byOrder(order: OrderId): Records<Payment> =
            by("by_order", cell("order") { out -> out.id(order) })

        /** Those with this `payer`, in the order of `startedAt`; where that is given, those with it. */
        public fun byPayer(payer: UserId, startedAt: Instant? = null): Records<Payment> =
            by("by_payer", 
                cell("payer") { out -> out.id(payer) },
                if (startedAt == null) null else cell("startedAt") { out -> out.time(startedAt) },
            )

        /** Those with this `dueAt`. */
        public fun byDue(dueAt: Instant): Records<Payment> =
            by("by_due", cell("dueAt") { out -> out.time(dueAt) })

        override fun read(from: CborReader): Payment {
            from.fields(35)
            return Payment(
                id = from.id(PaymentId),
                order = from.optional { from.id(OrderId) },
                payer = from.optional { from.id(UserId) },
                receiver = Owner.read(from),
                amount = from.money(),
                method = from.optional { Method.read(from) },
                capture = CaptureMode.of(from.int()),
                authorised = from.long(),
                captured = from.long(),
                refunded = from.long(),
                refundsReserved = from.long(),
                unwanted = from.long(),
                operation = from.optional { from.id(OperationId) },
                authorisedBy = from.optional { from.id(OperationId) },
                takenBy = from.optional { from.id(OperationId) },
                hold = from.optional { from.id(TransferId) },
                lastCapture = from.optional { CaptureKind.of(from.int()) },
                failure = from.optional { from.text() },
                state = PaymentState.of(from.int()),
                startedAt = from.time(),
                attemptsLeft = from.long(),
                triesLeft = from.long(),
                confirmedBy = from.optional { from.text() },
                expiresAt = from.optional { from.time() },
                reviewUntil = from.optional { from.time() },
                authorisationSeconds = from.long(),
                authorisedUntil = from.optional { from.time() },
                dueAt = from.optional { from.time() },
                takenBack = from.long(),
                owedByPayee = from.long(),
                refundedInExcess = from.long(),
                before = from.optional { from.id(PaymentId) },
                metadata = from.optional { from.metadata() },
                incremented = from.long(),
                firstMethod = from.optional { Method.read(from) },
            )
        }
    }
}

/** Money back to a payer. */
@ConsistentCopyVisibility
public data class Refund internal constructor(
    /** Its id. */
    public val id: RefundId,
    /** The payment it gives back. */
    public val payment: PaymentId,
    /** How much. */
    public val amount: Money,
    /** Who asked. */
    public val requestedBy: String,
    /** Why. */
    public val reason: String?,
    /** The pending transfer that reserves the amount. */
    public val hold: TransferId?,
    /** Its last operation at the channel. */
    public val operation: OperationId?,
    /** Why it did not go through. */
    public val failure: String?,
    /** Where it stands. */
    public val state: RefundState,
    /** Since when. */
    public val requestedAt: Instant,
    /** Where it goes; none where it goes back to where the payment came from. */
    public val destination: Method?,
    /** Who reviewed it. */
    public val reviewedBy: String?,
    /** Until when its review may answer, while it waits for that. */
    public val dueAt: Instant?,
    /** What the host keeps with it. */
    public val metadata: Metadata?,
    /** The operation that gave the money back; none where the ledger did, and as long as it is not back. */
    public val givenBy: OperationId?,
) {
    /** The records of this type: `engine.get(Refund, id)`, `engine.list(Refund)`. */
    public companion object : RecordType<Refund, RefundId>("Refund") {
        /** Those with this `payment`. */
        public fun byPayment(payment: PaymentId): Records<Refund> =
            by("by_payment", cell("payment") { out -> out.id(payment) })

        /** Those with this `dueAt`. */
        public fun byDue(dueAt: Instant): Records<Refund> =
            by("by_due", cell("dueAt") { out -> out.time(dueAt) })

        override fun read(from: CborReader): Refund {
            from.fields(15)
            return Refund(
                id = from.id(RefundId),
                payment = from.id(PaymentId),
                amount = from.money(),
                requestedBy = from.text(),
                reason = from.optional { from.text() },
                hold = from.optional { from.id(TransferId) },
                operation = from.optional { from.id(OperationId) },
                failure = from.optional { from.text() },
                state = RefundState.of(from.int()),
                requestedAt = from.time(),
                destination = from.optional { Method.read(from) },
                reviewedBy = from.optional { from.text() },
                dueAt = from.optional { from.time() },
                metadata = from.optional { from.metadata() },
                givenBy = from.optional { from.id(OperationId) },
            )
        }
    }
}

/** Money moved, held or released; immutable. */
@ConsistentCopyVisibility
public data class Transfer internal constructor(
    /** Where it stands: lane and ordinal in one integer. */
    public val position: Long,
    /** Its id. */
    public val id: TransferId,
    /** Account debited. */
    public val debit: AccountId,
    /** Account credited. */
    public val credit: AccountId,
    /** Minor units of the accounts' currency. */
    public val amount: Long,
    /** What it does: 1 posted, 2 pending, 3 posts, 4 voids, 5 expires a pending one. */
    public val phase: Phase,
    /** What it is for; from 1,000 on the host's own kinds. */
    public val kind: Int,
    /** The payment, refund or other record that caused it. */
    public val subject: Bytes?,
    /** The pending transfer that it resolves. */
    public val hold: TransferId?,
    /** The caller's own reference. */
    public val reference: String?,
    /** When it counts, where that is before it was recorded. */
    public val effectiveAt: Instant?,
    /** Time of its entry. */
    public val recordedAt: Instant,
    /** The debited account's transfer before this one, on the same balance. */
    public val debitBefore: Long?,
    /** The debited balance after it, on the account's normal side. */
    public val debitAfter: Long,
    /** The credited account's transfer before this one, on the same balance. */
    public val creditBefore: Long?,
    /** The credited balance after it, on the account's normal side. */
    public val creditAfter: Long,
    /** What the host keeps with it. */
    public val metadata: Metadata?,
) {
    /** The records of this type: `engine.get(Transfer, id)`, `engine.list(Transfer)`. */
    public companion object : RecordType<Transfer, TransferId>("Transfer") {
        /** Those with this `id`. */
        public fun byId(id: TransferId): Records<Transfer> =
            by("by_id", cell("id") { out -> out.id(id) })

        /** Those with this `debit`, in the order of `effectiveAt`; where that is given, those with it. */
        public fun byDebitEffective(debit: AccountId, effectiveAt: Instant? = null): Records<Transfer> =
            by("by_debit_effective", 
                cell("debit") { out -> out.id(debit) },
                if (effectiveAt == null) null else cell("effectiveAt") { out -> out.time(effectiveAt) },
            )

        /** Those with this `credit`, in the order of `effectiveAt`; where that is given, those with it. */
        public fun byCreditEffective(credit: AccountId, effectiveAt: Instant? = null): Records<Transfer> =
            by("by_credit_effective", 
                cell("credit") { out -> out.id(credit) },
                if (effectiveAt == null) null else cell("effectiveAt") { out -> out.time(effectiveAt) },
            )

        override fun read(from: CborReader): Transfer {
            from.fields(17)
            return Transfer(
                position = from.long(),
                id = from.id(TransferId),
                debit = from.id(AccountId),
                credit = from.id(AccountId),
                amount = from.long(),
                phase = Phase.of(from.int()),
                kind = from.int(),
                subject = from.optional { from.bytes() },
                hold = from.optional { from.id(TransferId) },
                reference = from.optional { from.text() },
                effectiveAt = from.optional { from.time() },
                recordedAt = from.time(),
                debitBefore = from.optional { from.long() },
                debitAfter = from.long(),
                creditBefore = from.optional { from.long() },
                creditAfter = from.long(),
                metadata = from.optional { from.metadata() },
            )
        }
    }
}

/** A user of the host. */
@ConsistentCopyVisibility
public data class User internal constructor(
    /** Its id. */
    public val id: UserId,
    /** What the host knows the user by; nothing that names a person. */
    public val reference: String,
) {
    /** The records of this type: `engine.get(User, id)`, `engine.list(User)`. */
    public companion object : RecordType<User, UserId>("User") {
        override fun read(from: CborReader): User {
            from.fields(2)
            return User(id = from.id(UserId), reference = from.text())
        }
    }
}

/** What was booked of a `NewTransfer`. */
@ConsistentCopyVisibility
public data class Booked internal constructor(
    /** The transfer's id. */
    public val id: TransferId,
    /** What a balancing transfer moved; none where the request itself says how much. */
    public val moved: Money?,
    /**
     * It was there before, and nothing was posted: its id was the caller's and named it, or all of the
     * command is a replay of its key. The journal does not keep it.
     */
    public val repeated: Boolean,
) {
    internal companion object {
        internal fun read(from: CborReader): Booked {
            from.fields(3)
            return Booked(
                id = from.id(TransferId),
                moved = from.optional { from.money() },
                repeated = from.flag(),
            )
        }
    }
}

/** What became of each transfer of `PostTransfers`, in the order of the request. */
@ConsistentCopyVisibility
public data class Posted internal constructor(
    /**
     * The transfer's id, what a balancing one moved, and whether it was there before; or why it was refused.
     */
    public val results: List<OrRefused<Booked>>,
) {
    internal companion object {
        internal fun read(from: CborReader): Posted {
            from.fields(1)
            return Posted(results = from.list { from.orRefused { Booked.read(from) } })
        }
    }
}

/** An effect with the operation it is about: what a worker needs to do it. */
@ConsistentCopyVisibility
public data class Work internal constructor(
    /** The effect. */
    public val effect: Effect,
    /** The operation. */
    public val operation: Operation,
) {
    internal companion object {
        internal fun read(from: CborReader): Work {
            from.fields(2)
            return Work(effect = Effect.read(from), operation = Operation.read(from))
        }
    }
}

/** What a worker was given. */
@ConsistentCopyVisibility
public data class Claimed internal constructor(
    /** Each effect with its operation, in the order asked for. */
    public val work: List<Work>,
) {
    internal companion object {
        internal fun read(from: CborReader): Claimed {
            from.fields(1)
            return Claimed(work = from.list { Work.read(from) })
        }
    }
}

/** What `TimeOut` did. */
@ConsistentCopyVisibility
public data class TimedOut internal constructor(
    /** Whether anything was due. */
    public val wasDue: Boolean,
) {
    internal companion object {
        internal fun read(from: CborReader): TimedOut {
            from.fields(1)
            return TimedOut(wasDue = from.flag())
        }
    }
}

/** What `ForgetKeys` did. */
@ConsistentCopyVisibility
public data class Forgotten internal constructor(
    /** How many keys were forgotten. */
    public val keys: Long,
) {
    internal companion object {
        internal fun read(from: CborReader): Forgotten {
            from.fields(1)
            return Forgotten(keys = from.long())
        }
    }
}

/** The four sums of an account, in minor units, and what follows from them. */
@ConsistentCopyVisibility
public data class Figures internal constructor(
    /** The normal side. */
    public val side: Side,
    /** Posted debits. */
    public val debits: BigInteger,
    /** Posted credits. */
    public val credits: BigInteger,
    /** Pending debits. */
    public val pendingDebits: BigInteger,
    /** Pending credits. */
    public val pendingCredits: BigInteger,
) {
    internal companion object {
        internal fun read(from: CborReader): Figures {
            from.fields(5)
            return Figures(
                side = Side.of(from.int()),
                debits = from.big(),
                credits = from.big(),
                pendingDebits = from.big(),
                pendingCredits = from.big(),
            )
        }
    }
}

/** A line of a statement. */
@ConsistentCopyVisibility
public data class StatementLine internal constructor(
    /** What was booked. */
    public val transfer: Transfer,
    /** The side on which the account stands in it. */
    public val side: Side,
    /**
     * The account's balance after it, in minor units on the account's normal side. Lines that are not shown
     * count as well.
     */
    public val balance: BigInteger,
) {
    internal companion object {
        internal fun read(from: CborReader): StatementLine {
            from.fields(3)
            return StatementLine(
                transfer = Transfer.read(from),
                side = Side.of(from.int()),
                balance = from.big(),
            )
        }
    }
}

/** A line of the trial balance: all accounts of one purpose in one currency. */
@ConsistentCopyVisibility
public data class TrialLine internal constructor(
    /** The currency. */
    public val currency: Currency,
    /** The purpose. */
    public val purpose: Purpose,
    /** Their sums. Over all lines of a currency, debits equal credits, posted and pending. */
    public val figures: Figures,
) {
    internal companion object {
        internal fun read(from: CborReader): TrialLine {
            from.fields(3)
            return TrialLine(
                currency = from.currency(),
                purpose = Purpose.of(from.int()),
                figures = Figures.read(from),
            )
        }
    }
}

/**
 * An edge as `verify` and readers of the journal look it up by tag.
 *
 * Tags are unique over all machines.
 */
@ConsistentCopyVisibility
public data class EdgeName internal constructor(
    /** Its number in journal entries. */
    public val tag: Int,
    /** The machine. */
    public val machine: String,
    /** Tag of the table of its records. */
    public val table: Int,
    /** Word of the state it begins in; `None` where the record is made. */
    public val from: String?,
    /** Word of the event. */
    public val event: String,
    /** Word of the state it leads to. */
    public val to: String,
) {
    internal companion object {
        internal fun read(from: CborReader): EdgeName {
            from.fields(6)
            return EdgeName(
                tag = from.int(),
                machine = from.text(),
                table = from.int(),
                from = from.optional { from.text() },
                event = from.text(),
                to = from.text(),
            )
        }
    }
}

/** A record that was written. */
@ConsistentCopyVisibility
public data class Change internal constructor(
    /** Its table. */
    public val table: String,
    /** Its id, as text. */
    public val id: String,
    /**
     * How many commands wrote it, with this one. A subscriber that knows a higher version of the record knows
     * this change already.
     */
    public val version: Long,
    /** The edges that it took, in order. */
    public val edges: List<EdgeName>,
) {
    internal companion object {
        internal fun read(from: CborReader): Change {
            from.fields(4)
            return Change(
                table = from.text(),
                id = from.text(),
                version = from.long(),
                edges = from.list { EdgeName.read(from) },
            )
        }
    }
}

/** Transfers at consecutive places. */
@ConsistentCopyVisibility
public data class AddedTransfers internal constructor(
    /** Where the first of them stands. */
    public val first: Long,
    /** How many there are. */
    public val count: Long,
) {
    internal companion object {
        internal fun read(from: CborReader): AddedTransfers {
            from.fields(2)
            return AddedTransfers(first = from.long(), count = from.long())
        }
    }
}

/**
 * One accepted command and what it changed.
 *
 * Lane and sequence tell an event from every other: a subscriber that may be handed one twice knows it by
 * them. Between lanes the order is by time, and clocks differ: what changed a record last is told by
 * `Change.version`, never by the order in which events came.
 */
@ConsistentCopyVisibility
public data class Event internal constructor(
    /** The lane. */
    public val lane: Int,
    /** Place in the lane, from 1, without gaps. */
    public val sequence: Long,
    /** Hash of the journal entry. */
    public val hash: Bytes,
    /** When it was decided. */
    public val at: Instant,
    /** Who asked. */
    public val actor: Actor,
    /** The idempotency key, if there was one. */
    public val key: String?,
    /** What was asked. */
    public val command: Command<*>,
    /** The records that it wrote. Balances follow from the transfers and are not among them. */
    public val changes: List<Change>,
    /** The transfers that it posted, if it did. */
    public val transfers: AddedTransfers?,
) {
    internal companion object {
        internal fun read(from: CborReader): Event {
            from.fields(9)
            return Event(
                lane = from.int(),
                sequence = from.long(),
                hash = from.bytes(),
                at = from.time(),
                actor = Actor.read(from),
                key = from.optional { from.text() },
                command = readCommand(from),
                changes = from.list { Change.read(from) },
                transfers = from.optional { AddedTransfers.read(from) },
            )
        }
    }
}

/** Some events, and the cut behind them. */
@ConsistentCopyVisibility
public data class FeedPage internal constructor(
    /** What happened: of each lane in order of sequence, and between lanes by time. */
    public val events: List<Event>,
    /** Where the next page begins. Where there is no event, the cut that was asked with. */
    public val next: String,
) {
    internal companion object {
        internal fun read(from: CborReader): FeedPage {
            from.fields(2)
            return FeedPage(events = from.list { Event.read(from) }, next = from.text())
        }
    }
}

/** How far books have come beyond a cut of them: what a copy that stands there does not show yet. */
@ConsistentCopyVisibility
public data class Behind internal constructor(
    /** Entries written since. */
    public val entries: Long,
    /** When the first of them was written; none where the cut is where the books stand. */
    public val since: Instant?,
) {
    internal companion object {
        internal fun read(from: CborReader): Behind {
            from.fields(2)
            return Behind(entries = from.long(), since = from.optional { from.time() })
        }
    }
}

/** Something that is not as the journal says. */
@ConsistentCopyVisibility
public data class Finding internal constructor(
    /** The table. */
    public val table: String,
    /** The row: its key; of the journal and of transfers, lane and number. */
    public val row: String,
    /** What is wrong with it. */
    public val what: String,
) {
    internal companion object {
        internal fun read(from: CborReader): Finding {
            from.fields(3)
            return Finding(table = from.text(), row = from.text(), what = from.text())
        }
    }
}

/** What a check found, and how much it looked at. */
@ConsistentCopyVisibility
public data class Verification internal constructor(
    /** The first twenty findings of each table. None: everything is as the journal says. */
    public val findings: List<Finding>,
    /** How many findings there are beyond those. */
    public val furtherFindings: Long,
    /** Journal entries checked. */
    public val entries: Long,
    /** Records checked, beside transfers. */
    public val records: Long,
    /** Transfers checked. */
    public val transfers: Long,
) {
    internal companion object {
        internal fun read(from: CborReader): Verification {
            from.fields(5)
            return Verification(
                findings = from.list { Finding.read(from) },
                furtherFindings = from.long(),
                entries = from.long(),
                records = from.long(),
                transfers = from.long(),
            )
        }
    }
}

/** What an import came to. */
@ConsistentCopyVisibility
public data class Imported internal constructor(
    /** Entries of the export, all of which are now in the storage. */
    public val entries: Long,
    /** How many of them an earlier import had brought. */
    public val alreadyThere: Long,
) {
    internal companion object {
        internal fun read(from: CborReader): Imported {
            from.fields(2)
            return Imported(entries = from.long(), alreadyThere = from.long())
        }
    }
}
