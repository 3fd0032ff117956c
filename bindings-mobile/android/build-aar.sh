#!/usr/bin/env bash
# Builds the Android package: paywright-android-VERSION.aar and its POM, in target/app/android.
#
#   bindings-mobile/android/build-aar.sh            for phones; needs the NDK, see below
#   bindings-mobile/android/build-aar.sh --check    the same layout around this machine's library
#
# NOT RUN ON THIS PROJECT'S MACHINES for phones: none of them has an NDK. What is run there, by
# `cargo xtask test`, is `--check`: the same lines lay out an AAR, with the library of this machine in the
# folder of x86_64, and a test looks into it.
#
# Needs, for both:   a JDK, for `jar`; the jar of the Kotlin package, from `cargo xtask kotlin package`
# Needs, for phones: ANDROID_NDK_HOME, the folder of an NDK of version 27 or newer
#                    rustup target add aarch64-linux-android armv7-linux-androideabi x86_64-linux-android
#
# What may be said in the environment:
#   PAYWRIGHT_JAR      the jar of the Kotlin package     [bindings-mobile/kotlin/target/paywright-VERSION.jar]
#   PAYWRIGHT_LIBRARY  for --check, this machine's library              [what `cargo xtask app-library` built]
#   PAYWRIGHT_OUT      where to                                                            [target/app/android]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
library=libpaywright_mobile.so
# The oldest Android it is for; AndroidManifest.xml says the same.
api=28

fail() {
    echo "build-aar.sh: $1" >&2
    exit 1
}

# The version of the workspace.
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$top/Cargo.toml" | head -n 1)
jar=${PAYWRIGHT_JAR:-$top/bindings-mobile/kotlin/target/paywright-$version.jar}
out=${PAYWRIGHT_OUT:-$top/target/app/android}

# The version that the Kotlin package is built with: $1 is the property in its pom.xml.
built_with() {
    local found
    found=$(sed -n "s|.*<$1>\(.*\)</$1>.*|\1|p" "$top/bindings-mobile/kotlin/pom.xml" | head -n 1)
    [ -n "$found" ] || fail "bindings-mobile/kotlin/pom.xml does not say <$1>"
    echo "$found"
}

# Builds the library for the target $1 with the NDK's compiler for $2, and lays it into the ABI's folder $3.
for_phones() {
    local target=$1 compiler=$2 abi=$3 tools name
    [ -n "${ANDROID_NDK_HOME:-}" ] || fail "ANDROID_NDK_HOME does not say where the NDK is"
    tools=$(echo "$ANDROID_NDK_HOME"/toolchains/llvm/prebuilt/*/bin)
    [ -x "$tools/$compiler$api-clang" ] || fail "there is no $compiler$api-clang in $tools"
    # As cargo and as cc, which compiles SQLite, call what is for one target.
    name=${target//-/_}
    (
        export "CC_$name=$tools/$compiler$api-clang" "AR_$name=$tools/llvm-ar"
        export "CARGO_TARGET_$(echo "$name" | tr '[:lower:]' '[:upper:]')_LINKER=$tools/$compiler$api-clang"
        cd "$top" && cargo xtask app-library --target "$target"
    )
    mkdir -p "$layout/jni/$abi"
    cp "$top/target/app/library/$target/$library" "$layout/jni/$abi/$library"
}

# Lays this machine's library into the folder of the ABI that is most like it.
for_this_machine() {
    local own=${PAYWRIGHT_LIBRARY:-}
    if [ -z "$own" ]; then
        own=$top/target/app/library/$(rustc -vV | sed -n 's/^host: //p')/$library
    fi
    [ -f "$own" ] || fail "there is no $own: run \`cargo xtask app-library\` first"
    mkdir -p "$layout/jni/x86_64"
    cp "$own" "$layout/jni/x86_64/$library"
}

# The jar of the JVM without the libraries for desktops and servers, which Android would never look at.
classes() {
    local inside=$work/classes
    [ -f "$jar" ] || fail "there is no $jar: run \`cargo xtask kotlin package\` first"
    mkdir -p "$inside"
    (cd "$inside" && jar --extract --file "$jar")
    rm -rf "$inside/META-INF/MANIFEST.MF" "$inside/META-INF/maven"
    find "$inside" \( -name '*.so' -o -name '*.dylib' -o -name '*.dll' \) -delete
    find "$inside" -type d -empty -delete
    jar --create --file "$layout/classes.jar" --no-manifest -C "$inside" .
}

case "${1:-}" in
    "" | --check) ;;
    *) fail "there is no option \`$1\`; there is --check" ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
layout=$work/aar
mkdir -p "$layout" "$out"

cp "$here/AndroidManifest.xml" "$here/proguard.txt" "$layout/"
# It has no resources, and says so.
: > "$layout/R.txt"
classes
if [ "${1:-}" = --check ]; then
    for_this_machine
    aar=$out/paywright-android-$version-check.aar
else
    for_phones aarch64-linux-android aarch64-linux-android arm64-v8a
    for_phones armv7-linux-androideabi armv7a-linux-androideabi armeabi-v7a
    for_phones x86_64-linux-android x86_64-linux-android x86_64
    aar=$out/paywright-android-$version.aar
fi
jar --create --file "$aar" --no-manifest -C "$layout" .
sed -e "s/@VERSION@/$version/" -e "s/@JNA@/$(built_with jna.version)/" \
    -e "s/@KOTLIN@/$(built_with kotlin.version)/" \
    -e "s/@COROUTINES@/$(built_with coroutines.version)/" "$here/pom.xml" > "${aar%.aar}.pom"
echo "$aar"
