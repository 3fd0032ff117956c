import Foundation
import Paywright
import PaywrightTesting
import XCTest

/// Handles: after they are closed, from many tasks, and when tasks are cancelled.
final class HandleTests: XCTestCase {
    func testAfterCloseEveryCallIsRefusedAndClosingAgainDoesNothing() async throws {
        let file = try scratch().appendingPathComponent("shop.db")
        let shop = try await Shop(Engine.open(file))
        let engine = shop.engine
        XCTAssertFalse(engine.isClosed)
        engine.close()
        engine.close()
        XCTAssertTrue(engine.isClosed)
        await expect("closed", "misuse") { try await engine.registerUser(reference: "r", key: "k") }
        await expect("closed", "misuse") { try await engine.get(User.self, shop.customer) }
        await expect("closed", "misuse") { try await engine.list(User.self).all() }
        await expect("closed", "misuse") { try await engine.batch([]) }
        await expect("closed", "misuse") { try await engine.verify() }
        await expect("closed", "misuse") { try await engine.export(to: file.path + ".jsonl") }
        await expect("closed", "misuse") { try await engine.check() }
        await expect("closed", "misuse") { try await engine.tick() }
        XCTAssertFalse(FileManager.default.fileExists(atPath: file.path + ".jsonl"))
        let again = try await Engine.open(file, access: .existing)
        let user = try await again.get(User.self, shop.customer)
        XCTAssertEqual(user?.reference, "customer-1")
        let complaints = try await again.check()
        XCTAssertEqual(complaints, [])
    }

    func testSixtyFourTasksShareOneEngineAndEachIsAnswered() async throws {
        let file = try scratch().appendingPathComponent("shop.db")
        let shop = try await Shop(Engine.open(file))
        let users = try await withThrowingTaskGroup(of: [UserId].self) { group in
            for task in 0..<64 {
                group.addTask {
                    var made: [UserId] = []
                    for number in 0..<5 {
                        let key = "user \(task) \(number)"
                        made.append(try await shop.engine.registerUser(reference: key, key: key).id)
                    }
                    return made
                }
            }
            return try await group.reduce(into: Set<UserId>()) { $0.formUnion($1) }
        }
        XCTAssertEqual(users.count, 320)
        let listed = try await shop.engine.list(User.self).all()
        XCTAssertEqual(listed.count, 321)
        let verification = try await shop.engine.verify()
        XCTAssertTrue(verification.isClean)
    }

    func testClosedWhileOthersCallEachCallIsAnsweredOrRefusedAsClosed() async throws {
        for _ in 0..<5 {
            let file = try scratch().appendingPathComponent("shop.db")
            let shop = try await Shop(Engine.open(file))
            let answered = Box(1)
            await withTaskGroup(of: Void.self) { group in
                for task in 0..<16 {
                    group.addTask {
                        for number in 0..<50 {
                            do {
                                _ = try await shop.engine.registerUser(
                                    reference: "c", key: "\(task) \(number)")
                                answered.change { $0 += 1 }
                            } catch {
                                XCTAssertEqual((error as? PaywrightError)?.code, "closed", "\(error)")
                                return
                            }
                        }
                    }
                }
                group.addTask {
                    try? await Task.sleep(nanoseconds: 5_000_000)
                    shop.engine.close()
                }
            }
            let again = try await Engine.open(file)
            let users = try await again.list(User.self).all()
            XCTAssertEqual(users.count, answered.value, "what was answered is there, and nothing else")
            let verification = try await again.verify()
            XCTAssertTrue(verification.isClean)
        }
    }

    func testAnEngineThatIsForgottenLetsGoOfItsFile() async throws {
        let file = try scratch().appendingPathComponent("shop.db")
        for number in 0..<100 {
            let engine = try await Engine.open(file)
            _ = try await engine.registerUser(reference: "c", key: "user \(number)")
        }
        let engine = try await Engine.open(file)
        let users = try await engine.list(User.self).all()
        XCTAssertEqual(users.count, 100)
    }

    func testACancelledTaskHasDoneNothingOrHasItsAnswer() async throws {
        let file = try scratch().appendingPathComponent("shop.db")
        let shop = try await Shop(Engine.open(file))
        let (answered, cancelled) = (Box(Set<UserId>()), Box(0))
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<64 {
                group.addTask {
                    let call = Task {
                        try await shop.engine.registerUser(reference: "c", key: "task \(task)")
                    }
                    if task % 2 == 0 { call.cancel() }
                    if task % 4 == 1 {
                        try? await Task.sleep(nanoseconds: UInt64(task) * 20_000)
                        call.cancel()
                    }
                    do {
                        let user = try await call.value
                        answered.change { $0.insert(user.id) }
                    } catch is CancellationError {
                        cancelled.change { $0 += 1 }
                    } catch {
                        XCTFail("\(error)")
                    }
                }
            }
        }
        XCTAssertGreaterThan(cancelled.value, 0)
        XCTAssertEqual(answered.value.count + cancelled.value, 64)
        let users = try await shop.engine.list(User.self).all()
        XCTAssertEqual(Set(users.map(\.id)), answered.value.union([shop.customer]))
    }

    func testACancelledExportLeavesNoHalfFileAndACancelledCheckNothing() async throws {
        let shop = try await Shop.inMemory()
        for begin in stride(from: 0, to: 3_000, by: 500) {
            _ = try await shop.engine.atomic(
                (begin..<begin + 500).map { Request(RegisterUser(reference: "c"), key: "user \($0)") })
        }
        let file = try scratch().appendingPathComponent("all.jsonl").path
        let (began, task) = (Box(false), Box<Task<UInt64, any Error>?>(nil))
        let export = Task {
            while task.value == nil { await Task.yield() }
            return try await shop.engine.export(to: file) { _, _ in
                began.set(true)
                task.value?.cancel()
                return true
            }
        }
        task.set(export)
        do {
            let entries = try await export.value
            XCTFail("it went on to its end: \(entries)")
        } catch {
            XCTAssertTrue(error is CancellationError, "\(error)")
        }
        XCTAssertTrue(began.value)
        XCTAssertFalse(FileManager.default.fileExists(atPath: file))
        let entries = try await shop.engine.export(to: file)
        XCTAssertGreaterThan(entries, 3_000)
    }

    func testADeliveryGoesOnWhereItsSubscriberThrew() async throws {
        let shop = try await Shop.inMemory()
        let handled = Box<[UInt64]>([])
        var cut: String?
        do {
            cut = try await shop.engine.deliver { event in
                if event.sequence == 3 { throw BatteryIsEmpty(percent: 9) }
                handled.change { $0.append(event.sequence) }
            }
            XCTFail("it was not told")
        } catch let undelivered as Undelivered {
            XCTAssertEqual(undelivered.event.sequence, 3)
            XCTAssertEqual(undelivered.cause as? BatteryIsEmpty, BatteryIsEmpty(percent: 9))
            cut = undelivered.cut
        }
        let end = try await shop.engine.deliver(after: cut) { event in
            handled.change { $0.append(event.sequence) }
        }
        XCTAssertEqual(handled.value, [1, 2, 3, 4])
        let rest = try await shop.engine.feed(after: end)
        XCTAssertEqual(rest.events, [])
    }

    func testABackupIsADatabaseOfItsOwn() async throws {
        let folder = try scratch()
        let shop = try await Shop(Engine.open(folder.appendingPathComponent("shop.db")))
        let copy = folder.appendingPathComponent("copy.db")
        let backup = try await shop.engine.backup(to: copy.path)
        XCTAssertEqual(backup.entries, 4)
        let engine = try await Engine.open(copy, access: .readOnly)
        let user = try await engine.get(User.self, shop.customer)
        XCTAssertNotNil(user)
        let verification = try await engine.verify(cut: backup.cut)
        XCTAssertTrue(verification.isClean)
        _ = await thrown("read only") { try await engine.registerUser(reference: "r", key: "k") }
        await expect("storage_unavailable") {
            try await Engine.open(folder.appendingPathComponent("none.db"), access: .existing)
        }
        _ = await thrown("a web page") { try await Engine.open(URL(string: "https://example.org/shop.db")!) }
    }
}
