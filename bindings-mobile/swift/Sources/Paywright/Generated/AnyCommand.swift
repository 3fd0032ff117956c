// Any command, and what any command answers.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

import Foundation

/// Any command: what events tell of, and what requests hold.
public indirect enum AnyCommand: Sendable, Hashable {
    /// `RegisterAsset`
    case registerAsset(RegisterAsset)
    /// `OpenAccount`
    case openAccount(OpenAccount)
    /// `PostTransfers`
    case postTransfers(PostTransfers)
    /// `FreezeAccount`
    case freezeAccount(FreezeAccount)
    /// `UnfreezeAccount`
    case unfreezeAccount(UnfreezeAccount)
    /// `ChangeBounds`
    case changeBounds(ChangeBounds)
    /// `CloseAccount`
    case closeAccount(CloseAccount)
    /// `CloseBooks`
    case closeBooks(CloseBooks)
    /// `ExchangeCurrency`
    case exchangeCurrency(ExchangeCurrency)
    /// `RegisterUser`
    case registerUser(RegisterUser)
    /// `CreateFeePlan`
    case createFeePlan(CreateFeePlan)
    /// `RegisterMerchant`
    case registerMerchant(RegisterMerchant)
    /// `ActivateMerchant`
    case activateMerchant(ActivateMerchant)
    /// `SuspendMerchant`
    case suspendMerchant(SuspendMerchant)
    /// `PlaceOrder`
    case placeOrder(PlaceOrder)
    /// `CancelOrder`
    case cancelOrder(CancelOrder)
    /// `RecordFulfilment`
    case recordFulfilment(RecordFulfilment)
    /// `StartPayment`
    case startPayment(StartPayment)
    /// `AttachMethod`
    case attachMethod(AttachMethod)
    /// `ConfirmPayment`
    case confirmPayment(ConfirmPayment)
    /// `AnswerChallenge`
    case answerChallenge(AnswerChallenge)
    /// `ReviewPayment`
    case reviewPayment(ReviewPayment)
    /// `ResumePayment`
    case resumePayment(ResumePayment)
    /// `CancelPayment`
    case cancelPayment(CancelPayment)
    /// `CapturePayment`
    case capturePayment(CapturePayment)
    /// `IncrementAuthorisation`
    case incrementAuthorisation(IncrementAuthorisation)
    /// `VoidPayment`
    case voidPayment(VoidPayment)
    /// `ReleaseRest`
    case releaseRest(ReleaseRest)
    /// `RequestRefund`
    case requestRefund(RequestRefund)
    /// `ApproveRefund`
    case approveRefund(ApproveRefund)
    /// `RejectRefund`
    case rejectRefund(RejectRefund)
    /// `WithdrawRefund`
    case withdrawRefund(WithdrawRefund)
    /// `RetryRefund`
    case retryRefund(RetryRefund)
    /// `RerouteRefund`
    case rerouteRefund(RerouteRefund)
    /// `GiveUpRefund`
    case giveUpRefund(GiveUpRefund)
    /// `CloseRefund`
    case closeRefund(CloseRefund)
    /// `ObserveOperation`
    case observeOperation(ObserveOperation)
    /// `RetryReversal`
    case retryReversal(RetryReversal)
    /// `ClaimEffects`
    case claimEffects(ClaimEffects)
    /// `CompleteEffect`
    case completeEffect(CompleteEffect)
    /// `RecoverEffects`
    case recoverEffects(RecoverEffects)
    /// `TimeOut`
    case timeOut(TimeOut)
    /// `ForgetKeys`
    case forgetKeys(ForgetKeys)
    /// `RaiseRules`
    case raiseRules(RaiseRules)
    /// `CloseCase`
    case closeCase(CloseCase)

    /// The command by itself.
    public var command: any Command {
        switch self {
        case let .registerAsset(command): return command
        case let .openAccount(command): return command
        case let .postTransfers(command): return command
        case let .freezeAccount(command): return command
        case let .unfreezeAccount(command): return command
        case let .changeBounds(command): return command
        case let .closeAccount(command): return command
        case let .closeBooks(command): return command
        case let .exchangeCurrency(command): return command
        case let .registerUser(command): return command
        case let .createFeePlan(command): return command
        case let .registerMerchant(command): return command
        case let .activateMerchant(command): return command
        case let .suspendMerchant(command): return command
        case let .placeOrder(command): return command
        case let .cancelOrder(command): return command
        case let .recordFulfilment(command): return command
        case let .startPayment(command): return command
        case let .attachMethod(command): return command
        case let .confirmPayment(command): return command
        case let .answerChallenge(command): return command
        case let .reviewPayment(command): return command
        case let .resumePayment(command): return command
        case let .cancelPayment(command): return command
        case let .capturePayment(command): return command
        case let .incrementAuthorisation(command): return command
        case let .voidPayment(command): return command
        case let .releaseRest(command): return command
        case let .requestRefund(command): return command
        case let .approveRefund(command): return command
        case let .rejectRefund(command): return command
        case let .withdrawRefund(command): return command
        case let .retryRefund(command): return command
        case let .rerouteRefund(command): return command
        case let .giveUpRefund(command): return command
        case let .closeRefund(command): return command
        case let .observeOperation(command): return command
        case let .retryReversal(command): return command
        case let .claimEffects(command): return command
        case let .completeEffect(command): return command
        case let .recoverEffects(command): return command
        case let .timeOut(command): return command
        case let .forgetKeys(command): return command
        case let .raiseRules(command): return command
        case let .closeCase(command): return command
        }
    }
}

extension AnyCommand: Told {
    init(from reader: inout Reader) throws {
        let parts = try reader.array()
        let tag: UInt16 = try reader.read()
        switch (tag, parts) {
        case (7, 3): self = .registerAsset(try RegisterAsset(fields: &reader))
        case (1, 4): self = .openAccount(try OpenAccount(fields: &reader))
        case (2, 2): self = .postTransfers(try PostTransfers(fields: &reader))
        case (3, 4): self = .freezeAccount(try FreezeAccount(fields: &reader))
        case (4, 4): self = .unfreezeAccount(try UnfreezeAccount(fields: &reader))
        case (6, 4): self = .changeBounds(try ChangeBounds(fields: &reader))
        case (5, 2): self = .closeAccount(try CloseAccount(fields: &reader))
        case (8, 2): self = .closeBooks(try CloseBooks(fields: &reader))
        case (9, 10): self = .exchangeCurrency(try ExchangeCurrency(fields: &reader))
        case (10, 3): self = .registerUser(try RegisterUser(fields: &reader))
        case (11, 7): self = .createFeePlan(try CreateFeePlan(fields: &reader))
        case (12, 8): self = .registerMerchant(try RegisterMerchant(fields: &reader))
        case (13, 2): self = .activateMerchant(try ActivateMerchant(fields: &reader))
        case (14, 2): self = .suspendMerchant(try SuspendMerchant(fields: &reader))
        case (15, 8): self = .placeOrder(try PlaceOrder(fields: &reader))
        case (38, 3): self = .cancelOrder(try CancelOrder(fields: &reader))
        case (39, 3): self = .recordFulfilment(try RecordFulfilment(fields: &reader))
        case (16, 11): self = .startPayment(try StartPayment(fields: &reader))
        case (31, 3): self = .attachMethod(try AttachMethod(fields: &reader))
        case (17, 3): self = .confirmPayment(try ConfirmPayment(fields: &reader))
        case (30, 3): self = .answerChallenge(try AnswerChallenge(fields: &reader))
        case (37, 4): self = .reviewPayment(try ReviewPayment(fields: &reader))
        case (36, 2): self = .resumePayment(try ResumePayment(fields: &reader))
        case (32, 2): self = .cancelPayment(try CancelPayment(fields: &reader))
        case (18, 4): self = .capturePayment(try CapturePayment(fields: &reader))
        case (33, 3): self = .incrementAuthorisation(try IncrementAuthorisation(fields: &reader))
        case (34, 2): self = .voidPayment(try VoidPayment(fields: &reader))
        case (35, 2): self = .releaseRest(try ReleaseRest(fields: &reader))
        case (20, 6): self = .requestRefund(try RequestRefund(fields: &reader))
        case (21, 2): self = .approveRefund(try ApproveRefund(fields: &reader))
        case (40, 3): self = .rejectRefund(try RejectRefund(fields: &reader))
        case (41, 2): self = .withdrawRefund(try WithdrawRefund(fields: &reader))
        case (42, 2): self = .retryRefund(try RetryRefund(fields: &reader))
        case (43, 3): self = .rerouteRefund(try RerouteRefund(fields: &reader))
        case (44, 2): self = .giveUpRefund(try GiveUpRefund(fields: &reader))
        case (45, 2): self = .closeRefund(try CloseRefund(fields: &reader))
        case (22, 3): self = .observeOperation(try ObserveOperation(fields: &reader))
        case (48, 2): self = .retryReversal(try RetryReversal(fields: &reader))
        case (24, 4): self = .claimEffects(try ClaimEffects(fields: &reader))
        case (25, 5): self = .completeEffect(try CompleteEffect(fields: &reader))
        case (26, 3): self = .recoverEffects(try RecoverEffects(fields: &reader))
        case (27, 2): self = .timeOut(try TimeOut(fields: &reader))
        case (28, 3): self = .forgetKeys(try ForgetKeys(fields: &reader))
        case (50, 2): self = .raiseRules(try RaiseRules(fields: &reader))
        case (49, 3): self = .closeCase(try CloseCase(fields: &reader))
        default: throw Unread.unknown(UInt32(tag), of: "Command")
        }
    }

    /// What it answers.
    func output(from reader: inout Reader) throws -> AnyOutput {
        switch self {
        case .registerAsset: return .asset(try reader.read())
        case .openAccount: return .account(try reader.read())
        case .postTransfers: return .posted(try reader.read())
        case .freezeAccount: return .account(try reader.read())
        case .unfreezeAccount: return .account(try reader.read())
        case .changeBounds: return .account(try reader.read())
        case .closeAccount: return .account(try reader.read())
        case .closeBooks: return .books(try reader.read())
        case .exchangeCurrency: return .exchange(try reader.read())
        case .registerUser: return .user(try reader.read())
        case .createFeePlan: return .feePlan(try reader.read())
        case .registerMerchant: return .merchant(try reader.read())
        case .activateMerchant: return .merchant(try reader.read())
        case .suspendMerchant: return .merchant(try reader.read())
        case .placeOrder: return .order(try reader.read())
        case .cancelOrder: return .order(try reader.read())
        case .recordFulfilment: return .order(try reader.read())
        case .startPayment: return .payment(try reader.read())
        case .attachMethod: return .payment(try reader.read())
        case .confirmPayment: return .payment(try reader.read())
        case .answerChallenge: return .payment(try reader.read())
        case .reviewPayment: return .payment(try reader.read())
        case .resumePayment: return .payment(try reader.read())
        case .cancelPayment: return .payment(try reader.read())
        case .capturePayment: return .payment(try reader.read())
        case .incrementAuthorisation: return .payment(try reader.read())
        case .voidPayment: return .payment(try reader.read())
        case .releaseRest: return .payment(try reader.read())
        case .requestRefund: return .refund(try reader.read())
        case .approveRefund: return .refund(try reader.read())
        case .rejectRefund: return .refund(try reader.read())
        case .withdrawRefund: return .refund(try reader.read())
        case .retryRefund: return .refund(try reader.read())
        case .rerouteRefund: return .refund(try reader.read())
        case .giveUpRefund: return .refund(try reader.read())
        case .closeRefund: return .refund(try reader.read())
        case .observeOperation: return .operation(try reader.read())
        case .retryReversal: return .operation(try reader.read())
        case .claimEffects: return .claimed(try reader.read())
        case .completeEffect: return .operation(try reader.read())
        case .recoverEffects: return .claimed(try reader.read())
        case .timeOut: return .timedOut(try reader.read())
        case .forgetKeys: return .forgotten(try reader.read())
        case .raiseRules: return .books(try reader.read())
        case .closeCase: return .case(try reader.read())
        }
    }
}

/// What any command answers.
public enum AnyOutput: Sendable, Hashable {
    /// `Asset`
    case asset(Asset)
    /// `Account`
    case account(Account)
    /// `Posted`
    case posted(Posted)
    /// `Books`
    case books(Books)
    /// `Exchange`
    case exchange(Exchange)
    /// `User`
    case user(User)
    /// `FeePlan`
    case feePlan(FeePlan)
    /// `Merchant`
    case merchant(Merchant)
    /// `Order`
    case order(Order)
    /// `Payment`
    case payment(Payment)
    /// `Refund`
    case refund(Refund)
    /// `Operation`
    case operation(Operation)
    /// `Claimed`
    case claimed(Claimed)
    /// `TimedOut`
    case timedOut(TimedOut)
    /// `Forgotten`
    case forgotten(Forgotten)
    /// `Case`
    case `case`(Case)
}
