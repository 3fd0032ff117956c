import Foundation
import Paywright
import PaywrightTesting
import XCTest

/// The host's own clock, entropy and progress: whatever they do, the engine is none the worse.
final class HostTests: XCTestCase {
    func testWhatAClockThrowsComesOutAsItsCauseAndTheEngineGoesOn() async throws {
        let clock = Broken(clock: ManualClock(monday))
        let engine = try await Engine.inMemory(clock: clock)
        _ = try await engine.registerUser(reference: "customer-1", key: "ann")
        clock.failing.set(true)
        for _ in 0..<3 {
            let error = await thrown { try await engine.registerUser(reference: "customer-2", key: "bob") }
            guard case let .host(problem)? = error else { return XCTFail("\(error as Any)") }
            XCTAssertEqual(problem.cause as? BatteryIsEmpty, BatteryIsEmpty(percent: 0))
            XCTAssertEqual(problem.code, "host_failed")
        }
        clock.failing.set(false)
        let user = try await engine.registerUser(reference: "customer-2", key: "bob")
        XCTAssertEqual(user.reference, "customer-2")
        // An error of later is not blamed on what was thrown before.
        let later = await thrown { try await engine.activateMerchant(merchant: MerchantId.derived("?")) }
        XCTAssertNil(later?.problem.cause)
        let verification = try await engine.verify()
        XCTAssertTrue(verification.isClean)
    }

    func testAClockThatIsNoClockIsAHostsFailure() async throws {
        for date in [Date(timeIntervalSinceReferenceDate: .nan), Date(timeIntervalSince1970: .infinity)] {
            let clock = ManualClock(monday)
            let engine = try await Engine.inMemory(clock: clock)
            clock.set(to: date)
            let error = await thrown { try await engine.registerUser(reference: "customer-1", key: "ann") }
            guard case let .host(problem)? = error else { return XCTFail("\(error as Any)") }
            XCTAssertEqual((problem.cause as? PaywrightError)?.code, "invalid_time")
            clock.set(to: monday)
            _ = try await engine.registerUser(reference: "customer-1", key: "ann")
        }
        _ = await thrown("an opening clock") {
            try await Engine.inMemory(clock: ManualClock(Date(timeIntervalSince1970: .nan))).registerUser(
                reference: "r", key: "k")
        }
    }

    func testEntropyIsTheHostsOwnAndMayFail() async throws {
        let entropy = Counted()
        let engine = try await Engine.inMemory(clock: ManualClock(monday), entropy: .host(entropy))
        let first = try await engine.registerUser(reference: "customer-1", key: "ann")
        XCTAssertGreaterThan(entropy.asked.value, 0)
        entropy.failing.set(true)
        await expect("host_failed", "host") {
            try await engine.registerUser(reference: "customer-2", key: "bob")
        }
        entropy.failing.set(false)
        let second = try await engine.registerUser(reference: "customer-2", key: "bob")
        XCTAssertNotEqual(first.id, second.id)
    }

    func testAClockThatCallsTheEngineBackIsRefusedInsteadOfWaitingForItself() async throws {
        let clock = Calling()
        let engine = try await Engine.inMemory(clock: clock)
        clock.engine.set(engine)
        let user = try await engine.registerUser(reference: "customer-1", key: "ann")
        XCTAssertEqual(user.reference, "customer-1")
        XCTAssertEqual(clock.answered.value, "reentrant_call")
        clock.engine.set(nil)
        let verification = try await engine.verify()
        XCTAssertTrue(verification.isClean)
    }

    func testWorkThatAClockLeavesBehindMayCallTheEngineOnceTheClockHasAnswered() async throws {
        let clock = Leaving()
        let engine = try await Engine.inMemory(clock: clock)
        clock.engine.set(engine)
        _ = try await engine.registerUser(reference: "customer-1", key: "ann")
        clock.engine.set(nil)
        let written = try await clock.left.value?.value
        XCTAssertNotNil(written ?? nil)
    }

    func testAClockThatTakesItsTimeHoldsUpNobodyButTheEngine() async throws {
        let engine = try await Engine.inMemory(clock: Slow(seconds: 0.05))
        let began = Date()
        async let users: Void = {
            for number in 0..<8 { _ = try await engine.registerUser(reference: "c", key: "\(number)") }
        }()
        // Swift's own threads are as free as ever.
        let others = await withTaskGroup(of: Int.self) { group in
            for number in 0..<64 { group.addTask { number } }
            return await group.reduce(0, +)
        }
        XCTAssertEqual(others, 2_016)
        XCTAssertLessThan(Date().timeIntervalSince(began), 0.3)
        try await users
    }

    func testProgressIsToldAndMayStopAndMayFail() async throws {
        let shop = try await busy(1_500)
        let folder = try scratch()
        let told = Box(UInt64(0))
        let file = folder.appendingPathComponent("all.jsonl").path
        let entries = try await shop.engine.export(to: file) { done, total in
            told.set(done)
            XCTAssertGreaterThanOrEqual(total ?? .max, done)
            return true
        }
        XCTAssertGreaterThanOrEqual(entries, 1_500)
        XCTAssertGreaterThan(told.value, 0)
        for (name, code) in [("stopped", "stopped"), ("failed", "host_failed")] {
            let path = folder.appendingPathComponent("\(name).jsonl").path
            await expect(code) {
                try await shop.engine.export(to: path) { _, _ in
                    if name == "failed" { throw BatteryIsEmpty(percent: 1) }
                    return false
                }
            }
            XCTAssertFalse(FileManager.default.fileExists(atPath: path), "half a file is left")
        }
        await expect("stopped", "misuse") { try await shop.engine.verify { _, _ in false } }
        let again = await thrown { try await shop.engine.verify { _, _ in throw BatteryIsEmpty(percent: 2) } }
        XCTAssertEqual(again?.problem.cause as? BatteryIsEmpty, BatteryIsEmpty(percent: 2))
        await expect("storage_unavailable", "storage") { try await shop.engine.export(to: file) }
    }

    func testAnImportIsWatchedAndItsWatcherMayReadButNotWrite() async throws {
        let shop = try await busy(1_500)
        let file = try scratch().appendingPathComponent("all.jsonl").path
        let entries = try await shop.engine.export(to: file)
        let engine = try await Engine.inMemory(clock: ManualClock(monday))
        let answered = Box<[String]>([])
        let imported = try await engine.importFrom(file) { _, _ in
            let read = waited { _ = try await engine.get(User.self, shop.customer) }
            let write = waited { _ = try await engine.registerUser(reference: "r", key: "k") }
            answered.set([read, write])
            return true
        }
        XCTAssertEqual(imported.entries, entries)
        XCTAssertEqual(answered.value, ["done", "reentrant_call"])
        let (mine, theirs) = (try await engine.trialBalance(), try await shop.engine.trialBalance())
        XCTAssertEqual(mine, theirs)
        let other = try await Shop(Engine.inMemory(clock: ManualClock(monday), entropy: .seed(8)))
        await expect("storage_not_empty", "misuse") { try await other.engine.importFrom(file) }
    }

    func testAWatcherOfAnImportReadsAlsoWhereMoreTasksWaitThanThereAreThreadsFor() async throws {
        let shop = try await busy(1_500)
        let file = try scratch().appendingPathComponent("all.jsonl").path
        _ = try await shop.engine.export(to: file)
        let engine = try await Engine.inMemory(clock: ManualClock(monday))
        let (answered, waiting) = (Box("nothing"), Box<[Task<Void, any Error>]>([]))
        _ = try await engine.importFrom(file) { _, _ in
            guard waiting.value.isEmpty else { return true }
            for number in 0..<40 {
                // It leaves the watcher, as a tap on the screen would that came from elsewhere.
                let task = Task.detached {
                    _ = try await engine.registerUser(reference: "r", key: "\(number)")
                }
                waiting.change { $0.append(task) }
            }
            Thread.sleep(forTimeInterval: 0.3)
            answered.set(waited { _ = try await engine.get(User.self, shop.customer) })
            return true
        }
        XCTAssertEqual(answered.value, "done")
        for task in waiting.value { try await task.value }
    }

    func testAnEntropyThatFailsForOneOfManyTakesNothingFromTheOthers() async throws {
        let entropy = Flickering()
        let engine = try await Engine.inMemory(clock: ManualClock(monday), entropy: .host(entropy))
        let requests = (1...3).map { Request(RegisterUser(reference: "c"), key: "user \($0)") }
        let results = try await engine.batch(requests)
        guard case .success = results[0], case let .failure(error) = results[1], case .success = results[2]
        else {
            return XCTFail("\(results)")
        }
        XCTAssertEqual(error.code, "host_failed")
        XCTAssertEqual(error.problem.cause as? BatteryIsEmpty, BatteryIsEmpty(percent: 4))
        let users = try await engine.list(User.self).all()
        XCTAssertEqual(users.count, 2)
    }

    /// A shop with this many users.
    private func busy(_ users: Int) async throws -> Shop {
        let shop = try await Shop.inMemory()
        for begin in stride(from: 0, to: users, by: 500) {
            let requests = (begin..<begin + 500).map {
                Request(RegisterUser(reference: "c"), key: "user \($0)")
            }
            _ = try await shop.engine.atomic(requests)
        }
        return shop
    }
}

/// What a host's own code throws.
struct BatteryIsEmpty: Error, Equatable {
    let percent: Int
}

/// A value that threads share.
final class Box<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var held: Value

    init(_ value: Value) { held = value }

    var value: Value { lock.withLock { held } }

    func set(_ value: Value) { lock.withLock { held = value } }

    func change(_ change: (inout Value) -> Void) { lock.withLock { change(&held) } }
}

/// Blocks this thread until an awaited call is over, as hosts should not. Answers its code, or "done".
func waited(_ work: @escaping @Sendable () async throws -> Void) -> String {
    let (done, answer) = (DispatchSemaphore(value: 0), Box("it waits for itself"))
    Task {
        do {
            try await work()
            answer.set("done")
        } catch {
            answer.set((error as? PaywrightError)?.code ?? "\(error)")
        }
        done.signal()
    }
    _ = done.wait(timeout: .now() + 5)
    return answer.value
}

private struct Broken: Paywright.Clock {
    let clock: ManualClock
    let failing = Box(false)

    func now() throws -> Date {
        if failing.value { throw BatteryIsEmpty(percent: 0) }
        return clock.now()
    }
}

private struct Counted: Entropy {
    let asked = Box(0)
    let failing = Box(false)

    func bits(lane: UInt16, sequence: UInt64) throws -> UInt64 {
        if failing.value { throw BatteryIsEmpty(percent: 3) }
        asked.change { $0 += 1 }
        return sequence &* 0x9E37_79B9_7F4A_7C15
    }
}

/// Fails once, for the second that asks.
private struct Flickering: Entropy {
    let asked = Box(0)

    func bits(lane: UInt16, sequence: UInt64) throws -> UInt64 {
        asked.change { $0 += 1 }
        if asked.value == 2 { throw BatteryIsEmpty(percent: 4) }
        return sequence &* 0x9E37_79B9_7F4A_7C15
    }
}

private struct Calling: Paywright.Clock {
    let engine = Box<Engine?>(nil)
    let answered = Box("nothing")

    func now() -> Date {
        if let engine = engine.value {
            answered.set(waited { _ = try await engine.registerUser(reference: "inside", key: "inside") })
        }
        return monday
    }
}

private struct Leaving: Paywright.Clock {
    let engine = Box<Engine?>(nil)
    let left = Box<Task<Date?, any Error>?>(nil)

    func now() -> Date {
        if let engine = engine.value {
            left.set(
                Task {
                    try await Task.sleep(nanoseconds: 100_000_000)
                    return try await engine.writtenUntil()
                })
        }
        return monday
    }
}

private struct Slow: Paywright.Clock {
    let seconds: TimeInterval

    func now() -> Date {
        Thread.sleep(forTimeInterval: seconds)
        return monday
    }
}
