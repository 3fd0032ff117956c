import Foundation
import XCTest

@testable import Paywright

/// Whatever is sent, the engine is intact and the process lives.
final class BadInputTests: XCTestCase {
    func testDatesBeyondEveryCalendarAreRefusedByTheirPlace() async throws {
        let shop = try await Shop.inMemory()
        let never = [
            Date(timeIntervalSinceReferenceDate: .infinity), Date(timeIntervalSinceReferenceDate: -.infinity),
            Date(timeIntervalSinceReferenceDate: .nan), Date(timeIntervalSince1970: 1e300),
            Date(timeIntervalSinceReferenceDate: Double(Int64.max) / 1_000_000),
            Date(timeIntervalSinceReferenceDate: -.greatestFiniteMagnitude),
        ]
        for date in never {
            let error = await thrown("\(date.timeIntervalSinceReferenceDate)") {
                try await shop.engine.placeOrder(
                    merchant: shop.merchant, total: Money("1.00 EUR"), expiresAt: date, key: "basket")
            }
            guard case let .invalidValue(problem)? = error else { return XCTFail("\(error as Any)") }
            XCTAssertEqual(problem.code, "invalid_time")
            XCTAssertTrue(problem.reason.hasPrefix("expiresAt: "), problem.reason)
            await expect("invalid_time", "invalidValue") { try await shop.engine.forgetKeys(before: date) }
            await expect("invalid_time", "invalidValue") {
                try await shop.engine.balanceAsOf(AccountId.derived("a"), .recorded(date))
            }
            await expect("invalid_time", "invalidValue") {
                try await shop.engine.registerUser(reference: "r", key: "k", deadline: date)
            }
        }
        for date in [Date.distantPast, .distantFuture] {
            let error = await thrown("\(date)") {
                try await shop.engine.placeOrder(
                    merchant: shop.merchant, total: Money("1.00 EUR"), expiresAt: date, key: "basket")
            }
            XCTAssertNotNil(error)
        }
        try await isIntact(shop)
    }

    func testADateComesBackToTheMicrosecond() async throws {
        let shop = try await Shop.inMemory()
        for micros in [1, 999_999, 123_456, 500_001] {
            let until = monday.addingTimeInterval(86_400 + Double(micros) / 1_000_000)
            let order = try await shop.engine.placeOrder(
                merchant: shop.merchant, total: Money("1.00 EUR"), expiresAt: until, key: "basket \(micros)")
            let back = try XCTUnwrap(order.expiresAt)
            XCTAssertEqual(said(back), said(until))
            // What was read is what is sent again.
            let again = try await shop.engine.placeOrder(
                merchant: shop.merchant, total: Money("1.00 EUR"), expiresAt: back, key: "basket \(micros)")
            XCTAssertEqual(again, order)
        }
    }

    func testHugeAndOddTextsAreRefusedOrKeptAsTheyAre() async throws {
        let shop = try await Shop.inMemory()
        let long = String(repeating: "x", count: 1 << 20)
        let odd = [
            "", " ", "\0", "a\0b", "\u{FFFE}", "\u{202E}", long,
            String(repeating: "\u{1F4B6}", count: 1 << 18),
        ]
        for (place, text) in odd.enumerated() {
            do {
                let user = try await shop.engine.registerUser(reference: text, key: "odd \(place)")
                XCTAssertEqual(user.reference, text)
            } catch let error as PaywrightError {
                XCTAssertEqual(error.code, "invalid_value", "\(error)")
                XCTAssertLessThan(error.reason.utf8.count, 2_000)
            }
            _ = await thrown("as a key") {
                try await shop.engine.registerUser(reference: "r", key: text + long)
            }
            _ = await thrown("as a cut") { try await shop.engine.feed(after: text + "?") }
            _ = await thrown("as a cursor") { try await shop.engine.list(User.self).page(after: text + "?") }
            _ = await thrown("as a path") {
                try await Engine.open("/nowhere/" + text + "\0", access: .existing)
            }
        }
        try await isIntact(shop)
    }

    func testListsBeyondTheirBoundAreRefusedAndTheirPlacesAreNamed() async throws {
        let shop = try await Shop.inMemory()
        let (one, other) = (try AccountId.derived("one"), try AccountId.derived("other"))
        func transfer(_ amount: Money, until: Date? = nil) -> NewTransfer {
            NewTransfer(
                posting: .pending(debit: one, credit: other, amount: amount, expiresAt: until), kind: 0,
                chained: false)
        }
        let many = [NewTransfer](repeating: transfer(try Money("1.00 EUR")), count: 100_000)
        _ = await thrown("many") { try await shop.engine.postTransfers(transfers: many, key: "many") }
        _ = await thrown("none") { try await shop.engine.postTransfers(transfers: [], key: "none") }
        let late = [
            transfer(try Money("1.00 EUR")),
            transfer(try Money("1.00 EUR"), until: .init(timeIntervalSince1970: .nan)),
        ]
        let error = await thrown("late") { try await shop.engine.postTransfers(transfers: late, key: "late") }
        XCTAssertTrue(
            error?.reason.hasPrefix("transfers[1].posting.pending.expiresAt: ") == true,
            error?.reason ?? "nothing")
        let least = transfer(Money(minor: .min, shop.euro))
        let posted = try await shop.engine.postTransfers(transfers: [least], key: "least")
        guard case let .failure(refusal) = posted.results[0] else { return XCTFail("\(posted)") }
        XCTAssertEqual(refusal.code, .amountMustBePositive)
        let requests = [Request](repeating: Request(RegisterUser(reference: "r"), key: "k"), count: 20_000)
        let outcomes = try? await shop.engine.batch(requests)
        XCTAssertTrue(
            outcomes?.contains { if case .failure = $0 { return true } else { return false } } ?? true)
        _ = await thrown("page") { try await shop.engine.list(User.self).page(limit: .max) }
        try await isIntact(shop)
    }

    func testErrorsComeByTheirFamily() async throws {
        let shop = try await Shop.inMemory()
        let engine = shop.engine
        await expect("amount_must_be_positive", "invalidRequest") {
            try await shop.order("nothing", "0.00 EUR")
        }
        await expect("not_found", "missing") {
            try await engine.activateMerchant(merchant: MerchantId.derived("?"))
        }
        await expect("wrong_state", "wrongStanding") {
            try await engine.activateMerchant(merchant: shop.merchant)
        }
        let order = try await shop.order("basket")
        await expect("idempotency_key_reused", "reused") { try await shop.order("basket", "9.00 EUR") }
        let stranger = try await engine.registerUser(reference: "customer-2", key: "bob")
        await expect("not_permitted", "notAllowed") {
            try await engine.cancelOrder(order: order.id, actor: .user(stranger.id))
        }
        let payment = try await engine.startPayment(purpose: .order(order.id), method: .wallet, key: "pay")
        await expect("insufficient_funds", "exceeded") {
            try await engine.confirmPayment(payment: payment.id)
        }
        await expect("not_repeatable", "misuse") { try await engine.registerUser(reference: "customer-3") }
        await expect("in_memory", "misuse") { try await engine.check() }
        let missing = await thrown("code") {
            try await engine.activateMerchant(merchant: MerchantId.derived("?"))
        }
        XCTAssertEqual(missing?.refusal, .notFound)
        XCTAssertEqual(missing?.retryable, false)
        XCTAssertNotNil(Meaning.ofCode["not_found"])
        XCTAssertEqual(missing?.localizedDescription, missing?.reason)
    }

    func testManyAtOnceAreAnsweredEachByItsOwnOrNotAtAll() async throws {
        let shop = try await Shop.inMemory()
        let good = Request(RegisterUser(reference: "customer-5"), key: "five")
        let bad = Request(ActivateMerchant(merchant: shop.merchant), key: "again")
        let outcomes = try await shop.engine.batch([good, bad])
        guard case let .success(answer) = outcomes[0], case let .user(user) = answer.output else {
            return XCTFail("\(outcomes)")
        }
        XCTAssertEqual(user.reference, "customer-5")
        guard case let .failure(error) = outcomes[1] else { return XCTFail("\(outcomes)") }
        XCTAssertEqual(error.code, "wrong_state")
        let before = try await shop.engine.cut()
        let new = Request(RegisterUser(reference: "customer-6"), key: "six")
        await expect("wrong_state") { try await shop.engine.atomic([new, bad]) }
        let after = try await shop.engine.cut()
        XCTAssertEqual(before, after)
        let preview = try await shop.engine.preview(RegisterUser(reference: "customer-7"))
        XCTAssertEqual(preview.output.reference, "customer-7")
        let replayed = try await shop.engine.answer(RegisterUser(reference: "customer-5"), key: "five")
        XCTAssertEqual(replayed, Answer(replaying: user))
    }

    func testAnIndexIsAskedByItsLeadingFields() async throws {
        let shop = try await Shop.inMemory()
        let order = try await shop.order("basket")
        for number in 1...3 {
            _ = try await shop.engine.startPayment(
                purpose: .order(order.id), amount: Money("1.00 EUR"), key: "part \(number)")
        }
        let all = try await shop.engine.list(Payment.self).all()
        let ofOrder = try await shop.engine.list(Payment.byOrder(order.id)).all()
        XCTAssertEqual(Set(all.map(\.id)), Set(ofOrder.map(\.id)))
        let newest = try await shop.engine.list(Payment.byOrder(order.id), newestFirst: true).first()
        XCTAssertEqual(newest, ofOrder.last)
        let page = try await shop.engine.list(Payment.self).page(limit: 2)
        XCTAssertEqual(page.items.count, 2)
        let rest = try await shop.engine.list(Payment.self).page(after: page.next, limit: 2)
        XCTAssertEqual(page.items + rest.items, all)
        let none = try await shop.engine.list(Payment.byOrder(OrderId.derived("?"))).first()
        XCTAssertNil(none)
    }

    private func isIntact(_ shop: Shop) async throws {
        _ = try await shop.order("afterwards")
        let verification = try await shop.engine.verify()
        XCTAssertTrue(verification.isClean)
    }
}

extension Answer where Output == User {
    fileprivate init(replaying user: User) {
        self = Answer(output: user, acceptance: .replayed)
    }
}
