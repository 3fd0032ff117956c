// swift-tools-version:5.9
import PackageDescription

// A package that is taken from a folder is called as the folder is: `swift`.

let package = Package(
    name: "PaywrightExamples",
    platforms: [.iOS(.v15), .macOS(.v12)],
    dependencies: [.package(path: "../../../bindings-mobile/swift")],
    targets: [
        .target(name: "WalletCore", dependencies: [.product(name: "Paywright", package: "swift")]),
        .executableTarget(
            name: "wallet",
            dependencies: ["WalletCore", .product(name: "PaywrightTesting", package: "swift")]
        ),
        .executableTarget(
            name: "first-payment",
            dependencies: [
                .product(name: "Paywright", package: "swift"),
                .product(name: "PaywrightTesting", package: "swift"),
            ]
        ),
    ]
)
