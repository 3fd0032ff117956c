// What commands carry: values of named fields, and choices of one of some variants.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

package dev.paywright

import java.time.Instant

/** Whose account it is. */
public sealed class Owner {
    internal abstract fun write(out: CborWriter)

    /** The platform that runs the engine. */
    public data object Platform : Owner() {
        override fun write(out: CborWriter) {
            out.array(2)
            out.whole(0)
            out.array(0)
        }
    }

    /** A user. */
    public data class User(
        /** The user. */
        public val user: UserId,
    ) : Owner() {
        override fun write(out: CborWriter): Unit = out.at("User") {
            out.array(2)
            out.whole(1)
            out.array(1)
            out.at("user") { out.id(this.user) }
        }
    }

    /** A merchant. */
    public data class Merchant(
        /** The merchant. */
        public val merchant: MerchantId,
    ) : Owner() {
        override fun write(out: CborWriter): Unit = out.at("Merchant") {
            out.array(2)
            out.whole(2)
            out.array(1)
            out.at("merchant") { out.id(this.merchant) }
        }
    }

    /** Where more ways to make one may be hung on. */
    public companion object {
        internal fun read(from: CborReader): Owner {
            val parts = from.array() - 1
            return when (val number = from.int()) {
                0 -> Platform.also { from.isOf(parts, 0) }
                1 -> {
                    from.isOf(parts, 1)
                    User(user = from.id(UserId))
                }
                2 -> {
                    from.isOf(parts, 1)
                    Merchant(merchant = from.id(MerchantId))
                }
                else -> unread("number $number of Owner")
            }
        }
    }
}

/** What a transfer does. */
public sealed class Posting {
    internal abstract fun write(out: CborWriter)

    /** Moves the amount at once. */
    public data class Posted(
        /** Account to debit. */
        public val debit: AccountId,
        /** Account to credit. */
        public val credit: AccountId,
        /** How much. */
        public val amount: Money,
    ) : Posting() {
        override fun write(out: CborWriter): Unit = out.at("Posted") {
            out.array(2)
            out.whole(0)
            out.array(3)
            out.at("debit") { out.id(this.debit) }
            out.at("credit") { out.id(this.credit) }
            out.at("amount") { out.money(this.amount) }
        }
    }

    /** Holds the amount until it is posted, voided or expired. */
    public data class Pending(
        /** Account to debit. */
        public val debit: AccountId,
        /** Account to credit. */
        public val credit: AccountId,
        /** How much. */
        public val amount: Money,
        /**
         * Until when; without end where it is left out. From this time on the hold can no longer be posted;
         * `Engine.tick` then releases it.
         */
        public val expiresAt: Instant? = null,
    ) : Posting() {
        override fun write(out: CborWriter): Unit = out.at("Pending") {
            out.array(2)
            out.whole(1)
            val size = when {
                this.expiresAt != null -> 4
                else -> 3
            }
            out.array(size)
            out.at("debit") { out.id(this.debit) }
            out.at("credit") { out.id(this.credit) }
            out.at("amount") { out.money(this.amount) }
            if (size > 3) out.at("expiresAt") { if (this.expiresAt == null) out.none() else out.time(this.expiresAt) }
        }
    }

    /** Posts all or a part of what a pending transfer holds; the rest is released. */
    public data class PostPending(
        /** The pending transfer. */
        public val pending: TransferId,
        /** How much; all of it where it is left out. */
        public val amount: Money? = null,
    ) : Posting() {
        override fun write(out: CborWriter): Unit = out.at("PostPending") {
            out.array(2)
            out.whole(2)
            val size = when {
                this.amount != null -> 2
                else -> 1
            }
            out.array(size)
            out.at("pending") { out.id(this.pending) }
            if (size > 1) out.at("amount") { if (this.amount == null) out.none() else out.money(this.amount) }
        }
    }

    /** Releases what a pending transfer holds. */
    public data class VoidPending(
        /** The pending transfer. */
        public val pending: TransferId,
    ) : Posting() {
        override fun write(out: CborWriter): Unit = out.at("VoidPending") {
            out.array(2)
            out.whole(3)
            out.array(1)
            out.at("pending") { out.id(this.pending) }
        }
    }

    /**
     * Moves as much as the account on a side allows: what is available on a debited account, what a credited
     * one may still take; what has no bound allows everything. Refused where that is nothing.
     */
    public data class Balancing(
        /** Account to debit. */
        public val debit: AccountId,
        /** Account to credit. */
        public val credit: AccountId,
        /** At most so much. */
        public val most: Money,
        /**
         * Whose bounds the amount keeps within: the debited account's, the credited one's, or both. Those of
         * the other refuse it.
         */
        public val within: Sides,
    ) : Posting() {
        override fun write(out: CborWriter): Unit = out.at("Balancing") {
            out.array(2)
            out.whole(4)
            out.array(4)
            out.at("debit") { out.id(this.debit) }
            out.at("credit") { out.id(this.credit) }
            out.at("most") { out.money(this.most) }
            out.at("within") { out.word(this.within.number) }
        }
    }

    /** Where more ways to make one may be hung on. */
    public companion object {
        internal fun read(from: CborReader): Posting {
            val parts = from.array() - 1
            return when (val number = from.int()) {
                0 -> {
                    from.isOf(parts, 3)
                    Posted(debit = from.id(AccountId), credit = from.id(AccountId), amount = from.money())
                }
                1 -> {
                    from.isOf(parts, 4)
                    Pending(
                        debit = from.id(AccountId),
                        credit = from.id(AccountId),
                        amount = from.money(),
                        expiresAt = from.optional { from.time() },
                    )
                }
                2 -> {
                    from.isOf(parts, 2)
                    PostPending(pending = from.id(TransferId), amount = from.optional { from.money() })
                }
                3 -> {
                    from.isOf(parts, 1)
                    VoidPending(pending = from.id(TransferId))
                }
                4 -> {
                    from.isOf(parts, 4)
                    Balancing(
                        debit = from.id(AccountId),
                        credit = from.id(AccountId),
                        most = from.money(),
                        within = Sides.of(from.int()),
                    )
                }
                else -> unread("number $number of Posting")
            }
        }
    }
}

/** What a payment is for. */
public sealed class PaymentPurpose {
    internal abstract fun write(out: CborWriter)

    /** To pay an order. */
    public data class Order(
        /** The order. */
        public val order: OrderId,
    ) : PaymentPurpose() {
        override fun write(out: CborWriter): Unit = out.at("Order") {
            out.array(2)
            out.whole(0)
            out.array(1)
            out.at("order") { out.id(this.order) }
        }
    }

    /** To top a user's wallet up; the amount must then be given. */
    public data class TopUp(
        /** The user. */
        public val user: UserId,
    ) : PaymentPurpose() {
        override fun write(out: CborWriter): Unit = out.at("TopUp") {
            out.array(2)
            out.whole(1)
            out.array(1)
            out.at("user") { out.id(this.user) }
        }
    }

    /** Where more ways to make one may be hung on. */
    public companion object {
        internal fun read(from: CborReader): PaymentPurpose {
            val parts = from.array() - 1
            return when (val number = from.int()) {
                0 -> {
                    from.isOf(parts, 1)
                    Order(order = from.id(OrderId))
                }
                1 -> {
                    from.isOf(parts, 1)
                    TopUp(user = from.id(UserId))
                }
                else -> unread("number $number of PaymentPurpose")
            }
        }
    }
}

/** What a payment is paid with. */
public sealed class Method {
    internal abstract fun write(out: CborWriter)

    /** The payer's wallet. */
    public data object Wallet : Method() {
        override fun write(out: CborWriter) {
            out.array(2)
            out.whole(0)
            out.array(0)
        }
    }

    /** A channel, by the name that the host gives it: `cards`, `open-banking`. */
    public data class Channel(
        /** The channel. */
        public val channel: String,
    ) : Method() {
        override fun write(out: CborWriter): Unit = out.at("Channel") {
            out.array(2)
            out.whole(1)
            out.array(1)
            out.at("channel") { out.text(this.channel) }
        }
    }

    /** Where more ways to make one may be hung on. */
    public companion object {
        internal fun read(from: CborReader): Method {
            val parts = from.array() - 1
            return when (val number = from.int()) {
                0 -> Wallet.also { from.isOf(parts, 0) }
                1 -> {
                    from.isOf(parts, 1)
                    Channel(channel = from.text())
                }
                else -> unread("number $number of Method")
            }
        }
    }
}

/** What the platform's own look at the risk came to. */
public sealed class Verdict {
    internal abstract fun write(out: CborWriter)

    /** Nothing stands in the way. */
    public data object Allow : Verdict() {
        override fun write(out: CborWriter) {
            out.array(2)
            out.whole(0)
            out.array(0)
        }
    }

    /** The payer must first prove who they are. */
    public data object Challenge : Verdict() {
        override fun write(out: CborWriter) {
            out.array(2)
            out.whole(1)
            out.array(0)
        }
    }

    /** Somebody must look at it first. */
    public data class Review(
        /** Until when; then it is cancelled. Without end where it is left out. */
        public val until: Instant? = null,
    ) : Verdict() {
        override fun write(out: CborWriter): Unit = out.at("Review") {
            out.array(2)
            out.whole(2)
            val size = when {
                this.until != null -> 1
                else -> 0
            }
            out.array(size)
            if (size > 0) out.at("until") { if (this.until == null) out.none() else out.time(this.until) }
        }
    }

    /** It is not to be. */
    public data class Deny(
        /** Why, at most 256 bytes. */
        public val reason: String,
    ) : Verdict() {
        override fun write(out: CborWriter): Unit = out.at("Deny") {
            out.array(2)
            out.whole(3)
            out.array(1)
            out.at("reason") { out.text(this.reason) }
        }
    }

    /** Where more ways to make one may be hung on. */
    public companion object {
        internal fun read(from: CborReader): Verdict {
            val parts = from.array() - 1
            return when (val number = from.int()) {
                0 -> Allow.also { from.isOf(parts, 0) }
                1 -> Challenge.also { from.isOf(parts, 0) }
                2 -> {
                    from.isOf(parts, 1)
                    Review(until = from.optional { from.time() })
                }
                3 -> {
                    from.isOf(parts, 1)
                    Deny(reason = from.text())
                }
                else -> unread("number $number of Verdict")
            }
        }
    }
}

/** What the payer must do before the channel goes on. */
public sealed class PayerAction {
    internal abstract fun write(out: CborWriter)

    /** Visit this address, at most 2,048 bytes. */
    public data class Redirect(
        /** The address. */
        public val address: String,
    ) : PayerAction() {
        override fun write(out: CborWriter): Unit = out.at("Redirect") {
            out.array(2)
            out.whole(0)
            out.array(1)
            out.at("address") { out.text(this.address) }
        }
    }

    /** Scan this code, or read it out to a banking app: what a QR code holds, at most 2,048 bytes. */
    public data class Code(
        /** The code. */
        public val code: String,
    ) : PayerAction() {
        override fun write(out: CborWriter): Unit = out.at("Code") {
            out.array(2)
            out.whole(1)
            out.array(1)
            out.at("code") { out.text(this.code) }
        }
    }

    /** Where more ways to make one may be hung on. */
    public companion object {
        internal fun read(from: CborReader): PayerAction {
            val parts = from.array() - 1
            return when (val number = from.int()) {
                0 -> {
                    from.isOf(parts, 1)
                    Redirect(address = from.text())
                }
                1 -> {
                    from.isOf(parts, 1)
                    Code(code = from.text())
                }
                else -> unread("number $number of PayerAction")
            }
        }
    }
}

/** What a channel, a webhook, a query or a statement says about an operation. */
public sealed class Outcome {
    internal abstract fun write(out: CborWriter)

    /** The channel did it. */
    public data object Succeeded : Outcome() {
        override fun write(out: CborWriter) {
            out.array(2)
            out.whole(0)
            out.array(0)
        }
    }

    /** The channel refused it. */
    public data class Declined(
        /** The channel's reason, at most 256 bytes. */
        public val reason: String,
    ) : Outcome() {
        override fun write(out: CborWriter): Unit = out.at("Declined") {
            out.array(2)
            out.whole(1)
            out.array(1)
            out.at("reason") { out.text(this.reason) }
        }
    }

    /** It did not happen, for another reason than a refusal. */
    public data class Failed(
        /** What went wrong, at most 256 bytes. */
        public val reason: String,
    ) : Outcome() {
        override fun write(out: CborWriter): Unit = out.at("Failed") {
            out.array(2)
            out.whole(2)
            out.array(1)
            out.at("reason") { out.text(this.reason) }
        }
    }

    /** Silence, or an answer that could not be understood: the channel must be asked. */
    public data class Unknown(
        /**
         * The answer as it came, if there was one: at most 1,024 bytes without control characters, as
         * `Outcome.unknown` makes them.
         */
        public val raw: String? = null,
    ) : Outcome() {
        override fun write(out: CborWriter): Unit = out.at("Unknown") {
            out.array(2)
            out.whole(3)
            val size = when {
                this.raw != null -> 1
                else -> 0
            }
            out.array(size)
            if (size > 0) out.at("raw") { if (this.raw == null) out.none() else out.text(this.raw) }
        }
    }

    /**
     * The channel was asked and never received it. Believed a quarter of an hour after it was handed out;
     * before, it counts as unknown.
     */
    public data object NeverArrived : Outcome() {
        override fun write(out: CborWriter) {
            out.array(2)
            out.whole(4)
            out.array(0)
        }
    }

    /** The channel waits for the payer: only for what takes or reserves a payer's money. */
    public data class NeedsPayer(
        /** What the payer must do. */
        public val action: PayerAction,
        /** Until when; without end where the channel does not say. Then the channel is asked. */
        public val until: Instant? = null,
    ) : Outcome() {
        override fun write(out: CborWriter): Unit = out.at("NeedsPayer") {
            out.array(2)
            out.whole(5)
            val size = when {
                this.until != null -> 2
                else -> 1
            }
            out.array(size)
            out.at("action") { this.action.write(out) }
            if (size > 1) out.at("until") { if (this.until == null) out.none() else out.time(this.until) }
        }
    }

    /** The channel had done it and took it back: a bank's return, a chargeback. */
    public data class TakenBack(
        /** The channel's reason, at most 256 bytes. */
        public val reason: String,
    ) : Outcome() {
        override fun write(out: CborWriter): Unit = out.at("TakenBack") {
            out.array(2)
            out.whole(6)
            out.array(1)
            out.at("reason") { out.text(this.reason) }
        }
    }

    /** Where more ways to make one may be hung on. */
    public companion object {
        internal fun read(from: CborReader): Outcome {
            val parts = from.array() - 1
            return when (val number = from.int()) {
                0 -> Succeeded.also { from.isOf(parts, 0) }
                1 -> {
                    from.isOf(parts, 1)
                    Declined(reason = from.text())
                }
                2 -> {
                    from.isOf(parts, 1)
                    Failed(reason = from.text())
                }
                3 -> {
                    from.isOf(parts, 1)
                    Unknown(raw = from.optional { from.text() })
                }
                4 -> NeverArrived.also { from.isOf(parts, 0) }
                5 -> {
                    from.isOf(parts, 2)
                    NeedsPayer(action = PayerAction.read(from), until = from.optional { from.time() })
                }
                6 -> {
                    from.isOf(parts, 1)
                    TakenBack(reason = from.text())
                }
                else -> unread("number $number of Outcome")
            }
        }
    }
}

/** A record whose state time can end. */
public sealed class Due {
    internal abstract fun write(out: CborWriter)

    /** A hold expires. */
    public data class Hold(
        /** The hold. */
        public val hold: TransferId,
    ) : Due() {
        override fun write(out: CborWriter): Unit = out.at("Hold") {
            out.array(2)
            out.whole(0)
            out.array(1)
            out.at("hold") { out.id(this.hold) }
        }
    }

    /**
     * An order that is not paid is closed; one that is paid is finished, because its time for refunds is
     * over.
     */
    public data class Order(
        /** The order. */
        public val order: OrderId,
    ) : Due() {
        override fun write(out: CborWriter): Unit = out.at("Order") {
            out.array(2)
            out.whole(1)
            out.array(1)
            out.at("order") { out.id(this.order) }
        }
    }

    /** A payment or its authorisation expires, or its review ends without an answer. */
    public data class Payment(
        /** The payment. */
        public val payment: PaymentId,
    ) : Due() {
        override fun write(out: CborWriter): Unit = out.at("Payment") {
            out.array(2)
            out.whole(2)
            out.array(1)
            out.at("payment") { out.id(this.payment) }
        }
    }

    /** A payer did not do in time what a channel waits for; the channel is asked. */
    public data class Operation(
        /** The operation. */
        public val operation: OperationId,
    ) : Due() {
        override fun write(out: CborWriter): Unit = out.at("Operation") {
            out.array(2)
            out.whole(3)
            out.array(1)
            out.at("operation") { out.id(this.operation) }
        }
    }

    /** A refund's review ends without an answer. */
    public data class Refund(
        /** The refund. */
        public val refund: RefundId,
    ) : Due() {
        override fun write(out: CborWriter): Unit = out.at("Refund") {
            out.array(2)
            out.whole(4)
            out.array(1)
            out.at("refund") { out.id(this.refund) }
        }
    }

    /** Where more ways to make one may be hung on. */
    public companion object {
        internal fun read(from: CborReader): Due {
            val parts = from.array() - 1
            return when (val number = from.int()) {
                0 -> {
                    from.isOf(parts, 1)
                    Hold(hold = from.id(TransferId))
                }
                1 -> {
                    from.isOf(parts, 1)
                    Order(order = from.id(OrderId))
                }
                2 -> {
                    from.isOf(parts, 1)
                    Payment(payment = from.id(PaymentId))
                }
                3 -> {
                    from.isOf(parts, 1)
                    Operation(operation = from.id(OperationId))
                }
                4 -> {
                    from.isOf(parts, 1)
                    Refund(refund = from.id(RefundId))
                }
                else -> unread("number $number of Due")
            }
        }
    }
}

/** Who asks: the host itself, where nobody is named. */
public sealed class Actor {
    internal abstract fun write(out: CborWriter)

    /** The host itself. */
    public data object System : Actor() {
        override fun write(out: CborWriter) {
            out.array(2)
            out.whole(0)
            out.array(0)
        }
    }

    /** A person of the platform. */
    public data class Operator(
        /** Name, unique among the platform's operators. */
        public val name: String,
        /** What the person may do. */
        public val roles: List<Role>,
    ) : Actor() {
        override fun write(out: CborWriter): Unit = out.at("Operator") {
            out.array(2)
            out.whole(1)
            out.array(2)
            out.at("name") { out.text(this.name) }
            out.at("roles") { out.list(this.roles) { out.word(it.number) } }
        }
    }

    /** A merchant. */
    public data class Merchant(
        /** The merchant. */
        public val merchant: MerchantId,
    ) : Actor() {
        override fun write(out: CborWriter): Unit = out.at("Merchant") {
            out.array(2)
            out.whole(2)
            out.array(1)
            out.at("merchant") { out.id(this.merchant) }
        }
    }

    /** A user. */
    public data class User(
        /** The user. */
        public val user: UserId,
    ) : Actor() {
        override fun write(out: CborWriter): Unit = out.at("User") {
            out.array(2)
            out.whole(3)
            out.array(1)
            out.at("user") { out.id(this.user) }
        }
    }

    /** Where more ways to make one may be hung on. */
    public companion object {
        internal fun read(from: CborReader): Actor {
            val parts = from.array() - 1
            return when (val number = from.int()) {
                0 -> System.also { from.isOf(parts, 0) }
                1 -> {
                    from.isOf(parts, 2)
                    Operator(name = from.text(), roles = from.list { Role.of(from.int()) })
                }
                2 -> {
                    from.isOf(parts, 1)
                    Merchant(merchant = from.id(MerchantId))
                }
                3 -> {
                    from.isOf(parts, 1)
                    User(user = from.id(UserId))
                }
                else -> unread("number $number of Actor")
            }
        }
    }
}

/**
 * What makes an account the one it is. The account's id derives from it, so two writers open the same one.
 */
public data class AccountKey(
    /** Whose. */
    public val owner: Owner,
    /** What for. */
    public val purpose: Purpose,
    /** In which currency, for ever. */
    public val currency: Currency,
    /** What tells accounts apart that share the rest: the channel of a receivable. */
    public val scope: String? = null,
) {
    internal fun write(out: CborWriter) {
        val size = when {
            this.scope != null -> 4
            else -> 3
        }
        out.array(size)
        out.at("owner") { this.owner.write(out) }
        out.at("purpose") { out.word(this.purpose.number) }
        out.at("currency") { out.currency(this.currency) }
        if (size > 3) out.at("scope") { if (this.scope == null) out.none() else out.text(this.scope) }
    }

    /** Makes usual ones. */
    public companion object {
        internal fun read(from: CborReader): AccountKey {
            from.fields(4)
            return AccountKey(
                owner = Owner.read(from),
                purpose = Purpose.of(from.int()),
                currency = from.currency(),
                scope = from.optional { from.text() },
            )
        }
    }
}

/** One transfer of `PostTransfers`. */
public data class NewTransfer(
    /** What it does. */
    public val posting: Posting,
    /**
     * Its id, chosen by the caller: posting it again answers the transfer that is there. Made where it is
     * left out; the request then needs a key.
     */
    public val id: TransferId? = null,
    /** What it is for: general, or one of the host's kinds. */
    public val kind: Int = 0,
    /** The caller's own reference. */
    public val reference: String? = null,
    /** Stands or falls with the next transfer of the list. */
    public val chained: Boolean = false,
    /** What the host keeps with it. */
    public val metadata: Metadata? = null,
    /**
     * When it counts, where that is before it is recorded: a posting that comes late, or an import. Not in
     * the future, behind the time that the books are closed through, and only for what moves money at once or
     * posts what was held.
     */
    public val effectiveAt: Instant? = null,
) {
    internal fun write(out: CborWriter) {
        out.map(
            3 +
                present(this.id) +
                present(this.reference) +
                present(this.metadata) +
                present(this.effectiveAt),
        )
        if (this.id != null) out.field(1, "id") { out.id(this.id) }
        out.field(2, "posting") { this.posting.write(out) }
        out.field(3, "kind") { out.bounded(this.kind.toLong(), 0, 65535) }
        if (this.reference != null) out.field(4, "reference") { out.text(this.reference) }
        out.field(5, "chained") { out.flag(this.chained) }
        if (this.metadata != null) out.field(6, "metadata") { out.metadata(this.metadata) }
        if (this.effectiveAt != null) out.field(7, "effectiveAt") { out.time(this.effectiveAt) }
    }

    /** Makes usual ones. */
    public companion object {
        /** Moves the amount at once. */
        public fun posted(
            debit: AccountId,
            credit: AccountId,
            amount: Money,
            id: TransferId? = null,
            kind: Int = 0,
            reference: String? = null,
            chained: Boolean = false,
            metadata: Metadata? = null,
            effectiveAt: Instant? = null,
        ): NewTransfer =
            NewTransfer(
                id = id,
                posting = Posting.Posted(debit = debit, credit = credit, amount = amount),
                kind = kind,
                reference = reference,
                chained = chained,
                metadata = metadata,
                effectiveAt = effectiveAt,
            )

        /** Holds the amount until it is posted, voided or expired. */
        public fun pending(
            debit: AccountId,
            credit: AccountId,
            amount: Money,
            expiresAt: Instant? = null,
            id: TransferId? = null,
            kind: Int = 0,
            reference: String? = null,
            chained: Boolean = false,
            metadata: Metadata? = null,
            effectiveAt: Instant? = null,
        ): NewTransfer =
            NewTransfer(
                id = id,
                posting = Posting.Pending(debit = debit, credit = credit, amount = amount, expiresAt = expiresAt),
                kind = kind,
                reference = reference,
                chained = chained,
                metadata = metadata,
                effectiveAt = effectiveAt,
            )

        /** Posts all or a part of what a pending transfer holds; the rest is released. */
        public fun postPending(
            pending: TransferId,
            amount: Money? = null,
            id: TransferId? = null,
            kind: Int = 0,
            reference: String? = null,
            chained: Boolean = false,
            metadata: Metadata? = null,
            effectiveAt: Instant? = null,
        ): NewTransfer =
            NewTransfer(
                id = id,
                posting = Posting.PostPending(pending = pending, amount = amount),
                kind = kind,
                reference = reference,
                chained = chained,
                metadata = metadata,
                effectiveAt = effectiveAt,
            )

        /** Releases what a pending transfer holds. */
        public fun voidPending(
            pending: TransferId,
            id: TransferId? = null,
            kind: Int = 0,
            reference: String? = null,
            chained: Boolean = false,
            metadata: Metadata? = null,
            effectiveAt: Instant? = null,
        ): NewTransfer =
            NewTransfer(
                id = id,
                posting = Posting.VoidPending(pending = pending),
                kind = kind,
                reference = reference,
                chained = chained,
                metadata = metadata,
                effectiveAt = effectiveAt,
            )

        /**
         * Moves as much as the account on a side allows: what is available on a debited account, what a
         * credited one may still take; what has no bound allows everything. Refused where that is nothing.
         */
        public fun balancing(
            debit: AccountId,
            credit: AccountId,
            most: Money,
            within: Sides,
            id: TransferId? = null,
            kind: Int = 0,
            reference: String? = null,
            chained: Boolean = false,
            metadata: Metadata? = null,
            effectiveAt: Instant? = null,
        ): NewTransfer =
            NewTransfer(
                id = id,
                posting = Posting.Balancing(debit = debit, credit = credit, most = most, within = within),
                kind = kind,
                reference = reference,
                chained = chained,
                metadata = metadata,
                effectiveAt = effectiveAt,
            )

        internal fun read(from: CborReader): NewTransfer {
            from.fields(7)
            return NewTransfer(
                id = from.optional { from.id(TransferId) },
                posting = Posting.read(from),
                kind = from.int(),
                reference = from.optional { from.text() },
                chained = from.flag(),
                metadata = from.optional { from.metadata() },
                effectiveAt = from.optional { from.time() },
            )
        }
    }
}
