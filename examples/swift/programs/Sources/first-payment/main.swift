import Paywright
import PaywrightTesting

let engine = try await Engine.inMemory()  // Engine.open("shop.db") keeps what memory forgets
let terms = try await engine.createFeePlan(
    name: "standard", rate: Rate("0.029"), fixed: Money("0.30 EUR"), key: "setup-plan")
let shop = try await engine.registerMerchant(name: "Shop", feePlan: terms.id, key: "setup-shop")
_ = try await engine.activateMerchant(merchant: shop.id)

let order = try await engine.placeOrder(merchant: shop.id, total: Money("18.50 EUR"), key: "basket-8812")
let payment = try await engine.startPayment(
    purpose: .order(order.id), method: .channel("cards"), key: "checkout-8812")
_ = try await engine.confirmPayment(payment: payment.id)
_ = try await engine.perform(["cards": ApprovingChannel()], worker: "worker-1")

let paid = try await engine.get(Payment.self, payment.id)
precondition(paid?.state == .succeeded)
let books = try await engine.verify()
precondition(books.isClean)
