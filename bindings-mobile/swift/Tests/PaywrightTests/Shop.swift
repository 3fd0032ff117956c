import Foundation
import Paywright
import PaywrightTesting
import XCTest

/// The top of the repository.
let repository: URL = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<5 { folder.deleteLastPathComponent() }
    return folder
}()

/// Monday morning, when tests begin.
let monday = Date(timeIntervalSince1970: 1_795_424_400)

extension XCTestCase {
    /// A folder that is gone after the test.
    func scratch() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("paywright-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        addTeardownBlock { try? FileManager.default.removeItem(at: folder) }
        return folder
    }

    /// What is thrown, which must be the engine's error.
    func thrown<Value>(
        _ what: String = "", file: StaticString = #filePath, line: UInt = #line,
        by work: () async throws -> Value
    ) async -> PaywrightError? {
        do {
            let value = try await work()
            XCTFail("\(what): it was not refused: \(value)", file: file, line: line)
        } catch let error as PaywrightError {
            XCTAssertFalse(error.reason.isEmpty, what, file: file, line: line)
            XCTAssertFalse(error.reason.contains("\n"), "\(what): \(error)", file: file, line: line)
            return error
        } catch {
            XCTFail("\(what): it is no PaywrightError: \(error)", file: file, line: line)
        }
        return nil
    }

    /// Code and kind of what is thrown.
    func expect<Value>(
        _ code: String,
        _ kind: String? = nil,
        file: StaticString = #filePath,
        line: UInt = #line,
        by work: () async throws -> Value
    ) async {
        guard let error = await thrown(code, file: file, line: line, by: work) else { return }
        XCTAssertEqual(error.code, code, "\(error)", file: file, line: line)
        if let kind {
            XCTAssertEqual(Mirror(reflecting: error).children.first?.label, kind, file: file, line: line)
        }
    }
}

/// A bookshop that sells, and a customer of it.
struct Shop: Sendable {
    let engine: Engine
    let clock: ManualClock
    let merchant: MerchantId
    let customer: UserId
    let euro: Currency

    init(_ engine: Engine, _ clock: ManualClock = ManualClock(monday)) async throws {
        self.engine = engine
        self.clock = clock
        euro = try Currency("EUR")
        let terms = try await engine.createFeePlan(
            name: "standard", rate: Rate("0.029"), fixed: Money("0.30 EUR"), key: "terms")
        merchant = try await engine.registerMerchant(name: "Bookshop", feePlan: terms.id, key: "shop").id
        _ = try await engine.activateMerchant(merchant: merchant)
        customer = try await engine.registerUser(reference: "customer-1", key: "ann").id
    }

    /// In memory, where time stands.
    static func inMemory() async throws -> Shop {
        let clock = ManualClock(monday)
        return try await Shop(Engine.inMemory(clock: clock, entropy: .seed(7)), clock)
    }

    func order(_ key: String, _ total: String = "18.50 EUR") async throws -> Order {
        try await engine.placeOrder(merchant: merchant, total: Money(total), customer: customer, key: key)
    }

    /// A payment by card that waits for its channel.
    func payment(_ key: String) async throws -> Payment {
        let order = try await order(key)
        let payment = try await engine.startPayment(
            purpose: .order(order.id), method: .channel("cards"), key: "pay \(key)")
        return try await engine.confirmPayment(payment: payment.id)
    }

    func state(of payment: Payment) async throws -> PaymentState? {
        try await engine.get(Payment.self, payment.id)?.state
    }
}
