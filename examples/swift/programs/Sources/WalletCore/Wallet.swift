import Foundation
import Paywright

/// The core of a wallet app: what its screens ask for, and nothing of how they look.
///
/// One user has one wallet in one currency, in a file that outlives the app. Each action names itself by a
/// key that the screen keeps until it has an answer: whoever taps twice, or taps again after a crash, gets
/// the same top-up and the same payment.
public struct Wallet: Sendable {
    private let engine: Engine
    private let channels: [String: any Channel]
    private let user: UserId
    private let account: AccountId
    /// Its currency.
    public let currency: Currency

    /// The name of this app's worker, the same after a restart.
    private static let worker = "app"
    /// The channel that top-ups come by.
    private static let cards = "cards"

    /// Opens the wallet of a user, or makes it; and goes on with what the app had begun when it ended.
    public static func open(
        _ file: URL, of user: String, in currency: Currency, cards: any Channel
    ) async throws -> Wallet {
        let engine = try await Engine.open(file)
        let user = try await engine.registerUser(reference: user, id: UserId.derived(user)).id
        let key = AccountKey.ofUser(user, .wallet, currency)
        let account = try await engine.openAccount(account: key, maxBalance: 100_000).id
        let wallet = Wallet(
            engine: engine, channels: [Wallet.cards: cards], user: user, account: account, currency: currency)
        _ = try await engine.recover(worker: worker)
        try await wallet.goOn()
        return wallet
    }

    /// Lets go of the file, before the app sleeps for long or another opens it.
    public func close() {
        engine.close()
    }

    /// What may be spent.
    public func available() async throws -> Money {
        let figures = try await engine.balance(account)
        return try currency.money(minor: figures?.available ?? 0)
    }

    /// Tops the wallet up by card.
    ///
    /// - Returns: The top-up: succeeded, failed, or still on its way, which ``goOn()`` looks after.
    public func topUp(_ amount: Money, key: String) async throws -> Payment {
        let payment = try await engine.startPayment(
            purpose: .topUp(user), amount: amount, method: .channel(Wallet.cards), payer: user,
            key: "top up \(key)")
        return try await confirmed(payment)
    }

    /// Pays a merchant. The ledger answers at once: no channel is asked.
    public func pay(_ merchant: MerchantId, _ amount: Money, key: String) async throws -> Payment {
        let order = try await engine.placeOrder(
            merchant: merchant, total: amount, customer: user, key: "order \(key)")
        let payment = try await engine.startPayment(
            purpose: .order(order.id), method: .wallet, payer: user, key: "pay \(key)")
        return try await confirmed(payment)
    }

    /// Asks for a payment's money back. The app asks, in the name of the platform; somebody there decides.
    public func askForRefund(of payment: PaymentId, _ amount: Money, key: String) async throws -> Refund {
        try await engine.requestRefund(payment: payment, amount: amount, key: "refund \(key)")
    }

    /// What came and went, newest first, a page at a time.
    public func statement(after: String? = nil, limit: UInt32 = 20) async throws -> Page<StatementLine> {
        try await engine.statement(account, newestFirst: true).page(after: after, limit: limit)
    }

    /// Does what is due: what time ends, and what the card channel is to be asked. Call it at the start, and
    /// whenever the app is given time.
    public func goOn() async throws {
        while try await engine.tick() > 0 {}
        _ = try await engine.perform(channels, worker: Wallet.worker)
    }

    private func confirmed(_ payment: Payment) async throws -> Payment {
        // Asked again after a crash it may be further than that.
        if payment.state == .requiresConfirmation { _ = try await engine.confirmPayment(payment: payment.id) }
        try await goOn()
        return try await engine.get(Payment.self, payment.id) ?? payment
    }
}
