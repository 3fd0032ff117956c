import Foundation
import Paywright
import PaywrightTesting
import XCTest

/// Whatever a channel does, nothing is sent twice and nothing is lost.
final class ChannelTests: XCTestCase {
    func testAPaymentIsSentOnceAndSucceeds() async throws {
        let shop = try await Shop.inMemory()
        let payment = try await shop.payment("basket")
        let channel = ApprovingChannel()
        let done = try await shop.engine.perform(["cards": channel], worker: "till-1")
        XCTAssertEqual(done, 1)
        XCTAssertEqual(channel.sent.map(\.payment), [payment.id])
        let state = try await shop.state(of: payment)
        XCTAssertEqual(state, .succeeded)
        let nothing = try await shop.engine.perform(["cards": channel], worker: "till-1")
        XCTAssertEqual(nothing, 0)
    }

    func testWhatAChannelThrowsIsUnknownAndAskedAboutLater() async throws {
        let shop = try await Shop.inMemory()
        let payment = try await shop.payment("basket")
        let channel = Scripted { _, _ in
            throw BatteryIsEmpty(percent: 5)
        } ask: { _ in
            .succeeded
        }
        let troubles = Box<[any Error]>([])
        let done = try await shop.engine.perform(["cards": channel], worker: "till-1") { _, error in
            troubles.change { $0.append(error) }
        }
        XCTAssertEqual(done, 2, "it was sent, and asked about")
        XCTAssertEqual(troubles.value.first as? BatteryIsEmpty, BatteryIsEmpty(percent: 5))
        try await later(shop, channel)
        let state = try await shop.state(of: payment)
        XCTAssertEqual(state, .succeeded)
        XCTAssertEqual(channel.sent.value, 1, "it was sent twice")
        XCTAssertGreaterThan(channel.asked.value, 0)
    }

    func testAChannelThatIsMissingOrAnswersNonsenseIsUnknownToo() async throws {
        let shop = try await Shop.inMemory()
        let payment = try await shop.payment("basket")
        let missing = Box<[String]>([])
        _ = try await shop.engine.perform([:], worker: "till-1") { _, error in
            missing.change { $0.append(error.localizedDescription) }
        }
        XCTAssertEqual(Set(missing.value), ["there is no channel cards"])
        let nonsense = Scripted { _, _ in
            .declined(reason: String(repeating: "x", count: 100_000))
        } ask: { _ in
            .declined(reason: "\0")
        }
        try await later(shop, nonsense)
        let state = try await shop.state(of: payment)
        XCTAssertEqual(state, .processing)
        try await later(
            shop,
            Scripted { _, _ in
                .succeeded
            } ask: { _ in
                .succeeded
            })
        let end = try await shop.state(of: payment)
        XCTAssertEqual(end, .succeeded)
    }

    func testADeclineIsADecline() async throws {
        let shop = try await Shop.inMemory()
        let payment = try await shop.payment("basket")
        let channel = DecliningChannel(reason: "no funds")
        _ = try await shop.engine.perform(["cards": channel], worker: "till-1")
        let state = try await shop.state(of: payment)
        XCTAssertEqual(state, .failed)
    }

    func testSilenceIsNoDeclineAndWhoAsksLaterLearnsOfIt() async throws {
        let shop = try await Shop.inMemory()
        let payment = try await shop.payment("basket")
        let silent = Scripted { _, _ in .unknown() } ask: { _ in .unknown() }
        _ = try await shop.engine.perform(["cards": silent], worker: "till-1")
        let meanwhile = try await shop.state(of: payment)
        XCTAssertEqual(meanwhile, .processing)
        try await later(shop, SilentChannel())
        let end = try await shop.state(of: payment)
        XCTAssertEqual(end, .succeeded)
    }

    func testCancelledWhileAChannelWorksItIsAskedAboutAfterARestart() async throws {
        let shop = try await Shop.inMemory()
        let payment = try await shop.payment("basket")
        let began = Box(false)
        let channel = Scripted { _, _ in
            began.set(true)
            try await Task.sleep(nanoseconds: 60_000_000_000)
            return .succeeded
        } ask: { _ in
            .succeeded
        }
        let work = Task { try await shop.engine.perform(["cards": channel], worker: "till-1") }
        while !began.value { await Task.yield() }
        work.cancel()
        do {
            _ = try await work.value
            XCTFail("it was not cancelled")
        } catch {
            XCTAssertTrue(error is CancellationError, "\(error)")
        }
        let meanwhile = try await shop.state(of: payment)
        XCTAssertEqual(meanwhile, .processing)
        let recovered = try await shop.engine.recover(worker: "till-1")
        XCTAssertEqual(recovered, 1)
        try await later(shop, channel)
        let state = try await shop.state(of: payment)
        XCTAssertEqual(state, .succeeded)
        XCTAssertEqual(channel.sent.value, 1)
    }

    func testWhatAChannelAnsweredIsBroughtBackEvenWhenTheTaskIsCancelled() async throws {
        let shop = try await Shop.inMemory()
        let payment = try await shop.payment("basket")
        let task = Box<Task<Int, any Error>?>(nil)
        let channel = Scripted { _, _ in
            while task.value == nil { await Task.yield() }
            task.value?.cancel()
            return .succeeded
        } ask: { _ in
            .unknown()
        }
        task.set(Task { try await shop.engine.perform(["cards": channel], worker: "till-1") })
        _ = try? await task.value?.value
        let state = try await shop.state(of: payment)
        XCTAssertEqual(state, .succeeded)
    }

    func testAChannelMayCallTheEngine() async throws {
        let shop = try await Shop.inMemory()
        let payment = try await shop.payment("basket")
        let channel = Scripted { operation, _ in
            let found = try await shop.engine.get(Payment.self, operation.payment)
            return found?.id == payment.id ? .succeeded : .declined(reason: "nobody knows it")
        } ask: { _ in
            .unknown()
        }
        _ = try await shop.engine.perform(["cards": channel], worker: "till-1")
        let state = try await shop.state(of: payment)
        XCTAssertEqual(state, .succeeded)
    }

    /// An hour later, once leases have ended.
    private func later(_ shop: Shop, _ channel: any Channel) async throws {
        for _ in 0..<4 {
            shop.clock.advance(by: 900)
            while try await shop.engine.tick() > 0 {}
            _ = try await shop.engine.perform(["cards": channel], worker: "till-1")
        }
    }
}

/// A channel that does what a test says.
struct Scripted: Channel {
    let sent = Box(0)
    let asked = Box(0)
    private let sends: @Sendable (ChannelOperation, Int) async throws -> Outcome
    private let asks: @Sendable (ChannelOperation) async throws -> Outcome

    init(
        send: @escaping @Sendable (ChannelOperation, Int) async throws -> Outcome,
        ask: @escaping @Sendable (ChannelOperation) async throws -> Outcome
    ) {
        (sends, asks) = (send, ask)
    }

    func send(_ operation: ChannelOperation) async throws -> Outcome {
        sent.change { $0 += 1 }
        return try await sends(operation, sent.value)
    }

    func ask(_ operation: ChannelOperation) async throws -> Outcome {
        asked.change { $0 += 1 }
        return try await asks(operation)
    }
}
