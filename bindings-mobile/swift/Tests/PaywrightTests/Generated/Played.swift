// How stories are played: values from their JSON, and each command by its name.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

import Foundation
import Paywright

extension AccountId: FromStory {}
extension TransferId: FromStory {}
extension MerchantId: FromStory {}
extension FeePlanId: FromStory {}
extension UserId: FromStory {}
extension OrderId: FromStory {}
extension PaymentId: FromStory {}
extension PartId: FromStory {}
extension OperationId: FromStory {}
extension EffectId: FromStory {}
extension RefundId: FromStory {}
extension CaseId: FromStory {}
extension ExchangeId: FromStory {}
extension AssetId: FromStory {}
extension BalanceId: FromStory {}
extension MarkId: FromStory {}
extension KeyId: FromStory {}
extension BooksId: FromStory {}
extension Purpose: FromStory {}
extension Sides: FromStory {}
extension Rounding: FromStory {}
extension FeesOnRefund: FromStory {}
extension RefundReview: FromStory {}
extension Unreviewed: FromStory {}
extension Fulfilment: FromStory {}
extension CaptureMode: FromStory {}
extension ChallengeResult: FromStory {}
extension Decision: FromStory {}
extension CaptureKind: FromStory {}
extension AccountState: FromStory {}
extension CaseKind: FromStory {}
extension CaseState: FromStory {}
extension EffectKind: FromStory {}
extension EffectState: FromStory {}
extension HoldState: FromStory {}
extension MerchantState: FromStory {}
extension OperationKind: FromStory {}
extension OperationState: FromStory {}
extension OrderState: FromStory {}
extension PaymentState: FromStory {}
extension RefundState: FromStory {}
extension Phase: FromStory {}
extension Role: FromStory {}
extension Acceptance: FromStory {}
extension Family: FromStory {}
extension StatementLines: FromStory {}
extension Side: FromStory {}

extension AccountKey: FromStory {
    init(story: Any) throws {
        let fields = try Fields(story)
        self.init(
            owner: try fields.take("owner"),
            purpose: try fields.take("purpose"),
            currency: try fields.take("currency"),
            scope: try fields.take("scope")
        )
    }
}

extension NewTransfer: FromStory {
    init(story: Any) throws {
        let fields = try Fields(story)
        self.init(
            posting: try fields.take("posting"),
            id: try fields.take("id"),
            kind: try fields.take("kind") ?? 0,
            reference: try fields.take("reference"),
            chained: try fields.take("chained") ?? false,
            metadata: try fields.take("metadata"),
            effectiveAt: try fields.take("effective_at")
        )
    }
}

extension Owner: FromStory {
    init(story: Any) throws {
        let (name, fields) = try variant(story)
        switch name {
        case "Platform":
            _ = fields
            self = .platform
        case "User":
            self = .user(try fields.take("user"))
        case "Merchant":
            self = .merchant(try fields.take("merchant"))
        default: throw NoStory("Owner has no \(name)")
        }
    }
}

extension Posting: FromStory {
    init(story: Any) throws {
        let (name, fields) = try variant(story)
        switch name {
        case "Posted":
            self = .posted(
                debit: try fields.take("debit"),
                credit: try fields.take("credit"),
                amount: try fields.take("amount")
            )
        case "Pending":
            self = .pending(
                debit: try fields.take("debit"),
                credit: try fields.take("credit"),
                amount: try fields.take("amount"),
                expiresAt: try fields.take("expires_at")
            )
        case "PostPending":
            self = .postPending(pending: try fields.take("pending"), amount: try fields.take("amount"))
        case "VoidPending":
            self = .voidPending(pending: try fields.take("pending"))
        case "Balancing":
            self = .balancing(
                debit: try fields.take("debit"),
                credit: try fields.take("credit"),
                most: try fields.take("most"),
                within: try fields.take("within")
            )
        default: throw NoStory("Posting has no \(name)")
        }
    }
}

extension PaymentPurpose: FromStory {
    init(story: Any) throws {
        let (name, fields) = try variant(story)
        switch name {
        case "Order":
            self = .order(try fields.take("order"))
        case "TopUp":
            self = .topUp(try fields.take("user"))
        default: throw NoStory("PaymentPurpose has no \(name)")
        }
    }
}

extension Method: FromStory {
    init(story: Any) throws {
        let (name, fields) = try variant(story)
        switch name {
        case "Wallet":
            _ = fields
            self = .wallet
        case "Channel":
            self = .channel(try fields.take("channel"))
        default: throw NoStory("Method has no \(name)")
        }
    }
}

extension Verdict: FromStory {
    init(story: Any) throws {
        let (name, fields) = try variant(story)
        switch name {
        case "Allow":
            _ = fields
            self = .allow
        case "Challenge":
            _ = fields
            self = .challenge
        case "Review":
            self = .review(until: try fields.take("until"))
        case "Deny":
            self = .deny(reason: try fields.take("reason"))
        default: throw NoStory("Verdict has no \(name)")
        }
    }
}

extension PayerAction: FromStory {
    init(story: Any) throws {
        let (name, fields) = try variant(story)
        switch name {
        case "Redirect":
            self = .redirect(try fields.take("address"))
        case "Code":
            self = .code(try fields.take("code"))
        default: throw NoStory("PayerAction has no \(name)")
        }
    }
}

extension Outcome: FromStory {
    init(story: Any) throws {
        let (name, fields) = try variant(story)
        switch name {
        case "Succeeded":
            _ = fields
            self = .succeeded
        case "Declined":
            self = .declined(reason: try fields.take("reason"))
        case "Failed":
            self = .failed(reason: try fields.take("reason"))
        case "Unknown":
            self = .unknown(raw: try fields.take("raw"))
        case "NeverArrived":
            _ = fields
            self = .neverArrived
        case "NeedsPayer":
            self = .needsPayer(action: try fields.take("action"), until: try fields.take("until"))
        case "TakenBack":
            self = .takenBack(reason: try fields.take("reason"))
        default: throw NoStory("Outcome has no \(name)")
        }
    }
}

extension Due: FromStory {
    init(story: Any) throws {
        let (name, fields) = try variant(story)
        switch name {
        case "Hold":
            self = .hold(try fields.take("hold"))
        case "Order":
            self = .order(try fields.take("order"))
        case "Payment":
            self = .payment(try fields.take("payment"))
        case "Operation":
            self = .operation(try fields.take("operation"))
        case "Refund":
            self = .refund(try fields.take("refund"))
        default: throw NoStory("Due has no \(name)")
        }
    }
}

extension Actor: FromStory {
    init(story: Any) throws {
        let (name, fields) = try variant(story)
        switch name {
        case "System":
            _ = fields
            self = .system
        case "Operator":
            self = .`operator`(name: try fields.take("name"), roles: try fields.take("roles"))
        case "Merchant":
            self = .merchant(try fields.take("merchant"))
        case "User":
            self = .user(try fields.take("user"))
        default: throw NoStory("Actor has no \(name)")
        }
    }
}

/// Asks for the command with this name, by its own method.
func played(_ name: String, on engine: Engine, _ fields: Fields, _ asking: Asking) async throws -> Any {
    switch name {
    case "register_asset":
        return try await engine.registerAsset(
            currency: try fields.take("currency"),
            name: try fields.take("name"),
            key: asking.key,
            actor: asking.actor
        )
    case "open_account":
        return try await engine.openAccount(
            account: try fields.take("account"),
            minAvailable: try fields.take("min_available"),
            maxBalance: try fields.take("max_balance"),
            key: asking.key,
            actor: asking.actor
        )
    case "post_transfers":
        return try await engine.postTransfers(
            transfers: try fields.take("transfers"),
            key: asking.key,
            actor: asking.actor
        )
    case "freeze_account":
        return try await engine.freezeAccount(
            account: try fields.take("account"),
            sides: try fields.take("sides") ?? Sides.both,
            reason: try fields.take("reason"),
            key: asking.key,
            actor: asking.actor
        )
    case "unfreeze_account":
        return try await engine.unfreezeAccount(
            account: try fields.take("account"),
            sides: try fields.take("sides") ?? Sides.both,
            reason: try fields.take("reason"),
            key: asking.key,
            actor: asking.actor
        )
    case "change_bounds":
        return try await engine.changeBounds(
            account: try fields.take("account"),
            minAvailable: try fields.take("min_available"),
            maxBalance: try fields.take("max_balance"),
            key: asking.key,
            actor: asking.actor
        )
    case "close_account":
        return try await engine.closeAccount(
            account: try fields.take("account"),
            key: asking.key,
            actor: asking.actor
        )
    case "close_books":
        return try await engine.closeBooks(
            through: try fields.take("through"),
            key: asking.key,
            actor: asking.actor
        )
    case "exchange_currency":
        return try await engine.exchangeCurrency(
            debit: try fields.take("debit"),
            credit: try fields.take("credit"),
            debited: try fields.take("debited"),
            credited: try fields.take("credited"),
            rate: try fields.take("rate"),
            id: try fields.take("id"),
            effectiveAt: try fields.take("effective_at"),
            reference: try fields.take("reference"),
            metadata: try fields.take("metadata"),
            key: asking.key,
            actor: asking.actor
        )
    case "register_user":
        return try await engine.registerUser(
            reference: try fields.take("reference"),
            id: try fields.take("id"),
            key: asking.key,
            actor: asking.actor
        )
    case "create_fee_plan":
        return try await engine.createFeePlan(
            name: try fields.take("name"),
            rate: try fields.take("rate"),
            fixed: try fields.take("fixed"),
            id: try fields.take("id"),
            rounding: try fields.take("rounding") ?? Rounding.halfUp,
            onRefund: try fields.take("on_refund") ?? FeesOnRefund.kept,
            key: asking.key,
            actor: asking.actor
        )
    case "register_merchant":
        return try await engine.registerMerchant(
            name: try fields.take("name"),
            feePlan: try fields.take("fee_plan"),
            id: try fields.take("id"),
            refundReview: try fields.take("refund_review") ?? RefundReview.required,
            reviewSeconds: try fields.take("review_seconds"),
            unreviewed: try fields.take("unreviewed") ?? Unreviewed.reject,
            refundWindowSeconds: try fields.take("refund_window_seconds"),
            key: asking.key,
            actor: asking.actor
        )
    case "activate_merchant":
        return try await engine.activateMerchant(
            merchant: try fields.take("merchant"),
            key: asking.key,
            actor: asking.actor
        )
    case "suspend_merchant":
        return try await engine.suspendMerchant(
            merchant: try fields.take("merchant"),
            key: asking.key,
            actor: asking.actor
        )
    case "place_order":
        return try await engine.placeOrder(
            merchant: try fields.take("merchant"),
            total: try fields.take("total"),
            id: try fields.take("id"),
            customer: try fields.take("customer"),
            reference: try fields.take("reference"),
            expiresAt: try fields.take("expires_at"),
            metadata: try fields.take("metadata"),
            key: asking.key,
            actor: asking.actor
        )
    case "cancel_order":
        return try await engine.cancelOrder(
            order: try fields.take("order"),
            reason: try fields.take("reason"),
            key: asking.key,
            actor: asking.actor
        )
    case "record_fulfilment":
        return try await engine.recordFulfilment(
            order: try fields.take("order"),
            fulfilment: try fields.take("fulfilment"),
            key: asking.key,
            actor: asking.actor
        )
    case "start_payment":
        return try await engine.startPayment(
            purpose: try fields.take("purpose"),
            id: try fields.take("id"),
            amount: try fields.take("amount"),
            method: try fields.take("method"),
            payer: try fields.take("payer"),
            capture: try fields.take("capture") ?? CaptureMode.automatic,
            attempts: try fields.take("attempts"),
            expiresAt: try fields.take("expires_at"),
            authorisationSeconds: try fields.take("authorisation_seconds"),
            metadata: try fields.take("metadata"),
            key: asking.key,
            actor: asking.actor
        )
    case "attach_method":
        return try await engine.attachMethod(
            payment: try fields.take("payment"),
            method: try fields.take("method"),
            key: asking.key,
            actor: asking.actor
        )
    case "confirm_payment":
        return try await engine.confirmPayment(
            payment: try fields.take("payment"),
            verdict: try fields.take("verdict") ?? Verdict.allow,
            key: asking.key,
            actor: asking.actor
        )
    case "answer_challenge":
        return try await engine.answerChallenge(
            payment: try fields.take("payment"),
            result: try fields.take("result"),
            key: asking.key ?? "",
            actor: asking.actor
        )
    case "review_payment":
        return try await engine.reviewPayment(
            payment: try fields.take("payment"),
            decision: try fields.take("decision"),
            reason: try fields.take("reason"),
            key: asking.key,
            actor: asking.actor
        )
    case "resume_payment":
        return try await engine.resumePayment(
            payment: try fields.take("payment"),
            key: asking.key,
            actor: asking.actor
        )
    case "cancel_payment":
        return try await engine.cancelPayment(
            payment: try fields.take("payment"),
            key: asking.key,
            actor: asking.actor
        )
    case "capture_payment":
        return try await engine.capturePayment(
            payment: try fields.take("payment"),
            kind: try fields.take("kind"),
            amount: try fields.take("amount"),
            key: asking.key ?? "",
            actor: asking.actor
        )
    case "increment_authorisation":
        return try await engine.incrementAuthorisation(
            payment: try fields.take("payment"),
            amount: try fields.take("amount"),
            key: asking.key ?? "",
            actor: asking.actor
        )
    case "void_payment":
        return try await engine.voidPayment(
            payment: try fields.take("payment"),
            key: asking.key,
            actor: asking.actor
        )
    case "release_rest":
        return try await engine.releaseRest(
            payment: try fields.take("payment"),
            key: asking.key,
            actor: asking.actor
        )
    case "request_refund":
        return try await engine.requestRefund(
            payment: try fields.take("payment"),
            id: try fields.take("id"),
            amount: try fields.take("amount"),
            reason: try fields.take("reason"),
            metadata: try fields.take("metadata"),
            key: asking.key,
            actor: asking.actor
        )
    case "approve_refund":
        return try await engine.approveRefund(
            refund: try fields.take("refund"),
            key: asking.key,
            actor: asking.actor
        )
    case "reject_refund":
        return try await engine.rejectRefund(
            refund: try fields.take("refund"),
            reason: try fields.take("reason"),
            key: asking.key,
            actor: asking.actor
        )
    case "withdraw_refund":
        return try await engine.withdrawRefund(
            refund: try fields.take("refund"),
            key: asking.key,
            actor: asking.actor
        )
    case "retry_refund":
        return try await engine.retryRefund(
            refund: try fields.take("refund"),
            key: asking.key,
            actor: asking.actor
        )
    case "reroute_refund":
        return try await engine.rerouteRefund(
            refund: try fields.take("refund"),
            to: try fields.take("to"),
            key: asking.key,
            actor: asking.actor
        )
    case "give_up_refund":
        return try await engine.giveUpRefund(
            refund: try fields.take("refund"),
            key: asking.key,
            actor: asking.actor
        )
    case "close_refund":
        return try await engine.closeRefund(
            refund: try fields.take("refund"),
            key: asking.key,
            actor: asking.actor
        )
    case "observe_operation":
        return try await engine.observeOperation(
            operation: try fields.take("operation"),
            outcome: try fields.take("outcome"),
            key: asking.key,
            actor: asking.actor
        )
    case "retry_reversal":
        return try await engine.retryReversal(
            operation: try fields.take("operation"),
            key: asking.key,
            actor: asking.actor
        )
    case "claim_effects":
        return try await engine.claimEffects(
            worker: try fields.take("worker"),
            effects: try fields.take("effects"),
            leaseSeconds: try fields.take("lease_seconds"),
            key: asking.key,
            actor: asking.actor
        )
    case "complete_effect":
        return try await engine.completeEffect(
            effect: try fields.take("effect"),
            worker: try fields.take("worker"),
            outcome: try fields.take("outcome"),
            claim: try fields.take("claim"),
            key: asking.key,
            actor: asking.actor
        )
    case "recover_effects":
        return try await engine.recoverEffects(
            effects: try fields.take("effects"),
            worker: try fields.take("worker"),
            key: asking.key,
            actor: asking.actor
        )
    case "time_out":
        return try await engine.timeOut(due: try fields.take("due"), key: asking.key, actor: asking.actor)
    case "forget_keys":
        return try await engine.forgetKeys(
            keys: try fields.take("keys"),
            before: try fields.take("before"),
            key: asking.key,
            actor: asking.actor
        )
    case "raise_rules":
        return try await engine.raiseRules(to: try fields.take("to"), key: asking.key, actor: asking.actor)
    case "close_case":
        return try await engine.closeCase(
            case: try fields.take("case"),
            settlement: try fields.take("settlement"),
            key: asking.key,
            actor: asking.actor
        )
    default: throw NoStory("there is no command \(name)")
    }
}

/// The same as a value.
func commanded(_ name: String, _ fields: Fields) throws -> any Command {
    switch name {
    case "register_asset":
        return RegisterAsset(currency: try fields.take("currency"), name: try fields.take("name"))
    case "open_account":
        return OpenAccount(
            account: try fields.take("account"),
            minAvailable: try fields.take("min_available"),
            maxBalance: try fields.take("max_balance")
        )
    case "post_transfers":
        return PostTransfers(transfers: try fields.take("transfers"))
    case "freeze_account":
        return FreezeAccount(
            account: try fields.take("account"),
            sides: try fields.take("sides") ?? Sides.both,
            reason: try fields.take("reason")
        )
    case "unfreeze_account":
        return UnfreezeAccount(
            account: try fields.take("account"),
            sides: try fields.take("sides") ?? Sides.both,
            reason: try fields.take("reason")
        )
    case "change_bounds":
        return ChangeBounds(
            account: try fields.take("account"),
            minAvailable: try fields.take("min_available"),
            maxBalance: try fields.take("max_balance")
        )
    case "close_account":
        return CloseAccount(account: try fields.take("account"))
    case "close_books":
        return CloseBooks(through: try fields.take("through"))
    case "exchange_currency":
        return ExchangeCurrency(
            debit: try fields.take("debit"),
            credit: try fields.take("credit"),
            debited: try fields.take("debited"),
            credited: try fields.take("credited"),
            rate: try fields.take("rate"),
            id: try fields.take("id"),
            effectiveAt: try fields.take("effective_at"),
            reference: try fields.take("reference"),
            metadata: try fields.take("metadata")
        )
    case "register_user":
        return RegisterUser(reference: try fields.take("reference"), id: try fields.take("id"))
    case "create_fee_plan":
        return CreateFeePlan(
            name: try fields.take("name"),
            rate: try fields.take("rate"),
            fixed: try fields.take("fixed"),
            id: try fields.take("id"),
            rounding: try fields.take("rounding") ?? Rounding.halfUp,
            onRefund: try fields.take("on_refund") ?? FeesOnRefund.kept
        )
    case "register_merchant":
        return RegisterMerchant(
            name: try fields.take("name"),
            feePlan: try fields.take("fee_plan"),
            id: try fields.take("id"),
            refundReview: try fields.take("refund_review") ?? RefundReview.required,
            reviewSeconds: try fields.take("review_seconds"),
            unreviewed: try fields.take("unreviewed") ?? Unreviewed.reject,
            refundWindowSeconds: try fields.take("refund_window_seconds")
        )
    case "activate_merchant":
        return ActivateMerchant(merchant: try fields.take("merchant"))
    case "suspend_merchant":
        return SuspendMerchant(merchant: try fields.take("merchant"))
    case "place_order":
        return PlaceOrder(
            merchant: try fields.take("merchant"),
            total: try fields.take("total"),
            id: try fields.take("id"),
            customer: try fields.take("customer"),
            reference: try fields.take("reference"),
            expiresAt: try fields.take("expires_at"),
            metadata: try fields.take("metadata")
        )
    case "cancel_order":
        return CancelOrder(order: try fields.take("order"), reason: try fields.take("reason"))
    case "record_fulfilment":
        return RecordFulfilment(order: try fields.take("order"), fulfilment: try fields.take("fulfilment"))
    case "start_payment":
        return StartPayment(
            purpose: try fields.take("purpose"),
            id: try fields.take("id"),
            amount: try fields.take("amount"),
            method: try fields.take("method"),
            payer: try fields.take("payer"),
            capture: try fields.take("capture") ?? CaptureMode.automatic,
            attempts: try fields.take("attempts"),
            expiresAt: try fields.take("expires_at"),
            authorisationSeconds: try fields.take("authorisation_seconds"),
            metadata: try fields.take("metadata")
        )
    case "attach_method":
        return AttachMethod(payment: try fields.take("payment"), method: try fields.take("method"))
    case "confirm_payment":
        return ConfirmPayment(
            payment: try fields.take("payment"),
            verdict: try fields.take("verdict") ?? Verdict.allow
        )
    case "answer_challenge":
        return AnswerChallenge(payment: try fields.take("payment"), result: try fields.take("result"))
    case "review_payment":
        return ReviewPayment(
            payment: try fields.take("payment"),
            decision: try fields.take("decision"),
            reason: try fields.take("reason")
        )
    case "resume_payment":
        return ResumePayment(payment: try fields.take("payment"))
    case "cancel_payment":
        return CancelPayment(payment: try fields.take("payment"))
    case "capture_payment":
        return CapturePayment(
            payment: try fields.take("payment"),
            kind: try fields.take("kind"),
            amount: try fields.take("amount")
        )
    case "increment_authorisation":
        return IncrementAuthorisation(payment: try fields.take("payment"), amount: try fields.take("amount"))
    case "void_payment":
        return VoidPayment(payment: try fields.take("payment"))
    case "release_rest":
        return ReleaseRest(payment: try fields.take("payment"))
    case "request_refund":
        return RequestRefund(
            payment: try fields.take("payment"),
            id: try fields.take("id"),
            amount: try fields.take("amount"),
            reason: try fields.take("reason"),
            metadata: try fields.take("metadata")
        )
    case "approve_refund":
        return ApproveRefund(refund: try fields.take("refund"))
    case "reject_refund":
        return RejectRefund(refund: try fields.take("refund"), reason: try fields.take("reason"))
    case "withdraw_refund":
        return WithdrawRefund(refund: try fields.take("refund"))
    case "retry_refund":
        return RetryRefund(refund: try fields.take("refund"))
    case "reroute_refund":
        return RerouteRefund(refund: try fields.take("refund"), to: try fields.take("to"))
    case "give_up_refund":
        return GiveUpRefund(refund: try fields.take("refund"))
    case "close_refund":
        return CloseRefund(refund: try fields.take("refund"))
    case "observe_operation":
        return ObserveOperation(operation: try fields.take("operation"), outcome: try fields.take("outcome"))
    case "retry_reversal":
        return RetryReversal(operation: try fields.take("operation"))
    case "claim_effects":
        return ClaimEffects(
            worker: try fields.take("worker"),
            effects: try fields.take("effects"),
            leaseSeconds: try fields.take("lease_seconds")
        )
    case "complete_effect":
        return CompleteEffect(
            effect: try fields.take("effect"),
            worker: try fields.take("worker"),
            outcome: try fields.take("outcome"),
            claim: try fields.take("claim")
        )
    case "recover_effects":
        return RecoverEffects(effects: try fields.take("effects"), worker: try fields.take("worker"))
    case "time_out":
        return TimeOut(due: try fields.take("due"))
    case "forget_keys":
        return ForgetKeys(keys: try fields.take("keys"), before: try fields.take("before"))
    case "raise_rules":
        return RaiseRules(to: try fields.take("to"))
    case "close_case":
        return CloseCase(case: try fields.take("case"), settlement: try fields.take("settlement"))
    default: throw NoStory("there is no command \(name)")
    }
}
