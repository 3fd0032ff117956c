import Foundation
import Paywright
import PaywrightTesting
import WalletCore

// A day of a wallet app, from its first start to after a restart: `cargo xtask swift run --package-path
// examples/swift/programs wallet`. What it claims it checks, and ends with 1 where that is not so.

/// Ends the program where something is not as it should be.
func check(_ holds: Bool, _ what: String) {
    if holds { return }
    FileHandle.standardError.write(Data("it is not so that \(what)\n".utf8))
    exit(1)
}

let folder = FileManager.default.temporaryDirectory.appendingPathComponent("wallet-\(UUID())")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(at: folder) }
let file = folder.appendingPathComponent("wallet.db")
let euro = try Currency("EUR")
// In an app this calls the card processor; here it approves.
let cards = ApprovingChannel()

// A kiosk to pay. In an app the platform's server has registered it.
let platform = try await Engine.open(file)
let terms = try await platform.createFeePlan(
    name: "standard", rate: Rate("0.01"), fixed: Money("0.00 EUR"), key: "terms")
let kiosk = try await platform.registerMerchant(name: "Kiosk", feePlan: terms.id, key: "kiosk").id
_ = try await platform.activateMerchant(merchant: kiosk)
platform.close()

// The first start.
let wallet = try await Wallet.open(file, of: "ann", in: euro, cards: cards)
let topUp = try await wallet.topUp(Money("40.00 EUR"), key: "tap 1")
check(topUp.state == .succeeded, "the top-up succeeded")
print("topped up: \(topUp.amount), available: \(try await wallet.available())")

let lunch = try await wallet.pay(kiosk, Money("15.00 EUR"), key: "tap 2")
check(lunch.state == .succeeded, "lunch is paid")
// The answer was lost, and Ann taps again: it is the same payment.
let again = try await wallet.pay(kiosk, Money("15.00 EUR"), key: "tap 2")
check(again.id == lunch.id, "tapping again is the same payment")
print("paid: \(lunch.amount), available: \(try await wallet.available())")

do {
    _ = try await wallet.pay(kiosk, Money("100.00 EUR"), key: "tap 3")
    check(false, "more than there is cannot be paid")
} catch let PaywrightError.exceeded(problem) {
    print("refused: \(problem.reason)")
}

let refund = try await wallet.askForRefund(of: lunch.id, Money("5.00 EUR"), key: "tap 4")
print("refund of \(refund.amount): \(refund.state.rawValue)")
wallet.close()

// Somebody at the platform agrees.
let office = try await Engine.open(file, access: .existing)
_ = try await office.approveRefund(refund: refund.id, actor: .operator(name: "Eve", roles: [.reviewer]))
office.close()

// After a restart everything is as it was, and the refund has come.
let restarted = try await Wallet.open(file, of: "ann", in: euro, cards: cards)
try await restarted.goOn()
let available = try await restarted.available()
check(
    available == (try Money("30.00 EUR")), "25 euros were left, and 5 have come back; there are \(available)")
check(cards.sent.count == 1, "the card was charged once")
for line in try await restarted.statement().items {
    let sign = line.side == .credit ? "+" : "-"
    print("\(sign)\(Money(minor: line.transfer.amount, euro)), then \(try euro.money(minor: line.balance))")
}
restarted.close()
