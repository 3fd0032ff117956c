import Foundation
import PaywrightTesting
import XCTest

@testable import Paywright

/// The package has what the engine has.
final class ParityTests: XCTestCase {
    func testEveryCommandHasItsMethodAndItsValue() throws {
        XCTAssertEqual(Catalogue.methods.map(\.name), Catalogue.commands)
        XCTAssertGreaterThan(Catalogue.commands.count, 40)
        XCTAssertEqual(PlaceOrder.name, "place_order")
    }

    func testEveryQueryHasItsMethod() async throws {
        let shop = try await Shop.inMemory()
        let engine = shop.engine
        let account = try AccountKey.ofMerchant(shop.merchant, .merchantPending, shop.euro).account
        let export = try scratch().appendingPathComponent("journal.jsonl").path
        let cut = try await engine.cut()
        let asked: [String: () async throws -> Any] = [
            "get": { try await engine.get(User.self, shop.customer) as Any },
            "list": { try await engine.list(User.self).all() },
            "transfer": { try await engine.transfer(TransferId.derived("none")) as Any },
            "balance": { try await engine.balance(account) as Any },
            "balance_as_of": { try await engine.balanceAsOf(account, .cut(cut)) as Any },
            "statement": { try await engine.statement(account).page() },
            "accounts": { try await engine.accounts(owner: .merchant(shop.merchant)).all() },
            "trial_balance": { try await engine.trialBalance() },
            "trial_balance_at": { try await engine.trialBalanceAt(cut) },
            "cut": { try await engine.cut() },
            "behind": { try await engine.behind(cut) },
            "written_until": { try await engine.writtenUntil() },
            "feed": { try await engine.feed() },
            "export": { try await engine.export(to: export) },
            "verify": { try await engine.verify() },
            "verify_with": { try await engine.verify(progress: { _, _ in true }) },
        ]
        XCTAssertEqual(Set(asked.keys), Set(Catalogue.queries))
        for (name, query) in asked {
            do {
                _ = try await query()
            } catch let error as PaywrightError {
                XCTAssertEqual(error.code, "not_found", "\(name): \(error)")
            }
        }
    }

    func testCommandsThatAreReadBackFromTheFeedAreWhatWasSent() async throws {
        let story = try MainPath()
        let clock = ManualClock(try story.begin())
        let engine = try await Engine.inMemory(clock: clock, entropy: .seed(story.seed))
        var player = Player(engine: engine, clock: clock)
        var sent: [AnyCommand] = []
        for step in story.steps {
            let before = try await engine.cut()
            let asked = try? player.command(step)
            try await player.step(step)
            if let asked, try await engine.cut() != before { sent.append(asked) }
        }
        var told: [AnyCommand] = []
        _ = try await engine.deliver { event in
            XCTAssertEqual(event.hash.count, 32)
        }
        var cut: String?
        while case let page = try await engine.feed(after: cut, limit: 50), !page.events.isEmpty {
            told += page.events.map(\.command)
            let left = try await engine.behind(page.next)
            XCTAssertEqual(left.entries == 0, left.since == nil)
            cut = page.next
        }
        // The engine's own commands are told too: what is claimed, and what time does.
        let hosts = told.filter { command in
            switch command {
            case .claimEffects, .recoverEffects, .timeOut: return false
            default: return true
            }
        }
        XCTAssertGreaterThan(sent.count, 40)
        XCTAssertEqual(hosts, sent)
    }

    func testAWordIsItsNumberAndEveryNumberIsAWord() throws {
        XCTAssertEqual(PaymentState(number: PaymentState.succeeded.number), .succeeded)
        XCTAssertNil(PaymentState(number: 9_999))
        for state in PaymentState.allCases { XCTAssertEqual(PaymentState(number: state.number), state) }
    }
}

extension Player {
    /// What a step asks for, as a value; nil where it is none of the commands.
    func command(_ step: [String: Any]) throws -> AnyCommand? {
        guard let name = step["do"] as? String, Catalogue.commands.contains(name) else { return nil }
        guard let step = try resolved(step) as? [String: Any] else { return nil }
        return try commanded(name, Fields(step["with"] ?? [:])).any
    }
}
