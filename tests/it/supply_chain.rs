//! What stands in a user's program besides our own code: where each package comes from, under which licence, which are
//! there twice, and that no unsafe code of ours is among it. `deny.toml` says the same to cargo-deny.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The licences that a package may be under, by their SPDX names. Of `A OR B` one is enough, of `A AND B` both are needed.
const LICENCES: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Packages that are there in two versions, and why.
const TWICE: [&str; 3] = [
    "cpufeatures", // sha2 0.10 has the older, rand 0.10 (of the tests) the newer
    "embedded-io", // postcard names both for machines without an operating system; neither is compiled
    "syn",         // derive macros move to 3 one by one
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text_of(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap()
}

/// A package of Cargo.lock: its fields without quotation marks. Those that are lists are left out.
fn locked() -> Vec<BTreeMap<String, String>> {
    let lock = text_of("Cargo.lock");
    let fields = |package: &str| {
        let lines = package.lines().take_while(|line| !line.starts_with('['));
        let fields = lines.filter_map(|line| line.split_once(" = "));
        fields.map(|(key, value)| (key.to_owned(), value.trim_matches('"').to_owned())).collect()
    };
    lock.split("[[package]]\n").skip(1).map(fields).collect()
}

/// What cargo tells of the packages that are needed on this machine. Without the network: those were had to build this.
fn packages() -> Vec<Value> {
    let version = Command::new("rustc").arg("-vV").current_dir(root()).output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let told = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", host])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    told["packages"].as_array().unwrap().clone()
}

/// Whether an SPDX expression is satisfied by the licences of the list. Older packages write `/` for `OR`.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    let is_allowed = any_of(&mut words);
    assert!(words.is_empty(), "cannot be read: {expression}");
    is_allowed
}

/// `A OR B`; the words are in reverse.
fn any_of(words: &mut Vec<&str>) -> bool {
    let mut is_allowed = all_of(words);
    while words.pop_if(|word| *word == "OR").is_some() {
        is_allowed |= all_of(words);
    }
    is_allowed
}

/// `A AND B`, which binds more closely.
fn all_of(words: &mut Vec<&str>) -> bool {
    let mut is_allowed = one(words);
    while words.pop_if(|word| *word == "AND").is_some() {
        is_allowed &= one(words);
    }
    is_allowed
}

/// A licence, or an expression in parentheses. One with an exception is another licence, which the list would name.
fn one(words: &mut Vec<&str>) -> bool {
    let first = words.pop().unwrap_or_default();
    if first == "(" {
        let is_allowed = any_of(words);
        assert_eq!(words.pop(), Some(")"));
        return is_allowed;
    }
    if words.pop_if(|word| *word == "WITH").is_some() {
        words.pop();
        return false;
    }
    LICENCES.contains(&first)
}

#[test]
fn an_expression_is_allowed_where_what_it_asks_for_is() {
    for expression in
        ["MIT", "MIT/Apache-2.0", "GPL-3.0 OR MIT", "(MIT OR GPL-3.0) AND ISC", "GPL-3.0 AND MIT OR ISC"]
    {
        assert!(is_allowed(expression), "{expression}");
    }
    for expression in
        ["GPL-3.0", "MIT AND GPL-3.0", "MIT AND (GPL-3.0 OR SSPL-1.0)", "Apache-2.0 WITH LLVM-exception", ""]
    {
        assert!(!is_allowed(expression), "{expression}");
    }
}

#[test]
fn every_package_comes_from_the_registry_as_it_was_when_it_was_chosen() {
    let locked = locked();
    assert!(locked.len() > 100, "{}", locked.len());
    for package in locked {
        let name = &package["name"];
        let Some(source) = package.get("source") else {
            assert_eq!(name, "chancery", "a package of a folder");
            continue;
        };
        assert_eq!(source, "registry+https://github.com/rust-lang/crates.io-index", "{name}");
        let checksum = package.get("checksum").map_or("", String::as_str);
        assert!(checksum.len() == 64 && checksum.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}");
    }
    let manifest = text_of("Cargo.toml");
    for other in ["git = ", "path = \"..", "[patch", "[replace", "registry = "] {
        assert!(!manifest.contains(other), "{other} in Cargo.toml");
    }
}

#[test]
fn a_package_is_there_twice_only_where_it_is_known_why() {
    let mut versions: BTreeMap<String, usize> = BTreeMap::new();
    for package in locked() {
        *versions.entry(package["name"].clone()).or_default() += 1;
    }
    let twice: BTreeMap<&str, usize> = versions
        .iter()
        .filter(|(_, count)| **count > 1)
        .map(|(name, count)| (name.as_str(), *count))
        .collect();
    assert_eq!(twice, TWICE.map(|name| (name, 2)).into());
}

/// The table of THIRD-PARTY.md: licences by package.
fn table() -> BTreeMap<String, String> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, name, licence, _] = cells[..] else { panic!("{line}") };
        (name.to_owned(), licence.to_owned())
    };
    let text = text_of("THIRD-PARTY.md");
    let (_, table) = text.split_once("\n| package | licence |\n|---|---|\n").unwrap();
    let rows = table.lines();
    rows.map(row).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "no part of the program")]
fn every_package_has_a_licence_that_is_allowed_and_told() {
    let told: BTreeMap<String, String> = packages()
        .iter()
        .filter(|package| !package["source"].is_null())
        .map(|package| {
            let field = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
            (field("name"), field("license"))
        })
        .collect();
    assert!(told.len() > 100, "{}", told.len());
    let mut table = table();
    let locked: BTreeSet<String> =
        locked().iter().map(|package| package["name"].clone()).filter(|name| name != "chancery").collect();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        table.retain(|name, _| locked.contains(name));
        table.extend(told.clone());
        let text = text_of("THIRD-PARTY.md");
        let (before, _) = text.split_once("\n| package | licence |\n").unwrap();
        let mut text = format!("{before}\n| package | licence |\n|---|---|\n");
        for (name, licence) in &table {
            writeln!(text, "| {name} | {licence} |").unwrap();
        }
        fs::write(root().join("THIRD-PARTY.md"), text).unwrap();
    }
    // All of them, be they needed on this machine or not.
    let in_table: BTreeSet<String> = table.keys().cloned().collect();
    assert_eq!(in_table, locked, "THIRD-PARTY.md and Cargo.lock (UPDATE_DOCS=1 mends the table)");
    for (name, licence) in &table {
        assert!(is_allowed(licence), "{name}: {licence}");
    }
    for (name, licence) in told {
        assert_eq!(table[&name], licence, "{name} in THIRD-PARTY.md (UPDATE_DOCS=1 mends the table)");
    }
}

#[test]
fn cargo_deny_is_told_the_same() {
    let deny = text_of("deny.toml");
    let list = |begin: &str| -> BTreeSet<String> {
        let (_, after) = deny.split_once(begin).unwrap();
        let list = after.split_once("\n]").unwrap().0.lines();
        list.filter_map(|line| line.split('"').nth(1)).map(str::to_owned).collect()
    };
    assert_eq!(list("\nallow = ["), LICENCES.map(str::to_owned).into());
    assert_eq!(list("\nskip = ["), TWICE.map(str::to_owned).into());
    for line in ["unknown-registry = \"deny\"", "unknown-git = \"deny\"", "multiple-versions = \"deny\""] {
        assert!(deny.lines().any(|other| other == line), "{line}");
    }
}

/// A version of Rust as numbers.
fn version(text: &str) -> Vec<u32> {
    let mut numbers: Vec<u32> = text.split('.').map(|number| number.parse().unwrap()).collect();
    numbers.resize(3, 0);
    numbers
}

#[test]
fn the_compiler_that_is_asked_for_is_new_enough_for_every_package() {
    let packages = packages();
    let asked = |package: &Value| package["rust_version"].as_str().map(str::to_owned);
    let own = packages.iter().find(|package| package["source"].is_null()).and_then(asked).unwrap();
    for package in &packages {
        let other = asked(package).unwrap_or_else(|| "1".to_owned());
        assert!(version(&other) <= version(&own), "{} needs Rust {other}", package["name"]);
    }
    let readme = text_of("README.md");
    assert!(readme.contains(&format!("Rust ({own} or later)")), "README.md asks for another Rust than {own}");
}

/// Every file of Rust under a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn unsafe_code_is_forbidden_and_there_is_none() {
    let manifest = text_of("Cargo.toml");
    let lints = manifest.split_once("[lints.rust]\n").unwrap().1.split("\n[").next().unwrap();
    assert!(lints.lines().any(|line| line == "unsafe_code = \"forbid\""), "{lints}");
    let mut files = vec![root().join("build.rs")];
    sources(&root().join("src"), &mut files);
    sources(&root().join("benches"), &mut files);
    assert!(files.len() > 100, "{}", files.len());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let is_there =
                line.split(|letter| !is_word(letter)).any(|word| matches!(word, "unsafe" | "unsafe_code"));
            assert!(!is_there, "{}: {line}", file.display());
        }
    }
}

/// The code of a file without its tests.
fn without_tests(text: &str) -> &str {
    text.split_once("#[cfg(test)]\nmod tests {").map_or(text, |(before, _)| before)
}

#[test]
fn the_program_opens_no_connection_and_starts_no_other_program() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    for file in files {
        let path = file.to_str().unwrap();
        if path.ends_with("tests.rs") || path.contains("/tests/") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        for line in without_tests(&text).lines() {
            let is_there =
                ["std::net", "TcpStream", "TcpListener", "UdpSocket", "UnixStream", "process::Command"]
                    .iter()
                    .any(|other| line.contains(other));
            let is_there = is_there || line.contains("std::process::{") && line.contains("Command");
            assert!(!is_there, "{path}: {line}");
        }
    }
}
