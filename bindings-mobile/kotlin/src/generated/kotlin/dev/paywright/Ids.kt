// Ids, one type each, so that a payment's cannot be passed where a refund's belongs.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

package dev.paywright

/** An account of the ledger; derived from its natural key. */
public class AccountId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `AccountId.parse("acc_...")`. */
    public companion object : IdType<AccountId>("acc") {
        override fun make(high: Long, low: Long): AccountId = AccountId(high, low)
    }
}

/** A transfer. */
public class TransferId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `TransferId.parse("trf_...")`. */
    public companion object : IdType<TransferId>("trf") {
        override fun make(high: Long, low: Long): TransferId = TransferId(high, low)
    }
}

/** A merchant. */
public class MerchantId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `MerchantId.parse("mch_...")`. */
    public companion object : IdType<MerchantId>("mch") {
        override fun make(high: Long, low: Long): MerchantId = MerchantId(high, low)
    }
}

/** A fee plan. */
public class FeePlanId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `FeePlanId.parse("fee_...")`. */
    public companion object : IdType<FeePlanId>("fee") {
        override fun make(high: Long, low: Long): FeePlanId = FeePlanId(high, low)
    }
}

/** A user of the host. */
public class UserId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `UserId.parse("usr_...")`. */
    public companion object : IdType<UserId>("usr") {
        override fun make(high: Long, low: Long): UserId = UserId(high, low)
    }
}

/** An order. */
public class OrderId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `OrderId.parse("ord_...")`. */
    public companion object : IdType<OrderId>("ord") {
        override fun make(high: Long, low: Long): OrderId = OrderId(high, low)
    }
}

/** A payment. */
public class PaymentId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `PaymentId.parse("pay_...")`. */
    public companion object : IdType<PaymentId>("pay") {
        override fun make(high: Long, low: Long): PaymentId = PaymentId(high, low)
    }
}

/** A part of a payment; derived from the payment and its number. */
public class PartId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `PartId.parse("prt_...")`. */
    public companion object : IdType<PartId>("prt") {
        override fun make(high: Long, low: Long): PartId = PartId(high, low)
    }
}

/** An operation at a channel. Its bytes are also the channel key that repeats are recognised by. */
public class OperationId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `OperationId.parse("op_...")`. */
    public companion object : IdType<OperationId>("op") {
        override fun make(high: Long, low: Long): OperationId = OperationId(high, low)
    }
}

/** An effect: work for the outside world. */
public class EffectId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `EffectId.parse("eff_...")`. */
    public companion object : IdType<EffectId>("eff") {
        override fun make(high: Long, low: Long): EffectId = EffectId(high, low)
    }
}

/** A refund. */
public class RefundId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `RefundId.parse("ref_...")`. */
    public companion object : IdType<RefundId>("ref") {
        override fun make(high: Long, low: Long): RefundId = RefundId(high, low)
    }
}

/** A case for people to look at. */
public class CaseId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `CaseId.parse("case_...")`. */
    public companion object : IdType<CaseId>("case") {
        override fun make(high: Long, low: Long): CaseId = CaseId(high, low)
    }
}

/** An exchange of currencies. */
public class ExchangeId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `ExchangeId.parse("fx_...")`. */
    public companion object : IdType<ExchangeId>("fx") {
        override fun make(high: Long, low: Long): ExchangeId = ExchangeId(high, low)
    }
}

/** An asset of the host; derived from its code. */
public class AssetId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `AssetId.parse("ast_...")`. */
    public companion object : IdType<AssetId>("ast") {
        override fun make(high: Long, low: Long): AssetId = AssetId(high, low)
    }
}

/** What an account holds, on one lane if the account is shared; derived. */
public class BalanceId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `BalanceId.parse("bal_...")`. */
    public companion object : IdType<BalanceId>("bal") {
        override fun make(high: Long, low: Long): BalanceId = BalanceId(high, low)
    }
}

/** A mark in a balance's history; derived. */
public class MarkId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `MarkId.parse("mark_...")`. */
    public companion object : IdType<MarkId>("mark") {
        override fun make(high: Long, low: Long): MarkId = MarkId(high, low)
    }
}

/** The key of a keyed request; derived. */
public class KeyId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `KeyId.parse("key_...")`. */
    public companion object : IdType<KeyId>("key") {
        override fun make(high: Long, low: Long): KeyId = KeyId(high, low)
    }
}

/** The books: there is one. */
public class BooksId internal constructor(high: Long, low: Long) : Id(high, low) {
    override val type: IdType<*> get() = Companion

    /** Makes ids of this type: `BooksId.parse("books_...")`. */
    public companion object : IdType<BooksId>("books") {
        override fun make(high: Long, low: Long): BooksId = BooksId(high, low)
    }
}
