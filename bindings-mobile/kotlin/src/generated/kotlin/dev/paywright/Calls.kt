// Every command as a method.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

package dev.paywright

import java.math.BigDecimal
import java.time.Instant

/** Every command as a method of [Engine]. */
public sealed class Calls {
    internal abstract suspend fun <A> call(request: Request<A>): A

    /**
     * Registers an asset of the host; from then on accounts, fee plans and payments may be in it. Its code
     * has one exponent for ever.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param currency Code and exponent, as `Currency.asset` makes them.
     * @param name What people call it, at most 128 bytes.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`,
     *   `id_reused`.
     */
    public suspend fun registerAsset(
        currency: Currency,
        name: String,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Asset =
        call(Request(RegisterAsset(currency, name), key, actor, deadline))

    /**
     * Opens the account with this key, or answers the one that is there; its bounds then stay as they are.
     * Accounts open by themselves when they are first posted to; this command is for the bounds of a wallet,
     * and for accounts that the host posts to by hand.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param account Owner, purpose, currency and scope.
     * @param minAvailable What must stay available, in minor units: 0 where it is left out, negative for a
     *   credit line. Only for guarded purposes.
     * @param maxBalance What the balance may rise to, in minor units; without end where it is left out. Only
     *   for guarded purposes.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`,
     *   `purpose_not_allowed`, `not_found`, `unknown_asset`.
     */
    public suspend fun openAccount(
        account: AccountKey,
        minAvailable: Long? = null,
        maxBalance: Long? = null,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Account =
        call(Request(OpenAccount(account, minAvailable, maxBalance), key, actor, deadline))

    /**
     * Posts transfers, each with its own result; chained ones stand or fall together. The command itself is
     * refused only where its list or its actor is; what stops one transfer is that transfer's result. One
     * whose id names a transfer that is there already, and that asks for the same, is not posted again: it is
     * answered as `repeated`. Refusals of transfers, in order: `invalid_value`, `books_closed`,
     * `amount_must_be_positive`, `amount_too_large`, `same_account`, `not_found`, `currency_mismatch`,
     * `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`, `hold_not_open`, `hold_expired`,
     * `exceeds_hold`, `id_reused`, `chain_failed`.
     *
     * Safe to repeat by the id of what it makes, or by a key: one of them must be given.
     *
     * @param transfers The transfers, in order.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`.
     */
    public suspend fun postTransfers(
        transfers: List<NewTransfer>,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Posted =
        call(Request(PostTransfers(transfers), key, actor, deadline))

    /**
     * Stops debits, credits or both on an account. What is pending on it can be voided and expires, and
     * cannot be posted. What a channel did meanwhile goes to `suspense`, and a case is opened. The platform's
     * accounts that take what channels did are never frozen.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param account The account.
     * @param sides What is stopped, beside what already was.
     * @param reason Why, at most 256 bytes; kept in the journal.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`,
     *   `not_found`, `purpose_not_allowed`, `wrong_state`.
     */
    public suspend fun freezeAccount(
        account: AccountId,
        sides: Sides = Sides.BOTH,
        reason: String? = null,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Account =
        call(Request(FreezeAccount(account, sides, reason), key, actor, deadline))

    /**
     * Lets debits, credits or both be posted to a frozen account again.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param account The account.
     * @param sides What is let through again, as far as it was stopped.
     * @param reason Why, at most 256 bytes; kept in the journal.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`,
     *   `not_found`, `wrong_state`.
     */
    public suspend fun unfreezeAccount(
        account: AccountId,
        sides: Sides = Sides.BOTH,
        reason: String? = null,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Account =
        call(Request(UnfreezeAccount(account, sides, reason), key, actor, deadline))

    /**
     * Sets both bounds of an account. A bound may be tighter than what the account holds now: what is there
     * stays, and from then on nothing makes the breach worse.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param account The account, of a guarded purpose.
     * @param minAvailable What must stay available, in minor units; negative for a credit line, without such
     *   a bound where it is left out.
     * @param maxBalance What the balance may rise to, in minor units; without end where it is left out.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`,
     *   `not_found`, `purpose_not_allowed`, `wrong_state`.
     */
    public suspend fun changeBounds(
        account: AccountId,
        minAvailable: Long? = 0,
        maxBalance: Long? = null,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Account =
        call(Request(ChangeBounds(account, minAvailable, maxBalance), key, actor, deadline))

    /**
     * Closes an account for ever. Its posted debits must equal its posted credits, and nothing may be pending
     * on it. Of a shared account every lane's balance is looked at, and the commit is refused if another
     * engine posts to any of them meanwhile.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param account The account.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_permitted`, `not_found`,
     *   `purpose_not_allowed`, `wrong_state`, `account_not_empty`.
     */
    public suspend fun closeAccount(
        account: AccountId,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Account =
        call(Request(CloseAccount(account), key, actor, deadline))

    /**
     * Closes the books through a moment: from then on no transfer may count from that moment or an earlier
     * one. Books are never opened again; what comes late is posted with a later date.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param through The last moment that is closed; it must have passed.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`,
     *   `books_closed`.
     */
    public suspend fun closeBooks(
        through: Instant,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Books =
        call(Request(CloseBooks(through), key, actor, deadline))

    /**
     * Debits one account in its currency and credits another in its own, both through `fx_position`. The
     * caller says both amounts and the rate; they must agree to the minor unit, however it was rounded
     * (`Rate.convert`), and are kept as they were booked. What the platform gains or loses stays in
     * `fx_position` until it is posted to `fx_gain_loss`.
     *
     * Safe to repeat by the id of what it makes, or by a key: one of them must be given.
     *
     * @param debit Account to debit.
     * @param credit Account to credit.
     * @param debited What to debit, in the currency of that account.
     * @param credited What to credit, in the currency of that account.
     * @param rate Whole units of the credited currency for one whole unit of the debited one.
     * @param id The exchange's id; made where it is left out.
     * @param effectiveAt When it counts, where that is before it is recorded.
     * @param reference The caller's own reference, at most 256 bytes.
     * @param metadata What the host keeps with it.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`,
     *   `amount_must_be_positive`, `amount_too_large`, `rate_mismatch`, `not_permitted`, `id_reused`,
     *   `books_closed`, `unknown_asset`, `not_found`, `same_account`, `currency_mismatch`,
     *   `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`.
     */
    public suspend fun exchangeCurrency(
        debit: AccountId,
        credit: AccountId,
        debited: Money,
        credited: Money,
        rate: BigDecimal,
        id: ExchangeId? = null,
        effectiveAt: Instant? = null,
        reference: String? = null,
        metadata: Metadata? = null,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Exchange =
        call(Request(
            ExchangeCurrency(debit, credit, debited, credited, rate, id, effectiveAt, reference, metadata),
            key,
            actor,
            deadline,
        ))

    /**
     * Registers a user.
     *
     * Safe to repeat by the id of what it makes, or by a key: one of them must be given.
     *
     * @param reference What the host knows the user by, at most 256 bytes; nothing that names a person.
     * @param id The user's id; made where it is left out.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`,
     *   `id_reused`.
     */
    public suspend fun registerUser(
        reference: String,
        id: UserId? = null,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): User =
        call(Request(RegisterUser(reference, id), key, actor, deadline))

    /**
     * Creates a fee plan. It never changes; other terms are another plan.
     *
     * Safe to repeat by the id of what it makes, or by a key: one of them must be given.
     *
     * @param name Its name, at most 128 bytes.
     * @param rate The share of what is captured, from 0 to 1.
     * @param fixed Taken once a part, zero or more. Payments under the plan are in its currency.
     * @param id The plan's id; made where it is left out.
     * @param rounding How the share is rounded to minor units.
     * @param onRefund What becomes of the fee when a payment is refunded.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `amount_too_large`,
     *   `not_permitted`, `id_reused`, `unknown_asset`.
     */
    public suspend fun createFeePlan(
        name: String,
        rate: BigDecimal,
        fixed: Money,
        id: FeePlanId? = null,
        rounding: Rounding = Rounding.HALF_UP,
        onRefund: FeesOnRefund = FeesOnRefund.KEPT,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): FeePlan =
        call(Request(CreateFeePlan(name, rate, fixed, id, rounding, onRefund), key, actor, deadline))

    /**
     * Registers a merchant, as a draft: it may sell once it is activated.
     *
     * Safe to repeat by the id of what it makes, or by a key: one of them must be given.
     *
     * @param name Its name, at most 128 bytes.
     * @param feePlan The fee plan of its payments.
     * @param id The merchant's id; made where it is left out.
     * @param refundReview Whether its refunds are reviewed.
     * @param reviewSeconds For how long a refund may wait for its review, in seconds, at most five years;
     *   without end where it is left out.
     * @param unreviewed What becomes of a refund that nobody reviewed in time.
     * @param refundWindowSeconds For how long after an order is paid its merchant may refund it, in seconds,
     *   at most five years; without end where it is left out. The platform may refund it later too.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`,
     *   `id_reused`, `not_found`.
     */
    public suspend fun registerMerchant(
        name: String,
        feePlan: FeePlanId,
        id: MerchantId? = null,
        refundReview: RefundReview = RefundReview.REQUIRED,
        reviewSeconds: Long? = null,
        unreviewed: Unreviewed = Unreviewed.REJECT,
        refundWindowSeconds: Long? = null,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Merchant =
        call(Request(
            RegisterMerchant(name, feePlan, id, refundReview, reviewSeconds, unreviewed, refundWindowSeconds),
            key,
            actor,
            deadline,
        ))

    /**
     * Lets a merchant sell, for the first time or again.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param merchant The merchant.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_permitted`, `not_found`,
     *   `wrong_state`.
     */
    public suspend fun activateMerchant(
        merchant: MerchantId,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Merchant =
        call(Request(ActivateMerchant(merchant), key, actor, deadline))

    /**
     * Stops a merchant from selling; what is open goes on.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param merchant The merchant.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_permitted`, `not_found`,
     *   `wrong_state`.
     */
    public suspend fun suspendMerchant(
        merchant: MerchantId,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Merchant =
        call(Request(SuspendMerchant(merchant), key, actor, deadline))

    /**
     * Places an order at a merchant.
     *
     * Safe to repeat by the id of what it makes, or by a key: one of them must be given.
     *
     * @param merchant Who is owed.
     * @param total What is to be paid, in the currency of the merchant's fee plan.
     * @param id The order's id; made where it is left out.
     * @param customer Who orders; left out at a guest checkout.
     * @param reference The host's own reference, at most 256 bytes.
     * @param expiresAt Until when it may be paid; then it is closed as if it were cancelled. Without end
     *   where it is left out.
     * @param metadata What the host keeps with it.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`,
     *   `amount_must_be_positive`, `amount_too_large`, `not_permitted`, `id_reused`, `not_found`,
     *   `currency_mismatch`, `merchant_not_active`.
     */
    public suspend fun placeOrder(
        merchant: MerchantId,
        total: Money,
        id: OrderId? = null,
        customer: UserId? = null,
        reference: String? = null,
        expiresAt: Instant? = null,
        metadata: Metadata? = null,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Order =
        call(Request(
            PlaceOrder(merchant, total, id, customer, reference, expiresAt, metadata),
            key,
            actor,
            deadline,
        ))

    /**
     * Gives an order up that is not paid in full. Its payments end as far as they can now: what is authorised
     * is voided, and the refund of what is captured is requested. What is unfinished at a channel is waited
     * for, and undone when it succeeds. A customer may cancel an order of which nothing is paid.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param order The order.
     * @param reason Why, at most 256 bytes; kept in the journal.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_found`,
     *   `not_permitted`, `wrong_state`.
     */
    public suspend fun cancelOrder(
        order: OrderId,
        reason: String? = null,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Order =
        call(Request(CancelOrder(order, reason), key, actor, deadline))

    /**
     * Notes how far the merchant has delivered. It moves no money and stands beside the order's state.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param order The order.
     * @param fulfilment How far.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_found`, `not_permitted`.
     */
    public suspend fun recordFulfilment(
        order: OrderId,
        fulfilment: Fulfilment,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Order =
        call(Request(RecordFulfilment(order, fulfilment), key, actor, deadline))

    /**
     * Starts a payment: for an order, reserving its part of what is due; or to top a wallet up.
     *
     * Safe to repeat by the id of what it makes, or by a key: one of them must be given.
     *
     * @param purpose What it is for.
     * @param id The payment's id; made where it is left out.
     * @param amount How much; all that is due of the order where it is left out.
     * @param method What it is paid with; it may be attached later.
     * @param payer Who pays; the order's customer, or the owner of the wallet, where it is left out.
     * @param capture Whether it is captured at once.
     * @param attempts How often it may be sent to a channel, from 1 to 10: after a decline it takes another
     *   method as long as any are left. Once where it is left out.
     * @param expiresAt Until when it may be confirmed; without end where it is left out.
     * @param authorisationSeconds For how many seconds what it authorises may be captured, at most five
     *   years; a week where it is left out.
     * @param metadata What the host keeps with it.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `amount_must_be_positive`,
     *   `amount_too_large`, `invalid_value`, `not_found`, `not_permitted`, `id_reused`, `currency_mismatch`,
     *   `unknown_asset`, `wrong_state`, `merchant_not_active`, `too_many_payments`, `exceeds_due`.
     */
    public suspend fun startPayment(
        purpose: PaymentPurpose,
        id: PaymentId? = null,
        amount: Money? = null,
        method: Method? = null,
        payer: UserId? = null,
        capture: CaptureMode = CaptureMode.AUTOMATIC,
        attempts: Long? = null,
        expiresAt: Instant? = null,
        authorisationSeconds: Long? = null,
        metadata: Metadata? = null,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Payment =
        call(Request(
            StartPayment(purpose, id, amount, method, payer, capture, attempts, expiresAt, authorisationSeconds, metadata),
            key,
            actor,
            deadline,
        ))

    /**
     * Says what a payment is paid with, where it was started without a method or the one before was declined.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param payment The payment.
     * @param method What it is paid with.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_found`, `not_permitted`,
     *   `invalid_value`, `wrong_state`.
     */
    public suspend fun attachMethod(
        payment: PaymentId,
        method: Method,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Payment =
        call(Request(AttachMethod(payment, method), key, actor, deadline))

    /**
     * The payer wants to pay. From a wallet the money moves, or is reserved, at once; through a channel an
     * operation is written down for the host to send. A wallet with too little is refused
     * `insufficient_funds`, and the payment stays where it was. A payment that the platform denies has
     * failed: that is an answer, not a refusal.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param payment The payment.
     * @param verdict What the platform's look at the risk came to; only the platform gives another than to
     *   allow it.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_found`,
     *   `not_permitted`, `wrong_state`, `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`,
     *   `amount_too_large`.
     */
    public suspend fun confirmPayment(
        payment: PaymentId,
        verdict: Verdict = Verdict.Allow,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Payment =
        call(Request(ConfirmPayment(payment, verdict), key, actor, deadline))

    /**
     * Brings what the payer answered to the platform's own challenge. Three times it may fail; then the
     * payment needs another method. What a channel needs of the payer is no challenge: its outcome is
     * observed.
     *
     * Safe to repeat by a key, which must be given.
     *
     * @param payment The payment.
     * @param result What came of it.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_found`, `not_permitted`,
     *   `operation_unfinished`, `wrong_state`, `account_not_open`, `insufficient_funds`,
     *   `balance_limit_exceeded`, `amount_too_large`.
     */
    public suspend fun answerChallenge(
        payment: PaymentId,
        result: ChallengeResult,
        key: String,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Payment =
        call(Request(AnswerChallenge(payment, result), key, actor, deadline))

    /**
     * Lets a payment that was held for review go on, or ends it. Whoever confirmed it may not review it.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param payment The payment.
     * @param decision Whether it may go on.
     * @param reason Why, at most 256 bytes.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`,
     *   `not_found`, `wrong_state`, `self_review`, `account_not_open`, `insufficient_funds`,
     *   `balance_limit_exceeded`, `amount_too_large`.
     */
    public suspend fun reviewPayment(
        payment: PaymentId,
        decision: Decision,
        reason: String? = null,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Payment =
        call(Request(ReviewPayment(payment, decision, reason), key, actor, deadline))

    /**
     * The payer is back from where the channel sent them: the channel is asked at once what came of it. That
     * they came back says nothing of the money.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param payment The payment, whose channel waits for the payer.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_found`, `not_permitted`,
     *   `wrong_state`.
     */
    public suspend fun resumePayment(
        payment: PaymentId,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Payment =
        call(Request(ResumePayment(payment), key, actor, deadline))

    /**
     * Gives a payment up before anything was authorised; what it kept of its order's due is free again. Once
     * a channel was asked, its answer is waited for; only where it waits for the payer the payment can still
     * be cancelled, and what succeeds there afterwards is given back. An authorised payment is voided.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param payment The payment.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_found`, `not_permitted`,
     *   `operation_unfinished`, `wrong_state`.
     */
    public suspend fun cancelPayment(
        payment: PaymentId,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Payment =
        call(Request(CancelPayment(payment), key, actor, deadline))

    /**
     * Takes all or a part of what a payment has authorised. From a wallet it is taken at once; at a channel
     * an operation is written down for the host to send, and until its outcome nothing else starts on the
     * payment. Where more may come, the rest is reserved anew, which a wallet whose lower bound was raised
     * since then may refuse: `insufficient_funds`. A last capture goes through.
     *
     * Safe to repeat by a key, which must be given.
     *
     * @param payment The payment.
     * @param kind Whether the rest stays reserved.
     * @param amount How much; all that is left where it is left out.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `amount_must_be_positive`,
     *   `amount_too_large`, `not_found`, `not_permitted`, `currency_mismatch`, `operation_unfinished`,
     *   `wrong_state`, `authorisation_expired`, `exceeds_authorised`, `account_not_open`.
     */
    public suspend fun capturePayment(
        payment: PaymentId,
        kind: CaptureKind,
        amount: Money? = null,
        key: String,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Payment =
        call(Request(CapturePayment(payment, kind, amount), key, actor, deadline))

    /**
     * Reserves more on the payer's side than was authorised, as far as its order has more due: a hotel's
     * extra night. From a wallet at once; at a channel an operation is written down for the host to send.
     *
     * Safe to repeat by a key, which must be given.
     *
     * @param payment The payment, authorised and not captured yet.
     * @param amount How much more.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `amount_must_be_positive`,
     *   `amount_too_large`, `not_found`, `not_permitted`, `currency_mismatch`, `operation_unfinished`,
     *   `wrong_state`, `authorisation_expired`, `exceeds_due`, `account_not_open`, `insufficient_funds`.
     */
    public suspend fun incrementAuthorisation(
        payment: PaymentId,
        amount: Money,
        key: String,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Payment =
        call(Request(IncrementAuthorisation(payment, amount), key, actor, deadline))

    /**
     * Gives an authorisation up of which nothing was captured. From a wallet at once; at a channel an
     * operation is written down for the host to send.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param payment The payment.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_found`, `not_permitted`,
     *   `operation_unfinished`, `wrong_state`.
     */
    public suspend fun voidPayment(
        payment: PaymentId,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Payment =
        call(Request(VoidPayment(payment), key, actor, deadline))

    /**
     * Gives up what is authorised and not captured, after a part was: the payment has then succeeded. A
     * channel is told to release it; the payment waits for no answer.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param payment The payment.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_found`, `not_permitted`,
     *   `operation_unfinished`, `wrong_state`.
     */
    public suspend fun releaseRest(
        payment: PaymentId,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Payment =
        call(Request(ReleaseRest(payment), key, actor, deadline))

    /**
     * Asks for money back, reserving it. Where the merchant's policy asks for no review it is approved at
     * once: a refund into a wallet is then done, one at a channel is written down for the host to send.
     *
     * Safe to repeat by the id of what it makes, or by a key: one of them must be given.
     *
     * @param payment The payment to give back.
     * @param id The refund's id; made where it is left out.
     * @param amount How much; all that is refundable where it is left out.
     * @param reason Why, at most 256 bytes.
     * @param metadata What the host keeps with it.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`,
     *   `amount_must_be_positive`, `amount_too_large`, `not_found`, `not_permitted`, `id_reused`,
     *   `currency_mismatch`, `operation_unfinished`, `wrong_state`, `exceeds_refundable`, `account_not_open`,
     *   `insufficient_funds`, `balance_limit_exceeded`.
     */
    public suspend fun requestRefund(
        payment: PaymentId,
        id: RefundId? = null,
        amount: Money? = null,
        reason: String? = null,
        metadata: Metadata? = null,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Refund =
        call(Request(RequestRefund(payment, id, amount, reason, metadata), key, actor, deadline))

    /**
     * Lets a refund pass its review. Its requester may not approve it.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param refund The refund.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_permitted`, `not_found`,
     *   `wrong_state`, `self_review`, `account_not_open`.
     */
    public suspend fun approveRefund(
        refund: RefundId,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Refund =
        call(Request(ApproveRefund(refund), key, actor, deadline))

    /**
     * Stops a refund in its review; what it reserved is released.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param refund The refund.
     * @param reason Why, at most 256 bytes.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`,
     *   `not_found`, `wrong_state`.
     */
    public suspend fun rejectRefund(
        refund: RefundId,
        reason: String? = null,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Refund =
        call(Request(RejectRefund(refund, reason), key, actor, deadline))

    /**
     * Takes a refund back before it was sent; what it reserved is released.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param refund The refund.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_found`, `not_permitted`,
     *   `operation_unfinished`, `wrong_state`.
     */
    public suspend fun withdrawRefund(
        refund: RefundId,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Refund =
        call(Request(WithdrawRefund(refund), key, actor, deadline))

    /**
     * Sends a refund that failed once more, by an operation of its own, where it was to go before.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param refund The refund.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_found`, `not_permitted`,
     *   `operation_unfinished`, `wrong_state`, `account_not_open`, `insufficient_funds`.
     */
    public suspend fun retryRefund(
        refund: RefundId,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Refund =
        call(Request(RetryRefund(refund), key, actor, deadline))

    /**
     * Sends a refund whose destination is closed to another: the payer's wallet, or another channel, whose
     * operation then builds on none before.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param refund The refund.
     * @param to Where it goes.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_found`,
     *   `not_permitted`, `wrong_state`, `account_not_open`, `balance_limit_exceeded`.
     */
    public suspend fun rerouteRefund(
        refund: RefundId,
        to: Method,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Refund =
        call(Request(RerouteRefund(refund, to), key, actor, deadline))

    /**
     * Looks for no other destination for a refund: it has failed, and can be retried or closed.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param refund The refund.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_found`, `not_permitted`,
     *   `wrong_state`.
     */
    public suspend fun giveUpRefund(
        refund: RefundId,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Refund =
        call(Request(GiveUpRefund(refund), key, actor, deadline))

    /**
     * Gives a refund that failed up: what it reserved is released. Should its channel report a success after
     * all, it is booked.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param refund The refund.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_found`, `not_permitted`,
     *   `operation_unfinished`, `wrong_state`.
     */
    public suspend fun closeRefund(
        refund: RefundId,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Refund =
        call(Request(CloseRefund(refund), key, actor, deadline))

    /**
     * Records what a webhook, a query, a statement or a person says about an operation: at any time, any
     * number of times. An outcome is never refused; one that contradicts what is known opens a case.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param operation The operation.
     * @param outcome What is said of it.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`,
     *   `not_found`.
     */
    public suspend fun observeOperation(
        operation: OperationId,
        outcome: Outcome,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Operation =
        call(Request(ObserveOperation(operation, outcome), key, actor, deadline))

    /**
     * Asks a channel once more to undo an operation that succeeded in vain, after the reversal before was
     * declined or failed.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param operation The operation that succeeded in vain.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_permitted`, `not_found`,
     *   `operation_unfinished`, `wrong_state`.
     */
    public suspend fun retryReversal(
        operation: OperationId,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Operation =
        call(Request(RetryReversal(operation), key, actor, deadline))

    /**
     * Hands effects to a worker. What is not ready, because another worker was faster, is left out of the
     * answer. `Engine.claim` finds effects that are due and issues this command.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param worker Who will do them, at most 128 bytes; the same name after a restart.
     * @param effects The effects, between one and 1,000.
     * @param leaseSeconds For how many seconds, up to a day.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`.
     */
    public suspend fun claimEffects(
        worker: String,
        effects: List<EffectId>,
        leaseSeconds: Long,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Claimed =
        call(Request(ClaimEffects(worker, effects, leaseSeconds), key, actor, deadline))

    /**
     * Brings what came of an effect. From whoever no longer holds the claim, it counts as an observation all
     * the same; only their silence says nothing.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param effect The effect.
     * @param worker Who did it.
     * @param outcome What came of it.
     * @param claim Under which claim: the effect's `claims` as it was handed out. Where it is left out, the
     *   worker's present claim; a host whose threads share a name gives it.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`,
     *   `not_found`.
     */
    public suspend fun completeEffect(
        effect: EffectId,
        worker: String,
        outcome: Outcome,
        claim: Long? = null,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Operation =
        call(Request(CompleteEffect(effect, worker, outcome, claim), key, actor, deadline))

    /**
     * Ends claims whose worker is gone: those of the named worker, which started anew, and those whose time
     * passed more than 5 seconds ago, for the clocks of two hosts may differ. What may be repeated waits to
     * be claimed again; what may not makes its operation unknown, and the channel is asked. Other claims
     * among the named effects go on. `Engine.recover` and `Engine.tick` find such claims and issue this
     * command.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param effects The effects, between one and 1,000.
     * @param worker The worker that started anew, if one did.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`.
     */
    public suspend fun recoverEffects(
        effects: List<EffectId>,
        worker: String? = null,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Claimed =
        call(Request(RecoverEffects(effects, worker), key, actor, deadline))

    /**
     * Does what time has made due of one record. What is not due, or no longer, is left as it is: whoever
     * asks twice changes nothing. `Engine.tick` finds such records and issues this command.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param due The record.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `not_permitted`.
     */
    public suspend fun timeOut(
        due: Due,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): TimedOut =
        call(Request(TimeOut(due), key, actor, deadline))

    /**
     * Forgets idempotency keys that were used long ago: whoever uses one again asks for something new. The
     * journal keeps what was asked under them. All of them are forgotten, or none: where none is left that
     * old, nothing changes; where some are gone or were used since, it is refused. So each use of a key is
     * forgotten by one entry alone. `Engine.forget_keys` finds such keys and issues this command.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param keys Which, as their rows are called.
     * @param before Only those used before this moment, which lies at least 30 days back.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`,
     *   `not_found`.
     */
    public suspend fun forgetKeys(
        keys: List<KeyId>,
        before: Instant,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Forgotten =
        call(Request(ForgetKeys(keys, before), key, actor, deadline))

    /**
     * Raises the version of the rules that every engine on these books decides by. A release that brings new
     * rules knows the older ones too and goes on with those, so that engines of both releases work side by
     * side; once all of them are of the new one, this command makes the new rules hold. An engine that does
     * not know them is answered `rules_version_too_old` from its next command on, and changes nothing; it
     * goes on reading. Rules are never lowered.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param to The version that is to hold.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`.
     */
    public suspend fun raiseRules(
        to: Long,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Books =
        call(Request(RaiseRules(to), key, actor, deadline))

    /**
     * Notes how people settled a case. What moves money is posted by commands of its own.
     *
     * Safe to repeat as it is; a key may be given.
     *
     * @param case The case.
     * @param settlement How it was settled, at most 256 bytes.
     * @param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.
     * @param actor Who asks; the host itself where it is left out.
     * @param deadline Worth doing only before this moment.
     * @throws PaywrightException.Refused the first that applies of `invalid_value`, `not_permitted`,
     *   `not_found`, `wrong_state`.
     */
    public suspend fun closeCase(
        case: CaseId,
        settlement: String,
        key: String? = null,
        actor: Actor? = null,
        deadline: Instant? = null,
    ): Case =
        call(Request(CloseCase(case, settlement), key, actor, deadline))
}
