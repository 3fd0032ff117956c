#!/usr/bin/env bash
# Builds PaywrightNativeFFI.xcframework, the native half for iPhones, their simulators and Macs, and zips it
# with the checksum that a package manifest asks for; in target/app/apple.
#
#   bindings-mobile/apple/build-xcframework.sh            needs a Mac with Xcode 15 or newer
#   bindings-mobile/apple/build-xcframework.sh --check    the headers alone, on any machine
#
# NOT RUN ON THIS PROJECT'S MACHINES beyond `--check`: none of them is a Mac. `cargo xtask test` runs that, and
# a test looks at what it made.
#
# Needs, for both:   cargo build -p paywright-mobile && cargo build -p paywright-mobile-bindgen
# Needs, for Apple:  rustup target add aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios \
#                        aarch64-apple-darwin x86_64-apple-darwin
#
# What may be said in the environment:
#   PAYWRIGHT_OUT      where to                                                              [target/app/apple]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
out=${PAYWRIGHT_OUT:-$top/target/app/apple}
archive=libpaywright_mobile.a
framework=$out/PaywrightNativeFFI.xcframework
# The oldest systems it is for; bindings-mobile/swift/Package.swift says the same.
export IPHONEOS_DEPLOYMENT_TARGET=15.0 MACOSX_DEPLOYMENT_TARGET=12.0

fail() {
    echo "build-xcframework.sh: $1" >&2
    exit 1
}

# The header that UniFFI writes, and the module map. They lie in a folder with the module's name: Xcode copies
# the headers of all packages into one place, where two files called module.modulemap would meet.
headers() {
    local built=$top/target/debug folder=$work/headers/PaywrightNativeFFI found library
    for library in libpaywright_mobile.dylib libpaywright_mobile.so; do
        [ -f "$built/$library" ] && found=$built/$library
    done
    [ -n "${found:-}" ] && [ -x "$built/paywright-mobile-bindgen" ] ||
        fail "run \`cargo build -p paywright-mobile\` and the same for paywright-mobile-bindgen first"
    (cd "$top" && "$built/paywright-mobile-bindgen" generate "$found" \
        --language swift --no-format --out-dir "$work/glue")
    mkdir -p "$folder"
    cp "$work/glue/PaywrightNativeFFI.h" "$here/module.modulemap" "$folder/"
}

# Builds the archives for the targets $2, $3 and so on, and joins them into one for the platform $1.
joined() {
    local platform=$1 target archives=()
    shift
    for target in "$@"; do
        (cd "$top" && cargo xtask app-library --target "$target")
        archives+=("$top/target/app/library/$target/$archive")
    done
    mkdir -p "$work/$platform"
    lipo -create "${archives[@]}" -output "$work/$platform/$archive"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

case "${1:-}" in
    "") ;;
    --check)
        headers
        rm -rf "$out/headers"
        cp -R "$work/headers" "$out/headers"
        echo "$out/headers"
        exit
        ;;
    *) fail "there is no option \`$1\`; there is --check" ;;
esac

command -v xcodebuild > /dev/null || fail "xcodebuild is missing: it comes with Xcode, on a Mac"
headers
joined ios aarch64-apple-ios
joined simulator aarch64-apple-ios-sim x86_64-apple-ios
joined macos aarch64-apple-darwin x86_64-apple-darwin

rm -rf "$framework" "$framework.zip"
libraries=()
for platform in ios simulator macos; do
    libraries+=(-library "$work/$platform/$archive" -headers "$work/headers")
done
xcodebuild -create-xcframework "${libraries[@]}" -output "$framework"
(cd "$out" && ditto -c -k --keepParent "$(basename "$framework")" "$framework.zip")
echo "$framework.zip"
swift package compute-checksum "$framework.zip"
