import Foundation
import Paywright
import XCTest

/// What a device signs of the journal, and signers that answer anything at all.
final class SignerTests: XCTestCase {
    /// The key, and the signature over nothing, of the first test of RFC 8032.
    private let told = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    private let overNothing = hex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0"
            + "595bbe24655141438e7a100b")

    func testASignatureIsTakenInItsOneFormAndAnyOtherRefused() async throws {
        let known = try PublicKey(told)
        XCTAssertTrue(known.text.hasPrefix("ed25519:"), known.text)
        XCTAssertTrue(try known.accept(overNothing, over: Data()).hasPrefix("ed25519:"))
        await expect("invalid_signature", "misuse") { try known.accept(overNothing, over: Data([0])) }
        for place in [0, 31, 32, 63] {
            var other = overNothing
            other[place] ^= 1
            await expect("invalid_signature", "misuse") { try known.accept(other, over: Data()) }
        }
    }

    func testASignerThatAnswersGarbageOrThrowsIsRefusedAndTheEngineIsIntact() async throws {
        let shop = try await Shop.inMemory()
        let known = try PublicKey(told)
        let answers = [
            Data(), Data(count: 64), Data(repeating: 0x30, count: 9_000), Data(repeating: 0xFF, count: 1 << 20),
        ]
        for answer in answers {
            await expect("invalid_signature", "misuse") {
                try await shop.engine.signedCut(by: Signing(key: known) { _ in answer })
            }
            await expect("invalid_signature", "misuse") { try known.accept(answer, over: Data([1, 2, 3])) }
        }
        let error = await thrown("a signer that throws") {
            try await shop.engine.signedCut(by: Signing(key: known) { _ in throw BatteryIsEmpty(percent: 4) })
        }
        guard case let .host(problem)? = error else { return XCTFail("\(error as Any)") }
        XCTAssertEqual(problem.cause as? BatteryIsEmpty, BatteryIsEmpty(percent: 4))
        await expect("invalid_key") {
            try await shop.engine.signedCut(by: Signing(key: PublicKey(text: "ed25519:\0")) { _ in Data() })
        }
        _ = try await shop.order("afterwards")
    }

    func testWhatIsNoKeyAndNoSignedCutIsRefused() async throws {
        for wrong in [Data(), Data(count: 12), Data(repeating: 5, count: 65), Data(count: 1 << 20)] {
            await expect("invalid_key", "misuse") { try PublicKey(wrong) }
        }
        let known = try PublicKey(told)
        for text in ["", "\0", "paywright", String(repeating: "s", count: 1 << 20)] {
            _ = await thrown("no signed cut") { try SignedCut(text: text).check(by: known) }
        }
    }

    func testASignerThatWaitsForItsOwnerIsCancelledWithItsTask() async throws {
        let shop = try await Shop.inMemory()
        let known = try PublicKey(told)
        let asked = Box(false)
        let signing = Task {
            try await shop.engine.signedCut(
                by: Signing(key: known) { _ in
                    asked.set(true)
                    try await Task.sleep(nanoseconds: 60_000_000_000)
                    return Data()
                })
        }
        while !asked.value { await Task.yield() }
        signing.cancel()
        do {
            _ = try await signing.value
            XCTFail("it was not cancelled")
        } catch {
            XCTAssertTrue(error is CancellationError, "\(error)")
        }
        _ = try await shop.order("afterwards")
    }
}

private func hex(_ text: String) -> Data {
    let digits = text.compactMap(\.hexDigitValue)
    return Data(stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
}

private struct Signing: DeviceSigner {
    let key: PublicKey
    let signs: @Sendable (Data) async throws -> Data

    func publicKey() -> PublicKey { key }

    func sign(_ message: Data) async throws -> Data { try await signs(message) }
}
