import Foundation
import Paywright
import PaywrightTesting
import XCTest

/// A wallet moves to a new phone by a copy that only its owner's key opens.
final class SealTests: XCTestCase {
    func testAWalletMovesByASealedCopy() async throws {
        let shop = try await Shop.inMemory()
        _ = try await shop.order("basket")
        let file = try scratch().appendingPathComponent("wallet.sealed").path
        let keys = OwnersKeys(["2026": Data(repeating: 7, count: 32)])
        let entries = try await shop.engine.exportSealed(to: file, keys: keys)
        let engine = try await Engine.inMemory(clock: ManualClock(monday))
        let imported = try await engine.importSealed(from: file, keys: keys)
        XCTAssertEqual(imported.entries, entries)
        let (mine, theirs) = (try await engine.cut(), try await shop.engine.cut())
        XCTAssertEqual(mine, theirs)
        let sealed = try Data(contentsOf: URL(fileURLWithPath: file))
        XCTAssertNil(sealed.range(of: Data("Bookshop".utf8)))
        await expect("storage_unavailable", "storage") {
            try await shop.engine.exportSealed(to: file, keys: keys)
        }
    }

    func testWithoutTheKeyOrWithAChangedByteNothingIsOpened() async throws {
        let shop = try await Shop.inMemory()
        let folder = try scratch()
        let file = folder.appendingPathComponent("wallet.sealed")
        let keys = OwnersKeys(["2026": Data(repeating: 7, count: 32)])
        _ = try await shop.engine.exportSealed(to: file.path, keys: keys)
        let engine = try await Engine.inMemory(clock: ManualClock(monday))
        func opened(_ keys: OwnersKeys, _ file: URL) async throws -> Imported {
            try await engine.importSealed(from: file.path, keys: keys)
        }
        let other = OwnersKeys(["2026": Data(repeating: 8, count: 32)])
        await expect("invalid_seal", "misuse") { try await opened(other, file) }
        await expect("no_key", "misuse") {
            try await opened(OwnersKeys(["2025": Data(count: 32)]), file)
        }
        for count in [0, 31, 33, 1 << 20] {
            let wrong = OwnersKeys(["2026": Data(repeating: 7, count: count)])
            await expect("invalid_key", "misuse") { try await opened(wrong, file) }
            let path = folder.appendingPathComponent("wrong \(count)").path
            await expect("invalid_key", "misuse") {
                try await shop.engine.exportSealed(to: path, keys: wrong)
            }
            XCTAssertFalse(FileManager.default.fileExists(atPath: path))
        }
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 1
        let changed = folder.appendingPathComponent("changed.sealed")
        try bytes.write(to: changed)
        await expect("invalid_seal", "misuse") { try await opened(keys, changed) }
        let shortened = folder.appendingPathComponent("shortened.sealed")
        try bytes.prefix(bytes.count - 1).write(to: shortened)
        _ = await thrown("shortened") { try await opened(keys, shortened) }
        await expect("storage_unavailable") { try await opened(keys, folder.appendingPathComponent("none")) }
        let nothing = try await engine.list(User.self).first()
        XCTAssertNil(nothing)
    }

    func testAnOwnerWhoSaysNoAndOneWhoLetsThePhoneLie() async throws {
        let shop = try await Shop.inMemory()
        let file = try scratch().appendingPathComponent("wallet.sealed").path
        let error = await thrown("no") { try await shop.engine.exportSealed(to: file, keys: Refusing()) }
        guard case let .host(problem)? = error else { return XCTFail("\(error as Any)") }
        XCTAssertEqual(problem.cause as? BatteryIsEmpty, BatteryIsEmpty(percent: 6))
        let asked = Box(false)
        let task = Task { try await shop.engine.exportSealed(to: file, keys: Waiting(asked: asked)) }
        while !asked.value { await Task.yield() }
        task.cancel()
        do {
            _ = try await task.value
            XCTFail("it was not cancelled")
        } catch {
            XCTAssertTrue(error is CancellationError, "\(error)")
        }
        XCTAssertFalse(FileManager.default.fileExists(atPath: file))
        _ = try await shop.order("afterwards")
    }
}

private struct OwnersKeys: KeyProvider {
    private let keys: [String: Data]

    init(_ keys: [String: Data]) { self.keys = keys }

    func current() -> String { keys.keys.first ?? "" }

    func key(_ id: String) -> Data? { keys[id] }
}

private struct Refusing: KeyProvider {
    func current() -> String { "2026" }

    func key(_ id: String) throws -> Data? { throw BatteryIsEmpty(percent: 6) }
}

private struct Waiting: KeyProvider {
    let asked: Box<Bool>

    func current() async throws -> String {
        asked.set(true)
        try await Task.sleep(nanoseconds: 60_000_000_000)
        return "2026"
    }

    func key(_ id: String) -> Data? { nil }
}
