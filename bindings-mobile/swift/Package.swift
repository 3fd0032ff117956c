// swift-tools-version:5.9
import Foundation
import PackageDescription

/// The engine itself is Rust. For Apple's platforms it comes as an XCFramework, whose path from this folder
/// PAYWRIGHT_XCFRAMEWORK names; elsewhere as an archive, in the folder that PAYWRIGHT_NATIVE names.
let environment = ProcessInfo.processInfo.environment
let archive = environment["PAYWRIGHT_NATIVE"] ?? "../../target/swift/native"

let engine: Target
let linked: [LinkerSetting]
if let framework = environment["PAYWRIGHT_XCFRAMEWORK"] {
    engine = .binaryTarget(name: "PaywrightNativeFFI", path: framework)
    linked = []
} else {
    engine = .systemLibrary(name: "PaywrightNativeFFI")
    linked = [.unsafeFlags(["-L", archive]), .linkedLibrary("paywright_mobile")]
}

let strict: [SwiftSetting] = [.enableExperimentalFeature("StrictConcurrency")]

let package = Package(
    name: "Paywright",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [
        .library(name: "Paywright", targets: ["Paywright"]),
        .library(name: "PaywrightTesting", targets: ["PaywrightTesting"]),
    ],
    targets: [
        engine,
        .target(name: "PaywrightNative", dependencies: ["PaywrightNativeFFI"], linkerSettings: linked),
        .target(name: "Paywright", dependencies: ["PaywrightNative"], swiftSettings: strict),
        .target(name: "PaywrightTesting", dependencies: ["Paywright"], swiftSettings: strict),
        // Runs in processes that tests stop and kill.
        .executableTarget(
            name: "paywright-till",
            dependencies: ["Paywright", "PaywrightTesting"],
            path: "Tests/Till",
            swiftSettings: strict
        ),
        .testTarget(
            name: "PaywrightTests",
            dependencies: ["Paywright", "PaywrightTesting"],
            swiftSettings: strict
        ),
    ]
)
