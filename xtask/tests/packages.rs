//! The scripts that lay out the packages for Android and Apple, as far as they can be run without a phone's
//! tools: what they lay out is looked into.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const ANDROID: &str = "bindings-mobile/android/build-aar.sh";
const APPLE: &str = "bindings-mobile/apple/build-xcframework.sh";

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Whether this is the stage of `cargo xtask test` that has a JDK, the library and its generator.
fn is_asked_for() -> bool {
    std::env::var_os("PAYWRIGHT_PACKAGES").is_some()
}

/// An empty folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn written(path: PathBuf, bytes: &[u8]) -> PathBuf {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(&path, bytes).expect("a file");
    path
}

fn script(path: &str) -> Command {
    let mut bash = Command::new("bash");
    bash.arg(top().join(path));
    bash
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn jar(arguments: &[&str], inside: &Path) -> String {
    let output = Command::new("jar").args(arguments).current_dir(inside).output().expect("a JDK");
    assert!(output.status.success(), "{}", said(&output));
    String::from_utf8(output.stdout).expect("text")
}

/// A jar as the Kotlin package's is: classes, and libraries for desktops beside them.
fn jar_of_kotlin(inside: &Path) -> PathBuf {
    for (path, bytes) in [
        ("dev/paywright/Engine.class", &b"class"[..]),
        ("dev/paywright/ffi/Paywright.class", b"glue"),
        ("META-INF/paywright.kotlin_module", b"module"),
        ("META-INF/maven/dev.paywright/pom.xml", b"<project/>"),
        ("linux-x86-64/libpaywright_mobile.so", b"\x7fELF"),
        ("darwin-aarch64/libpaywright_mobile.dylib", b"mach"),
        ("win32-x86-64/paywright_mobile.dll", b"MZ"),
    ] {
        written(inside.join("jar").join(path), bytes);
    }
    jar(&["--create", "--file", "kotlin.jar", "-C", "jar", "."], inside);
    inside.join("kotlin.jar")
}

#[test]
fn an_android_package_has_classes_rules_and_the_library_in_the_folder_of_its_processor() {
    if !is_asked_for() {
        return;
    }
    let work = folder("android");
    let library = written(work.join("own/libpaywright_mobile.so"), b"\x7fELF of this machine");
    let output = script(ANDROID)
        .arg("--check")
        .env("PAYWRIGHT_JAR", jar_of_kotlin(&work))
        .env("PAYWRIGHT_LIBRARY", &library)
        .env("PAYWRIGHT_OUT", work.join("out"))
        .output()
        .expect("bash");
    assert!(output.status.success(), "{}", said(&output));
    let aar = String::from_utf8(output.stdout).expect("a path");
    let version = env!("CARGO_PKG_VERSION");
    assert!(aar.trim().ends_with(&format!("/paywright-android-{version}-check.aar")), "{aar}");

    let inside = folder("android/inside");
    jar(&["--extract", "--file", aar.trim()], &inside);
    assert_eq!(
        files(&jar(&["--list", "--file", aar.trim()], &work)),
        ["AndroidManifest.xml", "R.txt", "classes.jar", "jni/x86_64/libpaywright_mobile.so", "proguard.txt",]
    );
    let read = |name: &str| fs::read(inside.join(name)).expect(name);
    assert_eq!(read("jni/x86_64/libpaywright_mobile.so"), b"\x7fELF of this machine");
    assert_eq!(
        files(&jar(&["--list", "--file", "classes.jar"], &inside)),
        [
            "META-INF/paywright.kotlin_module",
            "dev/paywright/Engine.class",
            "dev/paywright/ffi/Paywright.class",
        ]
    );
    let manifest = String::from_utf8(read("AndroidManifest.xml")).expect("text");
    assert!(manifest.contains("package=\"dev.paywright\"") && manifest.contains("minSdkVersion=\"28\""));
    let rules = String::from_utf8(read("proguard.txt")).expect("text");
    assert!(rules.contains("com.sun.jna") && rules.contains("dev.paywright.ffi"), "{rules}");

    let pom = fs::read_to_string(aar.trim().replace(".aar", ".pom")).expect("a pom");
    assert!(pom.contains(&format!("<version>{version}</version>")) && !pom.contains('@'), "{pom}");
    assert!(pom.contains("<artifactId>jna</artifactId>") && pom.contains("<type>aar</type>"), "{pom}");
}

/// The files of a list, in order; folders end with a slash.
fn files(list: &str) -> Vec<String> {
    let mut files: Vec<String> =
        list.lines().filter(|line| !line.ends_with('/')).map(str::to_owned).collect();
    files.sort();
    files
}

#[test]
fn apples_headers_lie_in_a_folder_that_has_the_name_of_their_module() {
    if !is_asked_for() {
        return;
    }
    let work = folder("apple");
    let output = script(APPLE).arg("--check").env("PAYWRIGHT_OUT", &work).output().expect("bash");
    assert!(output.status.success(), "{}", said(&output));
    let module = work.join("headers/PaywrightNativeFFI");
    let read = |name: &str| fs::read_to_string(module.join(name)).expect(name);
    let header = read("PaywrightNativeFFI.h");
    assert!(header.contains("uniffi_paywright_mobile_fn_constructor_nativeengine_open"), "{header}");
    let map = read("module.modulemap");
    assert!(map.contains("module PaywrightNativeFFI {") && map.contains("header \"PaywrightNativeFFI.h\""));
}

#[test]
fn what_is_missing_is_said_with_what_to_do() {
    let nowhere = "/nowhere/paywright";
    let out = folder("missing");
    let cases = [
        (ANDROID, "--check", "PAYWRIGHT_JAR", "run `cargo xtask kotlin package` first"),
        (ANDROID, "", "PAYWRIGHT_JAR", "run `cargo xtask kotlin package` first"),
        (ANDROID, "--chek", "PAYWRIGHT_JAR", "there is no option `--chek`; there is --check"),
        (APPLE, "--chek", "HOME", "there is no option `--chek`; there is --check"),
    ];
    for (path, option, setting, expected) in cases {
        let output =
            script(path).arg(option).env(setting, nowhere).env("PAYWRIGHT_OUT", &out).output().expect("bash");
        assert!(!output.status.success(), "{path} {option}");
        assert!(said(&output).contains(expected), "{path} {option}: {}", said(&output));
    }
}

#[test]
fn bash_understands_every_line_of_the_scripts() {
    for path in [ANDROID, APPLE] {
        let output = Command::new("bash").arg("-n").arg(top().join(path)).output().expect("bash");
        assert!(output.status.success(), "{path}: {}", said(&output));
    }
}
