import Foundation
import Paywright
import PaywrightTesting

// A till of a shop: takes one payment after the other into a file, and says the id of each that succeeded.
// Tests freeze it and kill it.

let manner = CommandLine.arguments[1]
let engine = try await Engine.open(CommandLine.arguments[2])
_ = try await engine.recover(worker: "till-1")
let terms = try await engine.createFeePlan(
    name: "standard", rate: Rate("0.029"), fixed: Money("0.30 EUR"), key: "terms")
let shop = try await engine.registerMerchant(name: "Bookshop", feePlan: terms.id, key: "shop")
if shop.state == .draft { _ = try await engine.activateMerchant(merchant: shop.id, key: "open") }

while true {
    let basket = UUID().uuidString
    let order = try await engine.placeOrder(merchant: shop.id, total: Money("18.50 EUR"), key: basket)
    let payment = try await engine.startPayment(
        purpose: .order(order.id), method: .channel("cards"), key: "pay \(basket)")
    _ = try await engine.confirmPayment(payment: payment.id)
    _ = try await engine.perform(["cards": ApprovingChannel()], worker: "till-1")
    if let ended = try await engine.get(Payment.self, payment.id), ended.state == .succeeded {
        FileHandle.standardOutput.write(Data("\(payment.id)\n".utf8))
    }
    if manner == "slowly" { try await Task.sleep(nanoseconds: 50_000_000) }
}
