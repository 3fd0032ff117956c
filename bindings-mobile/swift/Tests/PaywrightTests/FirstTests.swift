import Foundation
import Paywright
import PaywrightTesting
import XCTest

final class FirstTests: XCTestCase {
    func testFirst() async throws {
        let engine = try await Engine.inMemory(entropy: .seed(1))
        let terms = try await engine.createFeePlan(name: "standard", rate: Rate("0.029"), fixed: Money("0.30 EUR"), key: "t")
        let shop = try await engine.registerMerchant(name: "Bookshop", feePlan: terms.id, key: "s")
        _ = try await engine.activateMerchant(merchant: shop.id)
        let order = try await engine.placeOrder(merchant: shop.id, total: Money("18.50 EUR"), key: "o")
        XCTAssertEqual(order.total.description, "18.50 EUR")
        print(order)
    }
}
