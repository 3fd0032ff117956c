import Foundation
import XCTest

/// What the documents show is what was run.
final class ReadmeTests: XCTestCase {
    func testTheFirstPaymentInTheDocumentsIsTheProgramThatRuns() throws {
        let example = repository.appendingPathComponent("examples/swift/programs/Sources/first-payment/main.swift")
        let program = try String(contentsOf: example)
        XCTAssertTrue(program.contains("engine.verify()"))
        for document in ["README.md", "bindings-mobile/swift/README.md"] {
            let text = try String(contentsOf: repository.appendingPathComponent(document))
            XCTAssertTrue(text.contains("```swift\n\(program)```"), "\(document) shows another program")
        }
    }
}
