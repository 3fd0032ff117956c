// Closed sets of words.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

package dev.paywright

/** Why the rules say no. */
public enum class Code(
    /** The word of it, as errors carry it. */
    public val word: String,
) {
    /** The key was used before by the same principal for another request. */
    IDEMPOTENCY_KEY_REUSED("idempotency_key_reused"),
    /** An outside value is malformed, too long or out of its bounds. */
    INVALID_VALUE("invalid_value"),
    /** The actor may not do this. */
    NOT_PERMITTED("not_permitted"),
    /** What the request names does not exist. */
    NOT_FOUND("not_found"),
    /** The id was used before for something else. */
    ID_REUSED("id_reused"),
    /** An amount must be above zero. */
    AMOUNT_MUST_BE_POSITIVE("amount_must_be_positive"),
    /** The amount is larger than the engine books at once, or a sum would leave what can be stored. */
    AMOUNT_TOO_LARGE("amount_too_large"),
    /** Amounts or accounts are of different currencies. */
    CURRENCY_MISMATCH("currency_mismatch"),
    /** Debit and credit account are the same. */
    SAME_ACCOUNT("same_account"),
    /** The purpose of the account does not allow what was asked. */
    PURPOSE_NOT_ALLOWED("purpose_not_allowed"),
    /** The record is in a state that does not allow this. */
    WRONG_STATE("wrong_state"),
    /** The merchant is not active. */
    MERCHANT_NOT_ACTIVE("merchant_not_active"),
    /** The account is frozen or closed. */
    ACCOUNT_NOT_OPEN("account_not_open"),
    /** Less is available on the account than asked. */
    INSUFFICIENT_FUNDS("insufficient_funds"),
    /** The account would hold more than it may. */
    BALANCE_LIMIT_EXCEEDED("balance_limit_exceeded"),
    /** The hold was already posted, voided or expired. */
    HOLD_NOT_OPEN("hold_not_open"),
    /** The hold's time has passed. */
    HOLD_EXPIRED("hold_expired"),
    /** More was asked for than the hold holds. */
    EXCEEDS_HOLD("exceeds_hold"),
    /** Another transfer of the same chain was refused. */
    CHAIN_FAILED("chain_failed"),
    /** More was asked for than the order has due. */
    EXCEEDS_DUE("exceeds_due"),
    /** More was asked for than is authorised and not yet captured. */
    EXCEEDS_AUTHORISED("exceeds_authorised"),
    /** More was asked for than is captured and neither refunded nor reserved for refunds. */
    EXCEEDS_REFUNDABLE("exceeds_refundable"),
    /** An operation of the record is unfinished; wait for its outcome. */
    OPERATION_UNFINISHED("operation_unfinished"),
    /** The requester may not also decide. */
    SELF_REVIEW("self_review"),
    /** The account holds something, or something is pending on it. */
    ACCOUNT_NOT_EMPTY("account_not_empty"),
    /** The asset was not registered. */
    UNKNOWN_ASSET("unknown_asset"),
    /** The time of the authorisation has passed. */
    AUTHORISATION_EXPIRED("authorisation_expired"),
    /** The order has had as many payments as it may. */
    TOO_MANY_PAYMENTS("too_many_payments"),
    /** The books are closed through a later moment than the one that was named. */
    BOOKS_CLOSED("books_closed"),
    /** The amounts of an exchange do not agree with its rate. */
    RATE_MISMATCH("rate_mismatch"),
    ;

    internal companion object {
        private val byWord = entries.associateBy { it.word }

        fun of(word: String): Code = byWord[word] ?: unread("the code $word")
    }
}

/** Whether a request was new. */
public enum class Acceptance(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** It changed something, and the journal has an entry of it. */
    NEW("new", 1),
    /** It had nothing to change, and left no entry. */
    UNCHANGED("unchanged", 2),
    /** Its key was used by the same request before: the same ids again, records as they are now. */
    REPLAYED("replayed", 3),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): Acceptance =
            byNumber.getOrNull(number) ?: unread("number $number of Acceptance")
    }
}

/** What may be posted to an account. */
public enum class AccountState(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** Everything within its bounds. */
    OPEN("open", 1),
    /** No debits. */
    DEBITS_FROZEN("debits_frozen", 2),
    /** No credits. */
    CREDITS_FROZEN("credits_frozen", 3),
    /** Nothing. */
    FROZEN("frozen", 4),
    /** Nothing, for ever. */
    CLOSED("closed", 5),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): AccountState =
            byNumber.getOrNull(number) ?: unread("number $number of AccountState")
    }
}

/** Whether more captures may follow one. */
public enum class CaptureKind(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** The rest stays reserved. */
    MORE_MAY_COME("more_may_come", 1),
    /** The rest is released. */
    LAST("last", 2),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): CaptureKind =
            byNumber.getOrNull(number) ?: unread("number $number of CaptureKind")
    }
}

/** Whether a payment is captured at once. */
public enum class CaptureMode(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** With the confirmation. */
    AUTOMATIC("automatic", 1),
    /** By a command of its own, in one or several parts. */
    MANUAL("manual", 2),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): CaptureMode =
            byNumber.getOrNull(number) ?: unread("number $number of CaptureMode")
    }
}

/** What a case is about. */
public enum class CaseKind(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** A channel reported something else than before about the same operation. */
    CONTRADICTING_OUTCOME("contradicting_outcome", 1),
    /** Money came whose account could not take it; it is in suspense. */
    SUSPENSE("suspense", 2),
    /** What a channel did in vain could not be undone there; the money is still kept for its payer. */
    REVERSAL_FAILED("reversal_failed", 3),
    /** What was paid for a closed order could not be given back. */
    REFUND_NOT_POSSIBLE("refund_not_possible", 4),
    /** A channel gave back more than it had taken. */
    GIVEN_BACK_TWICE("given_back_twice", 5),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): CaseKind =
            byNumber.getOrNull(number) ?: unread("number $number of CaseKind")
    }
}

/** Where a case stands. */
public enum class CaseState(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** Somebody must look at it. */
    OPEN("open", 1),
    /** Somebody settled it. */
    CLOSED("closed", 2),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): CaseState =
            byNumber.getOrNull(number) ?: unread("number $number of CaseState")
    }
}

/** What came of a challenge to a payer. */
public enum class ChallengeResult(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** The payer proved who they are. */
    PASSED("passed", 1),
    /** The payer did not. */
    FAILED("failed", 2),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): ChallengeResult =
            byNumber.getOrNull(number) ?: unread("number $number of ChallengeResult")
    }
}

/** What a reviewer says. */
public enum class Decision(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** It may go on. */
    APPROVE("approve", 1),
    /** It may not. */
    REJECT("reject", 2),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): Decision =
            byNumber.getOrNull(number) ?: unread("number $number of Decision")
    }
}

/** What is to be done. */
public enum class EffectKind(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** Send the operation to its channel, once. Never repeated without asking first. */
    SEND_OPERATION("send_operation", 1),
    /** Ask the channel what became of the operation. May be repeated. */
    ASK_OPERATION("ask_operation", 2),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): EffectKind =
            byNumber.getOrNull(number) ?: unread("number $number of EffectKind")
    }
}

/** Where an effect stands. */
public enum class EffectState(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** It waits to be claimed. */
    READY("ready", 1),
    /** A worker does it. */
    CLAIMED("claimed", 2),
    /** It was done, or is no longer needed. */
    DONE("done", 3),
    /** Its claim ended without an answer, and it may not be repeated; another effect asks. */
    LOST("lost", 4),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): EffectState =
            byNumber.getOrNull(number) ?: unread("number $number of EffectState")
    }
}

/** What refusals have in common that a caller handles alike. */
public enum class Family(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** A value cannot be right, whatever is stored: mend the request. */
    INVALID("invalid", 1),
    /** Somebody else may do this, but not this actor. */
    NOT_ALLOWED("not_allowed", 2),
    /** Something that the request names is not there. */
    MISSING("missing", 3),
    /** A key or an id stands for something else already. */
    REUSED("reused", 4),
    /** What it is about does not stand so that this is possible now. */
    STANDING("standing", 5),
    /** More was asked for than there is, or than may be. */
    EXCEEDED("exceeded", 6),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): Family =
            byNumber.getOrNull(number) ?: unread("number $number of Family")
    }
}

/** What becomes of the fee of a payment that is refunded. */
public enum class FeesOnRefund(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** The platform keeps it. */
    KEPT("kept", 1),
    /**
     * What is not refunded bears the fee of a payment of that size; all refunded, all of the fee is returned,
     * its fixed part too.
     */
    RETURNED("returned", 2),
    /**
     * The share of the fee that is the refunded share of the payment is returned, its fixed part too, rounded
     * down.
     */
    PRO_RATA("pro_rata", 3),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): FeesOnRefund =
            byNumber.getOrNull(number) ?: unread("number $number of FeesOnRefund")
    }
}

/** How far an order is delivered. */
public enum class Fulfilment(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** Nothing yet. */
    NONE("none", 1),
    /** A part. */
    PART("part", 2),
    /** All. */
    ALL("all", 3),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): Fulfilment =
            byNumber.getOrNull(number) ?: unread("number $number of Fulfilment")
    }
}

/** Where a hold stands. */
public enum class HoldState(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** It reserves its amount. */
    OPEN("open", 1),
    /** Its amount or a part was posted; the rest was released. */
    POSTED("posted", 2),
    /** It was released. */
    VOIDED("voided", 3),
    /** Its time passed and it was released. */
    EXPIRED("expired", 4),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): HoldState =
            byNumber.getOrNull(number) ?: unread("number $number of HoldState")
    }
}

/** Where a merchant stands. */
public enum class MerchantState(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** Registered; nothing can be sold yet. */
    DRAFT("draft", 1),
    /** May sell. */
    ACTIVE("active", 2),
    /** May not sell; what is open goes on. */
    SUSPENDED("suspended", 3),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): MerchantState =
            byNumber.getOrNull(number) ?: unread("number $number of MerchantState")
    }
}

/** What a channel is asked to do. */
public enum class OperationKind(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** Reserve the amount on the payer's side. */
    AUTHORISE("authorise", 1),
    /** Take the amount at once. */
    SALE("sale", 2),
    /** Take what was authorised, or a part. */
    CAPTURE("capture", 3),
    /** Give back what was taken, or a part. */
    REFUND("refund", 4),
    /** Give up what was authorised. */
    VOID("void", 5),
    /** Reserve more on the payer's side. */
    INCREMENT("increment", 6),
    /** Undo an operation that nothing rests on, or release the rest of an authorisation. */
    REVERSE("reverse", 7),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): OperationKind =
            byNumber.getOrNull(number) ?: unread("number $number of OperationKind")
    }
}

/** Where an operation stands. */
public enum class OperationState(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** Written down, not yet handed to the host. */
    CREATED("created", 1),
    /** Handed to the host to be sent. */
    SENT("sent", 2),
    /** The payer must do something: a redirect, a QR code. */
    AWAITING_PAYER("awaiting_payer", 3),
    /** Nobody knows what became of it; its record is in doubt. */
    UNKNOWN("unknown", 4),
    /** The channel did it. */
    SUCCEEDED("succeeded", 5),
    /** The channel refused it. */
    DECLINED("declined", 6),
    /** It did not happen. */
    FAILED("failed", 7),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): OperationState =
            byNumber.getOrNull(number) ?: unread("number $number of OperationState")
    }
}

/** Where an order stands. */
public enum class OrderState(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** Nothing is paid yet. */
    OPEN("open", 1),
    /** Some of it is paid. */
    PARTIALLY_PAID("partially_paid", 2),
    /** All of it is paid. */
    PAID("paid", 3),
    /** Paid, and past the time for refunds. */
    FINISHED("finished", 4),
    /** Given up. */
    CLOSED("closed", 5),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): OrderState =
            byNumber.getOrNull(number) ?: unread("number $number of OrderState")
    }
}

/** Where a payment stands. */
public enum class PaymentState(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** It needs a method to pay with. */
    REQUIRES_METHOD("requires_method", 1),
    /** It needs to be confirmed. */
    REQUIRES_CONFIRMATION("requires_confirmation", 2),
    /** The payer must do something. */
    REQUIRES_ACTION("requires_action", 3),
    /** Somebody looks at it before it goes on. */
    UNDER_REVIEW("under_review", 4),
    /** Its channel was asked. */
    PROCESSING("processing", 5),
    /** The amount is reserved on the payer's side. */
    AUTHORISED("authorised", 6),
    /** A capture is under way. */
    CAPTURING("capturing", 7),
    /** A part is captured, and more may come. */
    PARTIALLY_CAPTURED("partially_captured", 8),
    /** What was to be captured is. */
    SUCCEEDED("succeeded", 9),
    /** The authorisation is being given up. */
    VOIDING("voiding", 10),
    /** It was given up. */
    CANCELLED("cancelled", 11),
    /** Its time passed. */
    EXPIRED("expired", 12),
    /** It was declined, or went wrong, and no other way is left. */
    FAILED("failed", 13),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): PaymentState =
            byNumber.getOrNull(number) ?: unread("number $number of PaymentState")
    }
}

/** What a transfer does to the sums. Stored as its number. */
public enum class Phase(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** Moves the amount at once. */
    POSTED("posted", 1),
    /** Holds the amount. */
    PENDING("pending", 2),
    /** Moves all or a part of what a pending transfer held, and releases the rest. */
    POSTS_PENDING("posts_pending", 3),
    /** Releases what a pending transfer held. */
    VOIDS_PENDING("voids_pending", 4),
    /** Releases what a pending transfer held, because its time passed. */
    EXPIRES_PENDING("expires_pending", 5),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): Phase =
            byNumber.getOrNull(number) ?: unread("number $number of Phase")
    }
}

/** What an account is for; it fixes the side, the bounds it opens with, and how it is posted to. */
public enum class Purpose(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** A user's money. */
    WALLET("wallet", 1),
    /** A merchant's: captured, not yet settled. Refunds, chargebacks and fees may drive it negative. */
    MERCHANT_PENDING("merchant_pending", 2),
    /** A merchant's: settled, may be paid out. */
    MERCHANT_AVAILABLE("merchant_available", 3),
    /** A merchant's: held back for a time. */
    MERCHANT_RESERVE("merchant_reserve", 4),
    /** A merchant's: held while a dispute is open. */
    DISPUTE_HOLD("dispute_hold", 5),
    /** A merchant's or user's: on its way to a bank. */
    PAYOUT_IN_TRANSIT("payout_in_transit", 6),
    /** One offline allowance. */
    OFFLINE_ESCROW("offline_escrow", 7),
    /** One campaign's budget. */
    PROMOTION_BUDGET("promotion_budget", 8),
    /** The platform's: fees earned. */
    FEE_INCOME("fee_income", 9),
    /** The platform's: money that came in and belongs back to its payer. */
    PAYER_REFUNDABLE("payer_refundable", 10),
    /** The platform's: tax owed. */
    TAX_PAYABLE("tax_payable", 11),
    /** The platform's own capital. */
    EQUITY("equity", 12),
    /** The platform's: money whose place is not known yet. */
    SUSPENSE("suspense", 13),
    /** The platform's: the open position in a currency. */
    FX_POSITION("fx_position", 14),
    /** The platform's: money at its bank. */
    BANK("bank", 15),
    /** The platform's: what a channel owes it; the scope names the channel. */
    CHANNEL_RECEIVABLE("channel_receivable", 16),
    /** The platform's: what users owe it. */
    USER_RECEIVABLE("user_receivable", 17),
    /** The platform's: what channels charge. */
    CHANNEL_FEE_EXPENSE("channel_fee_expense", 18),
    /** The platform's: what promotions cost. */
    PROMOTION_EXPENSE("promotion_expense", 19),
    /** The platform's: money lost. */
    LOSS("loss", 20),
    /** The platform's: gain or loss by exchange rates. */
    FX_GAIN_LOSS("fx_gain_loss", 21),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): Purpose =
            byNumber.getOrNull(number) ?: unread("number $number of Purpose")
    }
}

/** Whether a merchant's refunds wait for a reviewer. */
public enum class RefundReview(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** Each waits until somebody other than its requester approves it. */
    REQUIRED("required", 1),
    /** Each is approved as it is requested. */
    NOT_REQUIRED("not_required", 2),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): RefundReview =
            byNumber.getOrNull(number) ?: unread("number $number of RefundReview")
    }
}

/** Where a refund stands. */
public enum class RefundState(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** Somebody must approve it. */
    PENDING_REVIEW("pending_review", 1),
    /** It will be sent. */
    APPROVED("approved", 2),
    /** It was sent. */
    PROCESSING("processing", 3),
    /** The money is back. */
    SUCCEEDED("succeeded", 4),
    /** The review stopped it. */
    REJECTED("rejected", 5),
    /** It was withdrawn before it was sent. */
    CANCELLED("cancelled", 6),
    /** It did not go through; its amount stays reserved. */
    FAILED("failed", 7),
    /** Its destination is closed; another must be found. */
    ABNORMAL("abnormal", 8),
    /** It was given up. */
    CLOSED("closed", 9),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): RefundState =
            byNumber.getOrNull(number) ?: unread("number $number of RefundState")
    }
}

/** What an operator of the platform may do. Without a role, only look. */
public enum class Role(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** Registers, activates and suspends merchants and sets fee plans. */
    ADMINISTRATOR("administrator", 1),
    /** Approves refunds that somebody else asked for. */
    REVIEWER("reviewer", 2),
    /** Posts transfers by hand and opens accounts. */
    ACCOUNTANT("accountant", 3),
    /** Does for users and merchants what they could do themselves, registers users, and reports outcomes. */
    AGENT("agent", 4),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): Role =
            byNumber.getOrNull(number) ?: unread("number $number of Role")
    }
}

/**
 * Which of the two neighbouring minor units an inexact result becomes. A result that is exact is never
 * changed.
 *
 * All modes treat a negative amount as the mirror of the positive one, so that a refund gives back what a
 * charge took.
 */
public enum class Rounding(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** To the nearer one; exactly between the two, away from zero. What most contracts mean by "rounded". */
    HALF_UP("half_up", 0),
    /**
     * To the nearer one; exactly between the two, to the even one, so that many roundings do not drift one
     * way.
     */
    HALF_EVEN("half_even", 1),
    /** Toward zero: the excess is dropped. */
    DOWN("down", 2),
    /** Away from zero: every begun minor unit counts. */
    UP("up", 3),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): Rounding =
            byNumber.getOrNull(number) ?: unread("number $number of Rounding")
    }
}

/** The side on which an account normally has its balance. */
public enum class Side(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** Debits raise it: what others owe us, and what we spent. */
    DEBIT("debit", 1),
    /** Credits raise it: what we owe others, and what we earned. */
    CREDIT("credit", 2),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): Side =
            byNumber.getOrNull(number) ?: unread("number $number of Side")
    }
}

/** Which side of an account is meant. */
public enum class Sides(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** Debits. */
    DEBITS("debits", 1),
    /** Credits. */
    CREDITS("credits", 2),
    /** Debits and credits. */
    BOTH("both", 3),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): Sides =
            byNumber.getOrNull(number) ?: unread("number $number of Sides")
    }
}

/** Which lines a statement shows. */
public enum class StatementLines(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** Those that moved money: posted at once, or by resolving a hold. */
    POSTED("posted", 1),
    /** Every one, also what was held, voided and expired. Those leave the balance as it was. */
    ALL("all", 2),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): StatementLines =
            byNumber.getOrNull(number) ?: unread("number $number of StatementLines")
    }
}

/** What becomes of a refund that nobody reviewed in time. */
public enum class Unreviewed(
    /** The word of it, as tables and files hold it. */
    public val word: String,
    internal val number: Int,
) {
    /** It is rejected. */
    REJECT("reject", 1),
    /** It is approved. */
    APPROVE("approve", 2),
    ;

    internal companion object {
        private val byNumber = numbered(entries) { it.number }

        fun of(number: Int): Unreviewed =
            byNumber.getOrNull(number) ?: unread("number $number of Unreviewed")
    }
}
