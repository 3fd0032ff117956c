// swift-tools-version:5.9
import PackageDescription

// The Swift half of the benchmark: `cargo xtask bench` builds and starts it.
let package = Package(
    name: "measure",
    platforms: [.macOS(.v12)],
    dependencies: [.package(path: "../../../bindings-mobile/swift")],
    targets: [
        .executableTarget(
            name: "measure",
            dependencies: [.product(name: "Paywright", package: "swift")]
        )
    ]
)
