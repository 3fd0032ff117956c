// Every command as a method.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

import Foundation

extension Engine {
    /// Registers an asset of the host; from then on accounts, fee plans and payments may be in it. Its code
    /// has one exponent for ever.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - currency: Code and exponent, as `Currency.asset` makes them.
    ///   - name: What people call it, at most 128 bytes.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`, `id_reused`.
    public func registerAsset(
        currency: Currency,
        name: String,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Asset {
        let command = RegisterAsset(currency: currency, name: name)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Opens the account with this key, or answers the one that is there; its bounds then stay as they are.
    /// Accounts open by themselves when they are first posted to; this command is for the bounds of a wallet,
    /// and for accounts that the host posts to by hand.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - account: Owner, purpose, currency and scope.
    ///   - minAvailable: What must stay available, in minor units: 0 where it is left out, negative for a
    ///     credit line. Only for guarded purposes.
    ///   - maxBalance: What the balance may rise to, in minor units; without end where it is left out. Only
    ///     for guarded purposes.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`,
    ///   `purpose_not_allowed`, `not_found`, `unknown_asset`.
    public func openAccount(
        account: AccountKey,
        minAvailable: Int64? = nil,
        maxBalance: Int64? = nil,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Account {
        let command = OpenAccount(account: account, minAvailable: minAvailable, maxBalance: maxBalance)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Posts transfers, each with its own result; chained ones stand or fall together. The command itself is
    /// refused only where its list or its actor is; what stops one transfer is that transfer's result. One
    /// whose id names a transfer that is there already, and that asks for the same, is not posted again: it
    /// is answered as `repeated`. Refusals of transfers, in order: `invalid_value`, `books_closed`,
    /// `amount_must_be_positive`, `amount_too_large`, `same_account`, `not_found`, `currency_mismatch`,
    /// `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`, `hold_not_open`, `hold_expired`,
    /// `exceeds_hold`, `id_reused`, `chain_failed`.
    ///
    /// Safe to repeat by the id of what it makes, or by a key: one of them must be given.
    ///
    /// - Parameters:
    ///   - transfers: The transfers, in order.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`.
    public func postTransfers(
        transfers: [NewTransfer],
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Posted {
        let command = PostTransfers(transfers: transfers)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Stops debits, credits or both on an account. What is pending on it can be voided and expires, and
    /// cannot be posted. What a channel did meanwhile goes to `suspense`, and a case is opened. The
    /// platform's accounts that take what channels did are never frozen.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - account: The account.
    ///   - sides: What is stopped, beside what already was.
    ///   - reason: Why, at most 256 bytes; kept in the journal.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`, `not_found`,
    ///   `purpose_not_allowed`, `wrong_state`.
    public func freezeAccount(
        account: AccountId,
        sides: Sides = .both,
        reason: String? = nil,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Account {
        let command = FreezeAccount(account: account, sides: sides, reason: reason)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Lets debits, credits or both be posted to a frozen account again.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - account: The account.
    ///   - sides: What is let through again, as far as it was stopped.
    ///   - reason: Why, at most 256 bytes; kept in the journal.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`, `not_found`,
    ///   `wrong_state`.
    public func unfreezeAccount(
        account: AccountId,
        sides: Sides = .both,
        reason: String? = nil,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Account {
        let command = UnfreezeAccount(account: account, sides: sides, reason: reason)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Sets both bounds of an account. A bound may be tighter than what the account holds now: what is there
    /// stays, and from then on nothing makes the breach worse.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - account: The account, of a guarded purpose.
    ///   - minAvailable: What must stay available, in minor units; negative for a credit line, without such a
    ///     bound where it is left out.
    ///   - maxBalance: What the balance may rise to, in minor units; without end where it is left out.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`, `not_found`,
    ///   `purpose_not_allowed`, `wrong_state`.
    public func changeBounds(
        account: AccountId,
        minAvailable: Int64? = nil,
        maxBalance: Int64? = nil,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Account {
        let command = ChangeBounds(account: account, minAvailable: minAvailable, maxBalance: maxBalance)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Closes an account for ever. Its posted debits must equal its posted credits, and nothing may be
    /// pending on it. Of a shared account every lane's balance is looked at, and the commit is refused if
    /// another engine posts to any of them meanwhile.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - account: The account.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_permitted`, `not_found`,
    ///   `purpose_not_allowed`, `wrong_state`, `account_not_empty`.
    public func closeAccount(
        account: AccountId,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Account {
        let command = CloseAccount(account: account)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Closes the books through a moment: from then on no transfer may count from that moment or an earlier
    /// one. Books are never opened again; what comes late is posted with a later date.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - through: The last moment that is closed; it must have passed.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`,
    ///   `books_closed`.
    public func closeBooks(
        through: Date,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Books {
        let command = CloseBooks(through: through)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Debits one account in its currency and credits another in its own, both through `fx_position`. The
    /// caller says both amounts and the rate; they must agree to the minor unit, however it was rounded
    /// (`Rate.convert`), and are kept as they were booked. What the platform gains or loses stays in
    /// `fx_position` until it is posted to `fx_gain_loss`.
    ///
    /// Safe to repeat by the id of what it makes, or by a key: one of them must be given.
    ///
    /// - Parameters:
    ///   - id: The exchange's id; made where it is left out.
    ///   - debit: Account to debit.
    ///   - credit: Account to credit.
    ///   - debited: What to debit, in the currency of that account.
    ///   - credited: What to credit, in the currency of that account.
    ///   - rate: Whole units of the credited currency for one whole unit of the debited one.
    ///   - effectiveAt: When it counts, where that is before it is recorded.
    ///   - reference: The caller's own reference, at most 256 bytes.
    ///   - metadata: What the host keeps with it.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `amount_must_be_positive`,
    ///   `amount_too_large`, `rate_mismatch`, `not_permitted`, `id_reused`, `books_closed`, `unknown_asset`,
    ///   `not_found`, `same_account`, `currency_mismatch`, `account_not_open`, `insufficient_funds`,
    ///   `balance_limit_exceeded`.
    public func exchangeCurrency(
        debit: AccountId,
        credit: AccountId,
        debited: Money,
        credited: Money,
        rate: Rate,
        id: ExchangeId? = nil,
        effectiveAt: Date? = nil,
        reference: String? = nil,
        metadata: Metadata? = nil,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Exchange {
        let command = ExchangeCurrency(
            debit: debit,
            credit: credit,
            debited: debited,
            credited: credited,
            rate: rate,
            id: id,
            effectiveAt: effectiveAt,
            reference: reference,
            metadata: metadata
        )
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Registers a user.
    ///
    /// Safe to repeat by the id of what it makes, or by a key: one of them must be given.
    ///
    /// - Parameters:
    ///   - id: The user's id; made where it is left out.
    ///   - reference: What the host knows the user by, at most 256 bytes; nothing that names a person.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`, `id_reused`.
    public func registerUser(
        reference: String,
        id: UserId? = nil,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> User {
        let command = RegisterUser(reference: reference, id: id)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Creates a fee plan. It never changes; other terms are another plan.
    ///
    /// Safe to repeat by the id of what it makes, or by a key: one of them must be given.
    ///
    /// - Parameters:
    ///   - id: The plan's id; made where it is left out.
    ///   - name: Its name, at most 128 bytes.
    ///   - rate: The share of what is captured, from 0 to 1.
    ///   - rounding: How the share is rounded to minor units.
    ///   - fixed: Taken once a part, zero or more. Payments under the plan are in its currency.
    ///   - onRefund: What becomes of the fee when a payment is refunded.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `amount_too_large`,
    ///   `not_permitted`, `id_reused`, `unknown_asset`.
    public func createFeePlan(
        name: String,
        rate: Rate,
        fixed: Money,
        id: FeePlanId? = nil,
        rounding: Rounding = .halfUp,
        onRefund: FeesOnRefund = .kept,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> FeePlan {
        let command = CreateFeePlan(
            name: name,
            rate: rate,
            fixed: fixed,
            id: id,
            rounding: rounding,
            onRefund: onRefund
        )
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Registers a merchant, as a draft: it may sell once it is activated.
    ///
    /// Safe to repeat by the id of what it makes, or by a key: one of them must be given.
    ///
    /// - Parameters:
    ///   - id: The merchant's id; made where it is left out.
    ///   - name: Its name, at most 128 bytes.
    ///   - feePlan: The fee plan of its payments.
    ///   - refundReview: Whether its refunds are reviewed.
    ///   - reviewSeconds: For how long a refund may wait for its review, in seconds, at most five years;
    ///     without end where it is left out.
    ///   - unreviewed: What becomes of a refund that nobody reviewed in time.
    ///   - refundWindowSeconds: For how long after an order is paid its merchant may refund it, in seconds,
    ///     at most five years; without end where it is left out. The platform may refund it later too.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`, `id_reused`,
    ///   `not_found`.
    public func registerMerchant(
        name: String,
        feePlan: FeePlanId,
        id: MerchantId? = nil,
        refundReview: RefundReview = .required,
        reviewSeconds: UInt32? = nil,
        unreviewed: Unreviewed = .reject,
        refundWindowSeconds: UInt32? = nil,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Merchant {
        let command = RegisterMerchant(
            name: name,
            feePlan: feePlan,
            id: id,
            refundReview: refundReview,
            reviewSeconds: reviewSeconds,
            unreviewed: unreviewed,
            refundWindowSeconds: refundWindowSeconds
        )
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Lets a merchant sell, for the first time or again.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - merchant: The merchant.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_permitted`, `not_found`, `wrong_state`.
    public func activateMerchant(
        merchant: MerchantId,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Merchant {
        let command = ActivateMerchant(merchant: merchant)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Stops a merchant from selling; what is open goes on.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - merchant: The merchant.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_permitted`, `not_found`, `wrong_state`.
    public func suspendMerchant(
        merchant: MerchantId,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Merchant {
        let command = SuspendMerchant(merchant: merchant)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Places an order at a merchant.
    ///
    /// Safe to repeat by the id of what it makes, or by a key: one of them must be given.
    ///
    /// - Parameters:
    ///   - id: The order's id; made where it is left out.
    ///   - merchant: Who is owed.
    ///   - customer: Who orders; left out at a guest checkout.
    ///   - total: What is to be paid, in the currency of the merchant's fee plan.
    ///   - reference: The host's own reference, at most 256 bytes.
    ///   - expiresAt: Until when it may be paid; then it is closed as if it were cancelled. Without end where
    ///     it is left out.
    ///   - metadata: What the host keeps with it.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `amount_must_be_positive`,
    ///   `amount_too_large`, `not_permitted`, `id_reused`, `not_found`, `currency_mismatch`,
    ///   `merchant_not_active`.
    public func placeOrder(
        merchant: MerchantId,
        total: Money,
        id: OrderId? = nil,
        customer: UserId? = nil,
        reference: String? = nil,
        expiresAt: Date? = nil,
        metadata: Metadata? = nil,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Order {
        let command = PlaceOrder(
            merchant: merchant,
            total: total,
            id: id,
            customer: customer,
            reference: reference,
            expiresAt: expiresAt,
            metadata: metadata
        )
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Gives an order up that is not paid in full. Its payments end as far as they can now: what is
    /// authorised is voided, and the refund of what is captured is requested. What is unfinished at a channel
    /// is waited for, and undone when it succeeds. A customer may cancel an order of which nothing is paid.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - order: The order.
    ///   - reason: Why, at most 256 bytes; kept in the journal.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_found`, `not_permitted`,
    ///   `wrong_state`.
    public func cancelOrder(
        order: OrderId,
        reason: String? = nil,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Order {
        let command = CancelOrder(order: order, reason: reason)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Notes how far the merchant has delivered. It moves no money and stands beside the order's state.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - order: The order.
    ///   - fulfilment: How far.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_found`, `not_permitted`.
    public func recordFulfilment(
        order: OrderId,
        fulfilment: Fulfilment,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Order {
        let command = RecordFulfilment(order: order, fulfilment: fulfilment)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Starts a payment: for an order, reserving its part of what is due; or to top a wallet up.
    ///
    /// Safe to repeat by the id of what it makes, or by a key: one of them must be given.
    ///
    /// - Parameters:
    ///   - id: The payment's id; made where it is left out.
    ///   - purpose: What it is for.
    ///   - amount: How much; all that is due of the order where it is left out.
    ///   - method: What it is paid with; it may be attached later.
    ///   - payer: Who pays; the order's customer, or the owner of the wallet, where it is left out.
    ///   - capture: Whether it is captured at once.
    ///   - attempts: How often it may be sent to a channel, from 1 to 10: after a decline it takes another
    ///     method as long as any are left. Once where it is left out.
    ///   - expiresAt: Until when it may be confirmed; without end where it is left out.
    ///   - authorisationSeconds: For how many seconds what it authorises may be captured, at most five years;
    ///     a week where it is left out.
    ///   - metadata: What the host keeps with it.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `amount_must_be_positive`, `amount_too_large`,
    ///   `invalid_value`, `not_found`, `not_permitted`, `id_reused`, `currency_mismatch`, `unknown_asset`,
    ///   `wrong_state`, `merchant_not_active`, `too_many_payments`, `exceeds_due`.
    public func startPayment(
        purpose: PaymentPurpose,
        id: PaymentId? = nil,
        amount: Money? = nil,
        method: Method? = nil,
        payer: UserId? = nil,
        capture: CaptureMode = .automatic,
        attempts: UInt32? = nil,
        expiresAt: Date? = nil,
        authorisationSeconds: UInt32? = nil,
        metadata: Metadata? = nil,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Payment {
        let command = StartPayment(
            purpose: purpose,
            id: id,
            amount: amount,
            method: method,
            payer: payer,
            capture: capture,
            attempts: attempts,
            expiresAt: expiresAt,
            authorisationSeconds: authorisationSeconds,
            metadata: metadata
        )
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Says what a payment is paid with, where it was started without a method or the one before was
    /// declined.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - payment: The payment.
    ///   - method: What it is paid with.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_found`, `not_permitted`, `invalid_value`,
    ///   `wrong_state`.
    public func attachMethod(
        payment: PaymentId,
        method: Method,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Payment {
        let command = AttachMethod(payment: payment, method: method)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// The payer wants to pay. From a wallet the money moves, or is reserved, at once; through a channel an
    /// operation is written down for the host to send. A wallet with too little is refused
    /// `insufficient_funds`, and the payment stays where it was. A payment that the platform denies has
    /// failed: that is an answer, not a refusal.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - payment: The payment.
    ///   - verdict: What the platform's look at the risk came to; only the platform gives another than to
    ///     allow it.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_found`, `not_permitted`,
    ///   `wrong_state`, `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`,
    ///   `amount_too_large`.
    public func confirmPayment(
        payment: PaymentId,
        verdict: Verdict = .allow,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Payment {
        let command = ConfirmPayment(payment: payment, verdict: verdict)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Brings what the payer answered to the platform's own challenge. Three times it may fail; then the
    /// payment needs another method. What a channel needs of the payer is no challenge: its outcome is
    /// observed.
    ///
    /// Safe to repeat by a key, which must be given.
    ///
    /// - Parameters:
    ///   - payment: The payment.
    ///   - result: What came of it.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_found`, `not_permitted`,
    ///   `operation_unfinished`, `wrong_state`, `account_not_open`, `insufficient_funds`,
    ///   `balance_limit_exceeded`, `amount_too_large`.
    public func answerChallenge(
        payment: PaymentId,
        result: ChallengeResult,
        key: String,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Payment {
        let command = AnswerChallenge(payment: payment, result: result)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Lets a payment that was held for review go on, or ends it. Whoever confirmed it may not review it.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - payment: The payment.
    ///   - decision: Whether it may go on.
    ///   - reason: Why, at most 256 bytes.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`, `not_found`,
    ///   `wrong_state`, `self_review`, `account_not_open`, `insufficient_funds`, `balance_limit_exceeded`,
    ///   `amount_too_large`.
    public func reviewPayment(
        payment: PaymentId,
        decision: Decision,
        reason: String? = nil,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Payment {
        let command = ReviewPayment(payment: payment, decision: decision, reason: reason)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// The payer is back from where the channel sent them: the channel is asked at once what came of it. That
    /// they came back says nothing of the money.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - payment: The payment, whose channel waits for the payer.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_found`, `not_permitted`, `wrong_state`.
    public func resumePayment(
        payment: PaymentId,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Payment {
        let command = ResumePayment(payment: payment)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Gives a payment up before anything was authorised; what it kept of its order's due is free again. Once
    /// a channel was asked, its answer is waited for; only where it waits for the payer the payment can still
    /// be cancelled, and what succeeds there afterwards is given back. An authorised payment is voided.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - payment: The payment.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_found`, `not_permitted`,
    ///   `operation_unfinished`, `wrong_state`.
    public func cancelPayment(
        payment: PaymentId,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Payment {
        let command = CancelPayment(payment: payment)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Takes all or a part of what a payment has authorised. From a wallet it is taken at once; at a channel
    /// an operation is written down for the host to send, and until its outcome nothing else starts on the
    /// payment. Where more may come, the rest is reserved anew, which a wallet whose lower bound was raised
    /// since then may refuse: `insufficient_funds`. A last capture goes through.
    ///
    /// Safe to repeat by a key, which must be given.
    ///
    /// - Parameters:
    ///   - payment: The payment.
    ///   - amount: How much; all that is left where it is left out.
    ///   - kind: Whether the rest stays reserved.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `amount_must_be_positive`, `amount_too_large`,
    ///   `not_found`, `not_permitted`, `currency_mismatch`, `operation_unfinished`, `wrong_state`,
    ///   `authorisation_expired`, `exceeds_authorised`, `account_not_open`.
    public func capturePayment(
        payment: PaymentId,
        kind: CaptureKind,
        amount: Money? = nil,
        key: String,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Payment {
        let command = CapturePayment(payment: payment, kind: kind, amount: amount)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Reserves more on the payer's side than was authorised, as far as its order has more due: a hotel's
    /// extra night. From a wallet at once; at a channel an operation is written down for the host to send.
    ///
    /// Safe to repeat by a key, which must be given.
    ///
    /// - Parameters:
    ///   - payment: The payment, authorised and not captured yet.
    ///   - amount: How much more.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `amount_must_be_positive`, `amount_too_large`,
    ///   `not_found`, `not_permitted`, `currency_mismatch`, `operation_unfinished`, `wrong_state`,
    ///   `authorisation_expired`, `exceeds_due`, `account_not_open`, `insufficient_funds`.
    public func incrementAuthorisation(
        payment: PaymentId,
        amount: Money,
        key: String,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Payment {
        let command = IncrementAuthorisation(payment: payment, amount: amount)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Gives an authorisation up of which nothing was captured. From a wallet at once; at a channel an
    /// operation is written down for the host to send.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - payment: The payment.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_found`, `not_permitted`,
    ///   `operation_unfinished`, `wrong_state`.
    public func voidPayment(
        payment: PaymentId,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Payment {
        let command = VoidPayment(payment: payment)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Gives up what is authorised and not captured, after a part was: the payment has then succeeded. A
    /// channel is told to release it; the payment waits for no answer.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - payment: The payment.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_found`, `not_permitted`,
    ///   `operation_unfinished`, `wrong_state`.
    public func releaseRest(
        payment: PaymentId,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Payment {
        let command = ReleaseRest(payment: payment)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Asks for money back, reserving it. Where the merchant's policy asks for no review it is approved at
    /// once: a refund into a wallet is then done, one at a channel is written down for the host to send.
    ///
    /// Safe to repeat by the id of what it makes, or by a key: one of them must be given.
    ///
    /// - Parameters:
    ///   - id: The refund's id; made where it is left out.
    ///   - payment: The payment to give back.
    ///   - amount: How much; all that is refundable where it is left out.
    ///   - reason: Why, at most 256 bytes.
    ///   - metadata: What the host keeps with it.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `amount_must_be_positive`,
    ///   `amount_too_large`, `not_found`, `not_permitted`, `id_reused`, `currency_mismatch`,
    ///   `operation_unfinished`, `wrong_state`, `exceeds_refundable`, `account_not_open`,
    ///   `insufficient_funds`, `balance_limit_exceeded`.
    public func requestRefund(
        payment: PaymentId,
        id: RefundId? = nil,
        amount: Money? = nil,
        reason: String? = nil,
        metadata: Metadata? = nil,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Refund {
        let command = RequestRefund(
            payment: payment,
            id: id,
            amount: amount,
            reason: reason,
            metadata: metadata
        )
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Lets a refund pass its review. Its requester may not approve it.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - refund: The refund.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_permitted`, `not_found`, `wrong_state`,
    ///   `self_review`, `account_not_open`.
    public func approveRefund(
        refund: RefundId,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Refund {
        let command = ApproveRefund(refund: refund)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Stops a refund in its review; what it reserved is released.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - refund: The refund.
    ///   - reason: Why, at most 256 bytes.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`, `not_found`,
    ///   `wrong_state`.
    public func rejectRefund(
        refund: RefundId,
        reason: String? = nil,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Refund {
        let command = RejectRefund(refund: refund, reason: reason)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Takes a refund back before it was sent; what it reserved is released.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - refund: The refund.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_found`, `not_permitted`,
    ///   `operation_unfinished`, `wrong_state`.
    public func withdrawRefund(
        refund: RefundId,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Refund {
        let command = WithdrawRefund(refund: refund)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Sends a refund that failed once more, by an operation of its own, where it was to go before.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - refund: The refund.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_found`, `not_permitted`,
    ///   `operation_unfinished`, `wrong_state`, `account_not_open`, `insufficient_funds`.
    public func retryRefund(
        refund: RefundId,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Refund {
        let command = RetryRefund(refund: refund)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Sends a refund whose destination is closed to another: the payer's wallet, or another channel, whose
    /// operation then builds on none before.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - refund: The refund.
    ///   - to: Where it goes.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_found`, `not_permitted`,
    ///   `wrong_state`, `account_not_open`, `balance_limit_exceeded`.
    public func rerouteRefund(
        refund: RefundId,
        to: Method,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Refund {
        let command = RerouteRefund(refund: refund, to: to)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Looks for no other destination for a refund: it has failed, and can be retried or closed.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - refund: The refund.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_found`, `not_permitted`, `wrong_state`.
    public func giveUpRefund(
        refund: RefundId,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Refund {
        let command = GiveUpRefund(refund: refund)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Gives a refund that failed up: what it reserved is released. Should its channel report a success after
    /// all, it is booked.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - refund: The refund.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_found`, `not_permitted`,
    ///   `operation_unfinished`, `wrong_state`.
    public func closeRefund(
        refund: RefundId,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Refund {
        let command = CloseRefund(refund: refund)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Records what a webhook, a query, a statement or a person says about an operation: at any time, any
    /// number of times. An outcome is never refused; one that contradicts what is known opens a case.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - operation: The operation.
    ///   - outcome: What is said of it.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`, `not_found`.
    public func observeOperation(
        operation: OperationId,
        outcome: Outcome,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Operation {
        let command = ObserveOperation(operation: operation, outcome: outcome)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Asks a channel once more to undo an operation that succeeded in vain, after the reversal before was
    /// declined or failed.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - operation: The operation that succeeded in vain.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_permitted`, `not_found`,
    ///   `operation_unfinished`, `wrong_state`.
    public func retryReversal(
        operation: OperationId,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Operation {
        let command = RetryReversal(operation: operation)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Hands effects to a worker. What is not ready, because another worker was faster, is left out of the
    /// answer. `Engine.claim` finds effects that are due and issues this command.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - worker: Who will do them, at most 128 bytes; the same name after a restart.
    ///   - effects: The effects, between one and 1,000.
    ///   - leaseSeconds: For how many seconds, up to a day.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`.
    public func claimEffects(
        worker: String,
        effects: [EffectId],
        leaseSeconds: UInt32,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Claimed {
        let command = ClaimEffects(worker: worker, effects: effects, leaseSeconds: leaseSeconds)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Brings what came of an effect. From whoever no longer holds the claim, it counts as an observation all
    /// the same; only their silence says nothing.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - effect: The effect.
    ///   - worker: Who did it.
    ///   - claim: Under which claim: the effect's `claims` as it was handed out. Where it is left out, the
    ///     worker's present claim; a host whose threads share a name gives it.
    ///   - outcome: What came of it.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`, `not_found`.
    public func completeEffect(
        effect: EffectId,
        worker: String,
        outcome: Outcome,
        claim: UInt32? = nil,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Operation {
        let command = CompleteEffect(effect: effect, worker: worker, outcome: outcome, claim: claim)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Ends claims whose worker is gone: those of the named worker, which started anew, and those whose time
    /// passed more than 5 seconds ago, for the clocks of two hosts may differ. What may be repeated waits to
    /// be claimed again; what may not makes its operation unknown, and the channel is asked. Other claims
    /// among the named effects go on. `Engine.recover` and `Engine.tick` find such claims and issue this
    /// command.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - worker: The worker that started anew, if one did.
    ///   - effects: The effects, between one and 1,000.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`.
    public func recoverEffects(
        effects: [EffectId],
        worker: String? = nil,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Claimed {
        let command = RecoverEffects(effects: effects, worker: worker)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Does what time has made due of one record. What is not due, or no longer, is left as it is: whoever
    /// asks twice changes nothing. `Engine.tick` finds such records and issues this command.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - due: The record.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `not_permitted`.
    public func timeOut(
        due: Due,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> TimedOut {
        let command = TimeOut(due: due)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Forgets idempotency keys that were used long ago: whoever uses one again asks for something new. The
    /// journal keeps what was asked under them. All of them are forgotten, or none: where none is left that
    /// old, nothing changes; where some are gone or were used since, it is refused. So each use of a key is
    /// forgotten by one entry alone. `Engine.forget_keys` finds such keys and issues this command.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - keys: Which, as their rows are called.
    ///   - before: Only those used before this moment, which lies at least 30 days back.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`, `not_found`.
    public func forgetKeys(
        keys: [KeyId],
        before: Date,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Forgotten {
        let command = ForgetKeys(keys: keys, before: before)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Raises the version of the rules that every engine on these books decides by. A release that brings new
    /// rules knows the older ones too and goes on with those, so that engines of both releases work side by
    /// side; once all of them are of the new one, this command makes the new rules hold. An engine that does
    /// not know them is answered `rules_version_too_old` from its next command on, and changes nothing; it
    /// goes on reading. Rules are never lowered.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - to: The version that is to hold.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`.
    public func raiseRules(
        to: UInt32,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Books {
        let command = RaiseRules(to: to)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }

    /// Notes how people settled a case. What moves money is posted by commands of its own.
    ///
    /// Safe to repeat as it is; a key may be given.
    ///
    /// - Parameters:
    ///   - case: The case.
    ///   - settlement: How it was settled, at most 256 bytes.
    ///   - key: Makes the request safe to repeat; at most 64 bytes, unique for the actor.
    ///   - actor: Who asks; the host itself where it is left out.
    ///   - deadline: Worth doing only before this moment.
    /// - Throws: ``PaywrightError``: the first that applies of `invalid_value`, `not_permitted`, `not_found`,
    ///   `wrong_state`.
    public func closeCase(
        `case`: CaseId,
        settlement: String,
        key: String? = nil,
        actor: Actor? = nil,
        deadline: Date? = nil
    ) async throws -> Case {
        let command = CloseCase(case: `case`, settlement: settlement)
        return try await execute(command, key: key, actor: actor, deadline: deadline)
    }
}
