// swift-tools-version:5.9
import PackageDescription

let package = Package(
    name: "PaywrightExamples",
    platforms: [.iOS(.v15), .macOS(.v12)],
    dependencies: [.package(name: "Paywright", path: "../../bindings-mobile/swift")],
    targets: [
        .target(name: "WalletCore", dependencies: [.product(name: "Paywright", package: "Paywright")]),
        .executableTarget(
            name: "wallet",
            dependencies: ["WalletCore", .product(name: "PaywrightTesting", package: "Paywright")]
        ),
        .executableTarget(
            name: "first-payment",
            dependencies: [
                .product(name: "Paywright", package: "Paywright"),
                .product(name: "PaywrightTesting", package: "Paywright"),
            ]
        ),
    ]
)
