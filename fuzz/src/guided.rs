#![no_main]
//! One target under libFuzzer: the one that `PAYWRIGHT_FUZZ_TARGET` names. Its corpus goes first into the
//! folder that `PAYWRIGHT_FUZZ_CORPUS` names. `cargo xtask fuzz` sets both.

use libfuzzer_sys::fuzz_target;
use paywright_fuzz::Target;
use std::path::Path;
use std::sync::OnceLock;
use std::{env, fs};

fn target() -> &'static Target {
    static TARGET: OnceLock<&Target> = OnceLock::new();
    TARGET.get_or_init(|| {
        let name = env::var("PAYWRIGHT_FUZZ_TARGET").expect("PAYWRIGHT_FUZZ_TARGET names the target");
        Target::named(&name).expect("a target")
    })
}

fn keep_corpus() {
    let Some(folder) = env::var_os("PAYWRIGHT_FUZZ_CORPUS") else { return };
    for (place, example) in (target().corpus)().iter().enumerate() {
        fs::write(Path::new(&folder).join(format!("example-{place}")), example).expect("a folder");
    }
}

fuzz_target!(init: keep_corpus(), |bytes: &[u8]| {
    (target().check)(bytes);
});
