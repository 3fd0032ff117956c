import Foundation
import Paywright
import XCTest

/// Amounts, rates, ids, dates and texts: exact, or refused by a typed error.
final class ValueTests: XCTestCase {
    func testAnAmountIsWhatItsTextSays() throws {
        let price = try Money("18.50 EUR")
        XCTAssertEqual(price.minor, 1_850)
        XCTAssertEqual(price.description, "18.50 EUR")
        XCTAssertEqual(price.amount, Decimal(string: "18.5"))
        XCTAssertEqual(try Money("-0.05 EUR").description, "-0.05 EUR")
        XCTAssertEqual(try Money("7 JPY").description, "7 JPY")
        XCTAssertEqual(try Money("7 POINTS/0").minor, 7)
        XCTAssertEqual(try Money("1.234 BHD").minor, 1_234)
        XCTAssertEqual(try Money(Decimal(string: "18.5")!, Currency("EUR")), price)
        XCTAssertEqual(try Money(minor: .min, Currency("EUR")).description, "-92233720368547758.08 EUR")
    }

    func testADecimalGoesThroughInAnyLocale() throws {
        let euro = try Currency("EUR")
        for text in ["0", "0.01", "-0.01", "999999999999.99", "1E2", "0.10"] {
            let decimal = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))!
            XCTAssertEqual(try Money(decimal, euro).amount, decimal, text)
        }
    }

    func testArithmeticIsCheckedAndStaysInItsCurrency() async throws {
        let (price, dollar) = (try Money("18.50 EUR"), try Money("1.00 USD"))
        XCTAssertEqual(try price.plus(price).minus(price), price)
        XCTAssertEqual(try price.negated().minor, -1_850)
        XCTAssertEqual(try price.compared(to: Money("18.49 EUR")), .orderedDescending)
        let (most, least) = (Money(minor: .max, price.currency), Money(minor: .min, price.currency))
        await expect("currency_mismatch", "invalidValue") { try price.plus(dollar) }
        await expect("currency_mismatch", "invalidValue") { try price.compared(to: dollar) }
        await expect("amount_overflow", "invalidValue") { try most.plus(price) }
        await expect("amount_overflow", "invalidValue") { try least.minus(price) }
        await expect("amount_overflow", "invalidValue") { try least.negated() }
    }

    func testWhatIsNoAmountIsRefusedAndNothingIsRounded() async throws {
        let euro = try Currency("EUR")
        let forty = String(repeating: "7", count: 40)
        let texts = [
            "", " ", "EUR", "18.50", "18,50 EUR", "18.505 EUR", "NaN EUR", "Infinity EUR", "1e400 EUR",
            "0x10 EUR",
            "\(forty) EUR", "-\(forty).\(forty) EUR", "18.50 eur", "18.50 XXQ", "18.50 EUR\0", "1\u{0}8 EUR",
            "\u{FF11}\u{FF18} EUR", "18.50  EUR", "+-1 EUR", String(repeating: "9", count: 1 << 20) + " EUR",
            String(repeating: "A", count: 1 << 20), "18.50 \(String(repeating: "E", count: 1 << 20))",
        ]
        for text in texts {
            let error = await thrown(String(text.prefix(50))) { try Money(text) }
            if case .invalidValue? = error {} else { XCTFail("\(text.prefix(50)): \(error as Any)") }
            XCTAssertLessThan(error?.reason.utf8.count ?? 0, 1_000)
        }
        let huge = Decimal(sign: .plus, exponent: 120, significand: Decimal(string: forty)!)
        let tiny = Decimal(sign: .minus, exponent: -120, significand: 1)
        for decimal in [
            Decimal.nan, .greatestFiniteMagnitude, .leastFiniteMagnitude, .leastNonzeroMagnitude, huge, tiny,
        ] {
            let error = await thrown("\(decimal)") { try Money(decimal, euro) }
            if case .invalidValue? = error {} else { XCTFail("\(decimal): \(error as Any)") }
        }
    }

    func testARateIsExactOrRefused() async throws {
        XCTAssertEqual(try Rate("0.029").description, "0.029")
        XCTAssertEqual(try Rate("0.029").number, Decimal(string: "0.029"))
        XCTAssertEqual(try Rate("1.10"), try Rate("1.1"))
        XCTAssertEqual(try Rate(Decimal(string: "1.15")!), try Rate("1.15"))
        for text in ["", "NaN", "1,5", "1e9", String(repeating: "1", count: 40), "\0", "0.1 "] {
            await expect("invalid_rate", "invalidValue") { try Rate(text) }
        }
        await expect("invalid_rate", "invalidValue") { try Rate(Decimal.nan) }
        await expect("invalid_rate", "invalidValue") { try Rate(Decimal.greatestFiniteMagnitude) }
    }

    func testAnIdIsItsTextAndItsBytesAndNoOthers() async throws {
        let order = try OrderId.derived("basket-8812")
        XCTAssertEqual(try OrderId.parse(order.description), order)
        XCTAssertEqual(try OrderId.of(bytes: order.bytes), order)
        XCTAssertEqual(try OrderId.derived("basket-8812"), order)
        XCTAssertNotEqual(try PaymentId.derived("basket-8812").bytes, order.bytes)
        XCTAssertEqual(try JSONDecoder().decode(OrderId.self, from: JSONEncoder().encode(order)), order)
        let wrong = [
            "", "ord_", "ord", order.description + "0", String(order.description.dropLast()), "\0",
            order.description.replacingOccurrences(of: "ord_", with: "pay_"),
            String(repeating: "o", count: 1 << 20),
            "ord_\u{1F4B6}", "ord_00000000000000000000000000",
        ]
        for text in wrong {
            await expect("invalid_id", "invalidValue") { try OrderId.parse(text) }
        }
        for count in [0, 15, 17, 4096] {
            await expect("invalid_id", "invalidValue") {
                try OrderId.of(bytes: Data(repeating: 1, count: count))
            }
        }
        await expect("invalid_id", "invalidValue") { try OrderId.of(bytes: Data(count: 16)) }
    }

    func testMetadataIsOneTextAndComesBackAsItWas() async throws {
        struct Gift: Codable, Equatable {
            let books: [String]
            let isGift: Bool
        }
        let gift = Gift(books: ["Moby-Dick"], isGift: true)
        let metadata = try Metadata(encoding: gift)
        XCTAssertEqual(metadata.json, #"{"books":["Moby-Dick"],"isGift":true}"#)
        XCTAssertEqual(try metadata.decoded(as: Gift.self), gift)
        let wrong = [
            "", "[]", "1", "{", #"{"a":1.5}"#, #"{"a":{"b":{"c":{"d":{"e":1}}}}}"#,
            "{\"a\":\"\(String(repeating: "x", count: 5000))\"}",
            String(repeating: "[", count: 100_000), #"{"a":"\ud800"}"#,
        ]
        for json in wrong {
            await expect("invalid_metadata", "invalidValue") { try Metadata(json: json) }
        }
        await expect("invalid_metadata", "invalidValue") { try Metadata(encoding: ["a": Double.nan]) }
        await expect("invalid_metadata", "invalidValue") { try Metadata(encoding: [1, 2]) }
    }

    func testFiguresFollowFromTheirSumsAndAnAccountsIdFromItsKey() async throws {
        let shop = try await Shop.inMemory()
        let key = AccountKey.ofMerchant(shop.merchant, .merchantPending, shop.euro)
        let account = try key.account
        let none = try await shop.engine.balance(account)
        XCTAssertNil(none)
        let payment = try await shop.payment("basket")
        _ = try await shop.engine.perform(["cards": Approving()], worker: "till")
        let state = try await shop.state(of: payment)
        XCTAssertEqual(state, .succeeded)
        let found = try await shop.engine.balance(account)
        let figures = try XCTUnwrap(found)
        XCTAssertEqual(figures.balance, 1_850 - 84)
        XCTAssertEqual(figures.available, figures.balance)
        XCTAssertEqual(figures.ceiling, figures.balance)
        XCTAssertEqual(try shop.euro.money(minor: figures.balance).description, "17.66 EUR")
        for none in [Decimal.nan, Decimal(string: "0.5")!, .greatestFiniteMagnitude] {
            await expect("amount_overflow", "invalidValue") { try shop.euro.money(minor: none) }
        }
        XCTAssertEqual(shop.euro.amount(minor: 1_766), Decimal(string: "17.66"))
        let lines = try await shop.engine.statement(account).all()
        XCTAssertEqual(lines.map(\.balance), [1_850, 1_766])
    }
}

/// Approves, without the testing module.
struct Approving: Channel {
    func send(_ operation: ChannelOperation) -> Outcome { .succeeded }
    func ask(_ operation: ChannelOperation) -> Outcome { .succeeded }
}
