import Foundation
import Paywright
import PaywrightTesting
import XCTest

/// Processes that are frozen, as a phone freezes an app, and processes that are killed.
final class ProcessTests: XCTestCase {
    func testFrozenWhileAnotherWritesItGoesOnWithWhatIsThereThen() async throws {
        let file = try scratch().appendingPathComponent("shop.db").path
        let till = try Till("slowly", file)
        defer { till.kill() }
        let before = try till.payments(atLeast: 3)
        try till.signal(SIGSTOP)
        // Longer than a frozen process keeps its lane: what it held may then be another's.
        let engine = try await Engine.open(file)
        let end = Date().addingTimeInterval(11)
        var written = 0
        while Date() < end {
            _ = try await engine.registerUser(reference: "meanwhile", key: "meanwhile \(written)")
            written += 1
            try await Task.sleep(nanoseconds: 200_000_000)
        }
        XCTAssertGreaterThan(written, 10)
        try till.signal(SIGCONT)
        _ = try till.payments(atLeast: before + 5)
        till.kill()
        let payments = try await engine.list(Payment.self).all()
        XCTAssertGreaterThanOrEqual(payments.count, before + 5)
        XCTAssertEqual(
            Set(payments.filter { $0.state == .succeeded }.map(\.id)).isSuperset(of: till.told), true)
        let verification = try await engine.verify()
        XCTAssertTrue(verification.isClean, "\(verification)")
    }

    func testKilledInTheMiddleOfPaymentsNothingThatWasSaidIsLost() async throws {
        let file = try scratch().appendingPathComponent("shop.db").path
        var told = Set<PaymentId>()
        for round in 1...4 {
            let till = try Till("busily", file)
            _ = try till.payments(atLeast: 5 * round)
            till.kill()
            told.formUnion(till.told)
        }
        let engine = try await Engine.open(file, access: .existing)
        let verification = try await engine.verify()
        XCTAssertTrue(verification.isClean, "\(verification)")
        let payments = try await engine.list(Payment.self).all()
        XCTAssertTrue(Set(payments.filter { $0.state == .succeeded }.map(\.id)).isSuperset(of: told))
        // What the last till had begun is begun again, and ends.
        _ = try await engine.recover(worker: "till-1")
        _ = try await engine.perform(["cards": Approving()], worker: "till-1")
        let complaints = try await engine.check()
        XCTAssertEqual(complaints, [])
    }
}

/// The program `paywright-till`, which takes payments and says each that succeeded.
private final class Till {
    private let process = Process()
    private let said = Pipe()
    private var rest = ""
    private(set) var told: [PaymentId] = []

    init(_ manner: String, _ file: String) throws {
        #if os(macOS)
            let folder = Bundle(for: ProcessTests.self).bundleURL.deletingLastPathComponent()
        #else
            let folder = Bundle.main.bundleURL
        #endif
        process.executableURL = folder.appendingPathComponent("paywright-till")
        process.arguments = [manner, file]
        process.standardOutput = said
        try process.run()
    }

    /// Reads until so many payments of this process have succeeded. Answers how many.
    func payments(atLeast count: Int) throws -> Int {
        while told.count < count {
            let more = said.fileHandleForReading.availableData
            if more.isEmpty { throw NoStory("the till ended after \(told.count) payments") }
            rest += String(decoding: more, as: UTF8.self)
            var lines = rest.components(separatedBy: "\n")
            rest = lines.removeLast()
            told += try lines.map { try PaymentId.parse($0) }
        }
        return told.count
    }

    func signal(_ signal: Int32) throws {
        if Foundation.kill(process.processIdentifier, signal) != 0 {
            throw NoStory("signal \(signal) was not sent")
        }
    }

    func kill() {
        guard process.isRunning else { return }
        _ = Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
