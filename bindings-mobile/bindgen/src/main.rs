//! Writes the Kotlin and Swift that load the native half: UniFFI's own command line, of the release that the
//! library is built with.

fn main() {
    uniffi::uniffi_bindgen_main();
}
